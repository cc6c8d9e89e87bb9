"""Where a request stands when a page of it is drawn or taken."""

from dataclasses import dataclass
from datetime import date

from schemas.answers.journey import Journey, names_of
from schemas.answers.rule_values import Names
from schemas.compilation.compiled import Compiled


@dataclass(frozen=True, slots=True)
class Stand:
    """The form of a request, its journey, and the day."""

    compiled: Compiled
    journey: Journey
    today: date

    def names(self) -> Names:
        """Return the values of what was answered so far."""
        return names_of(self.compiled, self.journey.answers, today=self.today)
