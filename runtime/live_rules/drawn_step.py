"""Step drawn with the questions that its live rules may show: hidden ones wait for the script."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from runtime.forms.view_models import FieldView
from runtime.live_rules.block import LiveBlock
from runtime.live_rules.rule_selection import StepRules
from schemas.answers.journey import VisibleStep, with_choices
from schemas.answers.rule_values import RuleValues
from schemas.compilation.compiled import Compiled
from schemas.format.document import Section
from schemas.questions.base import Question
from schemas.rules.naming import address_token
from schemas.rules.rule import evaluate


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """A step with its shown elements and those that may come to show; `awaited` are the places of the latter."""

    step: VisibleStep
    awaited: frozenset[str] = field(default_factory=frozenset)


def drawn_step(compiled: Compiled, visible: VisibleStep, rules: StepRules, *, names: RuleValues) -> DrawnStep:
    """Return a step as its page is drawn; `names` are the values of the answers so far."""
    drawing = _Drawing(compiled, visible, rules.places, names)
    sections = tuple(drawing.sections())
    return DrawnStep(replace(visible, sections=sections), frozenset(drawing.awaited))


class _Drawing:
    """One pass over a step: `awaited` are the places that do not show yet."""

    def __init__(self, compiled: Compiled, visible: VisibleStep, places: Collection[str], names: RuleValues) -> None:
        self.compiled, self.visible, self.places, self.names = compiled, visible, places, names
        self.shown_sections = {section.id for section in visible.sections}
        self.shown = {question.key: question for question in visible.questions}
        self.awaited: set[str] = set()

    def may_show(self, place: str) -> bool:
        """Return whether a hidden place may come to show: by a rule of the page, or by one of its content."""
        rule = self.compiled.show.get(place)
        return place in self.places or rule is None or evaluate(rule, self.names) is True

    def sections(self) -> Iterator[Section]:
        for section in self.visible.step.sections:
            place = f"section/{section.id}"
            if section.id not in self.shown_sections and not self.may_show(place):
                continue
            drawn = [question for each in section.questions if (question := self.question(each)) is not None]
            if drawn:
                self.awaited |= {place} if section.id not in self.shown_sections else set()
                yield Section(section.id, section.label, tuple(drawn))

    def question(self, question: Question) -> Question | None:
        place, shown = f"question/{address_token(question.key)}", self.shown.get(question.key)
        if shown is None:
            if not self.may_show(place):
                return None
            self.awaited.add(place)
        return self.with_choices(question, shown) if question.key in self.compiled.filtered else shown or question

    def with_choices(self, question: Question, shown: Question | None) -> Question | None:
        """Return a question with the choices that show or may come to; None when there are none."""
        values = {value for value, _ in shown.choices} if shown else set()
        places = {value: f"choice/{address_token(question.key)}/{value}" for value, _ in question.choices}
        coming = {value for value, place in places.items() if value not in values and self.may_show(place)}
        self.awaited |= {places[value] for value in coming}
        drawn = values | coming
        return with_choices(question, drawn) if drawn else None


def mark(view: FieldView, block: LiveBlock, awaited: Collection[str]) -> None:
    """Set on a field, and those inside it, the rules of the page about it."""
    place = f"question/{view.address}"
    kinds = block.kinds.get(place, set())
    if kinds or view.address in block.fields:
        view.place = place
        view.names = view.address if view.address in block.fields or "compute" in kinds else ""
    view.is_awaited = place in awaited
    view.is_ruled = "require" in kinds
    view.is_live = "compute" in kinds
    view.is_typed_only = view.is_suggested
    _mark_choices(view, block, awaited)
    for inner in view.inner_fields:
        mark(inner, block, awaited)


def _mark_choices(view: FieldView, block: LiveBlock, awaited: Collection[str]) -> None:
    for choice in view.choices:
        place = f"choice/{view.address}/{choice['value']}"
        if place in block.kinds:
            choice |= {"place": place, "is_awaited": place in awaited}
    drawn = [choice for choice in view.choices if not choice.get("is_awaited")]
    if drawn and len(drawn) < len(view.choices):
        view.first_faulty_id = str(drawn[0]["id"])
