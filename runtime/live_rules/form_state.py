"""State of a form when one of its pages is drawn or saved: document, journey and day."""

from dataclasses import dataclass
from datetime import date

from schemas.answers.journey import Journey, rule_values_of
from schemas.answers.rule_values import RuleValues
from schemas.compilation.compiled import Compiled


@dataclass(frozen=True, slots=True)
class Stand:
    """The document of a draft, its journey, and the day."""

    compiled: Compiled
    journey: Journey
    today: date

    def names(self) -> RuleValues:
        """Return the values of the answers so far."""
        return rule_values_of(self.compiled, self.journey.answers, today=self.today)
