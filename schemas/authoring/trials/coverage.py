"""Coverage of the trials of a document: verdicts of criteria and rows of tables that none of them tries."""

from collections.abc import Iterator, Sequence

from schemas.authoring.lint.finding import Finding, make_finding
from schemas.authoring.lint.readback import Readback
from schemas.authoring.lint.rule_sites import Site, sites_of
from schemas.authoring.trials.trial import Trial
from schemas.compilation.compiled import Compiled
from schemas.rules.operators.tables import Table, row_verdict
from schemas.rules.rule import Node
from schemas.rules.values import ITEM, Value


def check_coverage(compiled: Compiled, trials: Sequence[Trial]) -> Iterator[Finding]:
    """Yield what no trial tries.

    Warnings: `criterion_untried` (criterion, verdict), for TRUE, FALSE and UNKNOWN alike · `row_untried` (row).
    """
    readback = Readback(compiled.document)
    for place, criterion in enumerate(compiled.criteria):
        expected = [trial.expect[name] for trial in trials if (name := f"criteria/{criterion.id}") in trial.expect]
        for verdict in (True, False, None):
            if not any(each is verdict for each in expected):
                said = readback.unknown() if verdict is None else readback.value(verdict)
                yield make_finding(
                    "criterion_untried", f"/rules/criteria/{place}", criterion=criterion.label, verdict=said
                )
    for site in sites_of(compiled):
        for table in tables_in(site):
            tried = {row for trial in trials for row in rows_reached(table, trial)}
            untried = [place for place in range(len(table.rows)) if place not in tried]
            yield from (make_finding("row_untried", table.rows[place].pointer, row=place + 1) for place in untried)


def tables_in(site: Site) -> Iterator[Table]:
    """Yield the tables of a rule that read answers, not the items of a group."""
    for node in site.nodes.values():
        if isinstance(node.detail, Table) and not any(_is_of_items(thing) for thing in node.detail.inputs):
            yield node.detail


def _is_of_items(node: Node) -> bool:
    return any(name.startswith(ITEM) for name in node.names)


def rows_reached(table: Table, trial: Trial) -> list[int]:
    """Return the places of the rows that decide what a table gives in the situation of a trial."""
    inputs: list[Value | None] = [node.run(trial.situation.names) for node in table.inputs]
    verdicts = [row_verdict(row.tests, inputs) for row in table.rows]
    if table.hit != "first":
        return [place for place, verdict in enumerate(verdicts) if verdict is True]
    first = next((place for place, verdict in enumerate(verdicts) if verdict is not False), None)
    return [first] if first is not None and verdicts[first] else []
