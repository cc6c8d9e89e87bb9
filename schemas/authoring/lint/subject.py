"""The input of the checks of one rule."""

from dataclasses import dataclass

from schemas.authoring.lint.boxes import Budget
from schemas.authoring.lint.readback import Readback, Said
from schemas.authoring.lint.rule_sites import Site
from schemas.authoring.lint.space import World
from schemas.authoring.lint.terms import Term


@dataclass(frozen=True, slots=True)
class Look:
    """The rule to check, the domains of answers, how to quote it, and the work left."""

    site: Site
    world: World
    readback: Readback
    budget: Budget
    group: str = ""

    def said(self, term: Term) -> Said:
        """Return a part of the rule in words."""
        return self.readback.rule(self.site, term.pointer, group=self.group)
