"""The verdict of eligibility: every criterion that applies on a day, and whether the answers meet it."""

from dataclasses import dataclass
from datetime import date

from schemas.compilation.compiled import Compiled
from schemas.compilation.criteria import Criterion
from schemas.rules.rule import evaluate
from schemas.rules.values import Values


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The criteria that apply on a day, by verdict, each list in the order of the document."""

    met: tuple[Criterion, ...] = ()
    failing: tuple[Criterion, ...] = ()
    unknown: tuple[Criterion, ...] = ()

    @property
    def verdict(self) -> bool | None:
        """Return FALSE as soon as one is not met, None while one is not known, TRUE when all are met."""
        if self.failing:
            return False
        return None if self.unknown else True


def judge(compiled: Compiled, values: Values, *, today: date) -> Eligibility:
    """Return the verdict on every criterion in force today."""
    found: dict[bool | None, list[Criterion]] = {True: [], False: [], None: []}
    for criterion in compiled.criteria:
        if criterion.applies_on(today):
            verdict = evaluate(criterion.rule, values)
            found[verdict if isinstance(verdict, bool) else None].append(criterion)
    return Eligibility(tuple(found[True]), tuple(found[False]), tuple(found[None]))
