"""Anonymous counts of a simulator as tables: steps shown, results shown, conditions not met."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils import formats
from django.utils.translation import gettext as _

from runtime.simulation.models import SimulationCount
from schemas.compilation.compiled import Compiled
from schemas.format.simulation import VERDICTS
from schemas.models import Publication

Kind = SimulationCount.Kind
Totals = Mapping[str, Mapping[str, int]]
Row = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table of counts: a caption, the name of its first column, rows of a label, a number and a share."""

    caption: str
    column: str
    share: str
    rows: tuple[Row, ...]


def totals_of(publication: Publication, start: date, end: date) -> Totals:
    """Return how often each thing happened from `start` to `end`, by kind and name; one query."""
    rows = SimulationCount.objects.filter(site=publication.site_id, key=publication.key, day__range=(start, end))
    totals: dict[str, dict[str, int]] = {str(kind): {} for kind in Kind.values}
    for kind, name, total in rows.order_by().values_list("kind", "name").annotate(total=Sum("count")):
        totals[kind][name] = total
    return totals


def count_tables(compiled: Compiled, totals: Totals) -> tuple[CountTable, ...]:
    """Return the tables of a simulator: steps in their order, results in theirs, conditions with the worst first."""
    steps = {step.id: step.label for step in compiled.document.steps}
    shown, told, against = totals[Kind.STEP], totals[Kind.VERDICT], totals[Kind.CRITERION]
    return (
        CountTable(
            _("Steps shown"), _("Step"), _("Share of the first step"),
            _rows(steps, shown, shown.get(next(iter(steps), ""), 0)),
        ),
        CountTable(
            _("Results shown"), _("Result"), _("Share of the results"),
            _rows(_outcomes(compiled), told, sum(told.values())),
        ),
        CountTable(
            _("Conditions not met, the most frequent first"), _("Condition"), _("Share of these"),
            _rows(_criteria(compiled, against), against, sum(against.values())),
        ),
    )  # fmt: skip


def _outcomes(compiled: Compiled) -> dict[str, str]:
    simulation = compiled.document.simulation
    return {name: simulation.outcomes[name][0] for name in VERDICTS} if simulation else {}


def _criteria(compiled: Compiled, counts: Mapping[str, int]) -> dict[str, str]:
    """Return the labels of criteria that were not met, the most frequent first."""
    labels = {each.id: each.label for each in compiled.criteria}
    return {name: labels.get(name, name) for name in sorted(counts, key=lambda name: (-counts[name], name))}


def _rows(labels: Mapping[str, str], counts: Mapping[str, int], whole: int) -> tuple[Row, ...]:
    """Return the rows of every label, then of names that only earlier versions had, under their id."""
    names = [*labels, *sorted(set(counts) - set(labels))]
    return tuple((labels.get(name, name), counts.get(name, 0), _share(counts.get(name, 0), whole)) for name in names)


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    return _("%(number)s %%") % {"number": formats.number_format(round(100 * part / whole))}
