"""The lint of a document: all checks on all rules, with bounded work."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from schemas.authoring.lint.boxes import Budget, TooMuchWork
from schemas.authoring.lint.choices import check_choices, choices_named
from schemas.authoring.lint.conditions import check_conditions
from schemas.authoring.lint.domains import domains_of, years_since
from schemas.authoring.lint.finding import Finding, make_finding
from schemas.authoring.lint.parameters import check_params
from schemas.authoring.lint.reachability import check_reach, shows_of
from schemas.authoring.lint.readback import Readback
from schemas.authoring.lint.rule_sites import Site, sites_of
from schemas.authoring.lint.space import World
from schemas.authoring.lint.subject import Look
from schemas.authoring.lint.tables import check_tables
from schemas.compilation.compiled import Compiled
from schemas.rules.operators.param import ParamUse

#: The work that one rule, and a whole document, may take (see `Budget`).
RULE_BUDGET: Final = 60_000
DOCUMENT_BUDGET: Final = 200_000

#: With less than this left, the remaining rules are not checked.
ENOUGH: Final = 1_000

Check = Callable[[Look], Iterator[Finding]]


def lint(compiled: Compiled, *, today: date) -> tuple[Finding, ...]:
    """Return every error and warning on the rules of a document; the work is bounded.

    `today` is the day from which limits of questions hold, and on which parameters are checked.
    """
    sites = list(sites_of(compiled))
    return (*_rule_findings(compiled, sites, today), *_param_findings(compiled, sites, today))


def _rule_findings(compiled: Compiled, sites: list[Site], today: date) -> Iterator[Finding]:
    document = compiled.document
    world = World(domains_of(compiled, today), years_since(document, today))
    shows, choices = shows_of(sites, document), choices_named(document)
    checks: tuple[Check, ...] = (check_conditions, check_tables, lambda look: check_reach(look, shows))
    readback = Readback(document)
    left = DOCUMENT_BUDGET
    for site in sites:
        budget = Budget(min(RULE_BUDGET, left))
        look = Look(site, world.inside(site.group) if site.group else world, readback, budget)
        left -= budget.left
        gone = list(check_choices(look, choices))
        yield from gone or (finding for check in checks for finding in _bounded(check, look))
        left += budget.left
        if left < ENOUGH:
            yield make_finding("not_all_checked", "/rules")
            return


def _bounded(check: Check, look: Look) -> Iterator[Finding]:
    """Yield the findings of a check until its budget is spent."""
    try:
        yield from check(look)
    except TooMuchWork:
        return


def _param_findings(compiled: Compiled, sites: list[Site], today: date) -> Iterator[Finding]:
    details = (node.detail for site in sites for node in site.nodes.values())
    used = {detail.name for detail in details if isinstance(detail, ParamUse)}
    yield from check_params(compiled.params, used, today)
