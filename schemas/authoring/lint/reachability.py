"""Conditions compared with those of their step and section: what never shows, and conditions that add nothing.

A question shows when its step, its section and itself do; and it has an answer only if it shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schemas.authoring.lint.boxes import Boxes, difference
from schemas.authoring.lint.finding import Finding, make_finding
from schemas.authoring.lint.rule_sites import Site
from schemas.authoring.lint.space import Space
from schemas.authoring.lint.subject import Look
from schemas.authoring.lint.terms import LITERAL, Term
from schemas.format.document import Document

#: From an address (`question/age`) to the addresses of what contains it, outermost first.
Around = Mapping[str, tuple[str, ...]]


def around_of(document: Document) -> dict[str, tuple[str, ...]]:
    """Return the addresses of what contains each section, question and choice."""
    found: dict[str, tuple[str, ...]] = {}
    for step in document.steps:
        for section in step.sections:
            outer = (f"step/{step.id}", f"section/{section.id}")
            found.setdefault(outer[1], outer[:1])
            for question in section.questions:
                found[f"question/{question.key}"] = outer
                for value, _ in question.choices:
                    found[f"choice/{question.key}/{value}"] = (*outer, f"question/{question.key}")
                for inner in question.items:
                    found[f"question/{question.key}.{inner.key}"] = (*outer, f"question/{question.key}")
    return found


@dataclass(frozen=True, slots=True)
class Shows:
    """The conditions that show steps, sections, questions and choices, and what contains each of these."""

    terms: Mapping[str, Term]
    around: Around

    def above(self, address: str) -> list[Term]:
        """Return the conditions on what contains an address."""
        return [self.terms[each] for each in self.around.get(address, ()) if each in self.terms]

    def of_answer(self, name: str) -> list[Term]:
        """Return the conditions under which a name has an answer."""
        address = f"question/{name}"
        if address not in self.around:
            address = f"question/{name.partition('.')[0]}"
        return [*self.above(address), *([self.terms[address]] if address in self.terms else [])]


def shows_of(sites: list[Site], document: Document) -> Shows:
    """Return the conditions under `rules.show`; a literal one is left out: it is a switch."""
    shows = {site.address.removeprefix("show/"): site.term for site in sites if site.address.startswith("show/")}
    return Shows({address: term for address, term in shows.items() if term.word != LITERAL}, around_of(document))


def check_reach(look: Look, shows: Shows) -> Iterator[Finding]:
    """Yield the mistakes in one condition, given the conditions around it.

    Errors: `never_shows` (condition): never true when what contains it shows and what it reads has an answer ·
    `never_true`, the same of any other condition.
    Warnings: `never_required` (condition), the same under `rules.require` · `always_true_here` (condition): true
    whenever what contains it shows.
    """
    own, above = look.site.term, _above(look.site, shows)
    answers = {name: shows.of_answer(name) for each in (own, *above) for name in each.names}
    if own.word == LITERAL or not (above or any(answers.values())):
        return
    space = Space([own, *above, *(term for terms in answers.values() for term in terms)], look.world, look.budget)
    true = space.possible(space.where(own, verdict=True))
    if not true or not space.possible(space.where(own, verdict=False)):
        return  # reported by `check_conditions`
    here = space.all([space.where(each, verdict=True) for each in above])
    if not any(_may_be(space, box, answers) for box in space.possible(space.both(true, here))):
        yield _never(look, own)
    elif above and not space.possible(difference(here, true, space.full, space.budget)):
        yield make_finding("always_true_here", own.pointer, condition=look.said(own))


def _above(site: Site, shows: Shows) -> list[Term]:
    """Return the conditions that hold wherever that of a site is evaluated."""
    kind, _, place = site.address.partition("/")
    if kind == "show":
        return shows.above(place)
    return shows.of_answer(place) if kind == "require" else []


def _never(look: Look, own: Term) -> Finding:
    if look.site.address.startswith("show/"):
        return make_finding("never_shows", own.pointer, condition=look.said(own))
    if look.site.address.startswith("require/"):
        return make_finding("never_required", own.pointer, condition=look.said(own))
    return make_finding("never_true", own.pointer, condition=look.said(own))


def _may_be(space: Space, box: Mapping[str, int], answers: Mapping[str, list[Term]]) -> bool:
    """Return whether a box is possible, given that every answer it needs must show."""
    boxes: Boxes = [box]
    for name in space.needed(box):
        for term in answers.get(name, ()):
            boxes = space.both(boxes, space.where(term, verdict=True))
    return bool(space.possible(boxes))
