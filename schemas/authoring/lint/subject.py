"""What every check of one rule stands on."""

from dataclasses import dataclass

from schemas.authoring.lint.boxes import Budget
from schemas.authoring.lint.readback import Readback, Said
from schemas.authoring.lint.rule_sites import Site
from schemas.authoring.lint.space import World
from schemas.authoring.lint.terms import Term


@dataclass(frozen=True, slots=True)
class Look:
    """What looking at the conditions of one rule stands on."""

    site: Site
    world: World
    readback: Readback
    budget: Budget
    group: str = ""

    def said(self, term: Term) -> Said:
        """Return what a part of the rule says."""
        return self.readback.rule(self.site, term.pointer, group=self.group)
