"""Where a request stands when a page of it is drawn or taken."""

from dataclasses import dataclass
from datetime import date

from schemas.answers.journey import Journey, rule_values_of
from schemas.answers.rule_values import RuleValues
from schemas.compilation.compiled import Compiled


@dataclass(frozen=True, slots=True)
class Stand:
    """The form of a request, its journey, and the day."""

    compiled: Compiled
    journey: Journey
    today: date

    def names(self) -> RuleValues:
        """Return the values of what was answered so far."""
        return rule_values_of(self.compiled, self.journey.answers, today=self.today)
