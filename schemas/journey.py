"""The way of one person through a form, computed from the document and the answers at every request.

Nothing here is stored: which steps and questions show, what is still to answer, which step comes next and which may be
opened all follow from the answers. A hidden question is blank: its answer is dropped before anything else reads it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from schemas.compiled import Compiled
from schemas.document import Section, Step, asked
from schemas.questions.base import ITEM_ID, Question
from schemas.questions.table import QUESTION_TYPES
from schemas.rules.rule import Rule, evaluate
from schemas.rules.values import Value, load_value

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class VisibleStep:
    """A step as this person sees it: only the sections and the questions that show.

    `missing` are the keys of its required questions without an answer; `is_seen` tells whether it was sent once.
    """

    step: Step
    sections: tuple[Section, ...]
    missing: tuple[str, ...]
    is_seen: bool

    @property
    def id(self) -> str:
        return self.step.id

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def is_complete(self) -> bool:
        return self.is_seen and not self.missing


@dataclass(frozen=True, slots=True)
class Journey:
    """All visible steps in order, and the answers that remain once hidden ones are dropped."""

    steps: tuple[VisibleStep, ...]
    answers: Answers = field(hash=False)
    required: frozenset[str]
    is_length_certain: bool

    def step(self, step_id: str) -> VisibleStep | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def index(self, step_id: str) -> int:
        """Return the place of a visible step, from 0. Raises ValueError when it does not show."""
        return [step.id for step in self.steps].index(step_id)

    @property
    def first_incomplete(self) -> VisibleStep | None:
        """Return the step where the person has to go on, or None when everything is answered."""
        return next((step for step in self.steps if not step.is_complete), None)

    @property
    def is_complete(self) -> bool:
        return self.first_incomplete is None

    def can_visit(self, step_id: str) -> bool:
        """Tell whether a step may be opened: it shows, and every step before it is complete."""
        step = self.step(step_id)
        return step is not None and all(before.is_complete for before in self.steps[: self.index(step_id)])

    def next_after(self, step_id: str) -> VisibleStep | None:
        """Return the visible step after this one; None after the last, or when the step does not show."""
        following = self.steps[self.index(step_id) + 1 :] if self.step(step_id) else ()
        return following[0] if following else None

    def previous(self, step_id: str) -> VisibleStep | None:
        """Return the visible step before this one; None before the first, or when the step does not show."""
        before = self.steps[: self.index(step_id)] if self.step(step_id) else ()
        return before[-1] if before else None


class Names(dict[str, Value | None]):
    """The values that rules read: answers given so far, and `@today`."""

    def give(self, question: Question, answer: object, *, prefix: str = "") -> None:
        """Offer the answer of a question to the rules that come after."""
        question_type = QUESTION_TYPES[question.type]
        types = question_type.rule_types(question)
        for suffix, value in question_type.rule_answers(question, answer).items():
            self[prefix + question.key + suffix] = load_value(value, types[suffix])


def plan_journey(compiled: Compiled, answers: Answers, *, today: date, seen: Collection[str] = ()) -> Journey:
    """Compute the journey of somebody who gave `answers` and has sent the steps of `seen` at least once.

    Works in the order of the form, so that each condition reads only answers that show. Answers of hidden questions,
    and keys that are no question, are dropped.
    """
    walk = _Walk(compiled, answers, today)
    shown = [(step, walk.sections_of(step)) for step in compiled.document.steps]
    required = frozenset(
        question.key for _, sections in shown for section in sections for question in asked(section.questions)
        if walk.is_required(question)
    )  # fmt: skip
    steps = tuple(
        VisibleStep(step, sections, walk.missing_in(sections, required), step.id in seen)
        for step, sections in shown
        if sections
    )
    return Journey(steps, walk.kept, required, _is_length_certain(compiled, steps))


class _Walk:
    """One pass over the form, keeping the answers that show."""

    def __init__(self, compiled: Compiled, answers: Answers, today: date) -> None:
        self.compiled = compiled
        self.answers = answers
        self.names = Names({"@today": today})
        self.kept: dict[str, object] = {}

    def shows(self, address: str, names: Names) -> bool:
        rule = self.compiled.show.get(address)
        return rule is None or evaluate(rule, names) is True

    def sections_of(self, step: Step) -> tuple[Section, ...]:
        if not self.shows(f"step/{step.id}", self.names):
            return ()
        found = (self._section(section) for section in step.sections)
        return tuple(section for section in found if section is not None)

    def _section(self, section: Section) -> Section | None:
        if not self.shows(f"section/{section.id}", self.names):
            return None
        questions = tuple(question for question in section.questions if self._take(question))
        return Section(section.id, section.label, questions) if questions else None

    def _take(self, question: Question) -> bool:
        """Keep the answer of a question if it shows, and offer it to later conditions."""
        if not self.shows(f"question/{question.key}", self.names):
            return False
        answer = self.answers.get(question.key)
        if question.items and isinstance(answer, list):
            answer = [self._item(question, item) for item in answer if isinstance(item, Mapping)]
        if not QUESTION_TYPES[question.type].is_blank(answer):
            self.kept[question.key] = answer
            self.names.give(question, answer)
        return True

    def _item(self, group: Question, item: Mapping[str, object]) -> dict[str, object]:
        names = Names(self.names)
        kept = {ITEM_ID: item[ITEM_ID]} if ITEM_ID in item else {}
        for inner in visible_in_item(self.compiled, group, item=item, names=names):
            if inner.key in item:
                kept[inner.key] = item[inner.key]
        return kept

    def is_required(self, question: Question) -> bool:
        rule = self.compiled.require.get(question.key)
        return question.required or (rule is not None and evaluate(rule, self.names) is True)

    def missing_in(self, sections: tuple[Section, ...], required: frozenset[str]) -> tuple[str, ...]:
        questions = [question for section in sections for question in asked(section.questions)]
        return tuple(q.key for q in questions if self._is_missing(q, q.key in required))

    def _is_missing(self, question: Question, is_required: bool) -> bool:  # noqa: FBT001
        answer = self.kept.get(question.key)
        if answer is None:
            return is_required
        return isinstance(answer, list) and any(
            missing_in_item(self.compiled, question, item=item, names=Names(self.names))
            for item in answer
            if question.items and isinstance(item, Mapping)
        )


def visible_in_item(
    compiled: Compiled, group: Question, *, item: Mapping[str, object], names: Names
) -> tuple[Question, ...]:
    """Return the questions that show inside one item of a repeated group. `names` learns the item's answers."""
    found = []
    for inner in group.items:
        rule = compiled.show.get(f"question/{group.key}.{inner.key}")
        if rule is None or evaluate(rule, names) is True:
            found.append(inner)
            if not QUESTION_TYPES[inner.type].is_blank(item.get(inner.key)):
                names.give(inner, item[inner.key], prefix="item.")
    return tuple(found)


def missing_in_item(
    compiled: Compiled, group: Question, *, item: Mapping[str, object], names: Names
) -> tuple[str, ...]:
    """Return the keys of the required questions of an item that have no answer."""
    return tuple(
        inner.key
        for inner in visible_in_item(compiled, group, item=item, names=names)
        if inner.required and QUESTION_TYPES[inner.type].is_blank(item.get(inner.key))
    )


def names_of(compiled: Compiled, answers: Answers, *, today: date) -> Names:
    """Return the values that rules read of answers whose hidden ones are already dropped."""
    names = Names({"@today": today})
    for key, answer in answers.items():
        if key in compiled.questions:
            names.give(compiled.questions[key], answer)
    return names


def final_answers(answers: Answers) -> dict[str, object]:
    """Return answers as they are sent: without the hidden ids of repeated items, and items that say nothing."""
    bare = {key: _without_ids(answer) for key, answer in answers.items()}
    return {key: answer for key, answer in bare.items() if answer != []}


def _without_ids(answer: object) -> object:
    if not isinstance(answer, list):
        return answer
    items = [
        {key: value for key, value in item.items() if key != ITEM_ID} if isinstance(item, Mapping) else item
        for item in answer
    ]
    return [item for item in items if item != {}]


def _is_length_certain(compiled: Compiled, steps: tuple[VisibleStep, ...]) -> bool:
    """Tell whether the number of steps can no longer change: no condition on a step reads an unanswered question."""
    open_keys = {question.key for step in steps if not step.is_complete for question in asked(step.questions)}
    rules: list[Rule] = [rule for address, rule in compiled.show.items() if address.startswith("step/")]
    return not any(name.split(".")[0] in open_keys for rule in rules for name in rule.names)
