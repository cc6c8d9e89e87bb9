"""The journey of a person through a form: the steps and questions that show, what is missing, and what comes next.

Nothing here is stored: all of it is computed from the document and the answers at every request. A hidden question is
blank: its answer is dropped before anything else reads it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from schemas.answers.eligibility import judge
from schemas.answers.nested import is_required, kept_inside, missing_inside, structured, visible_inside
from schemas.answers.rule_values import RuleValues, rule_values_on
from schemas.compilation.compiled import Compiled
from schemas.compilation.computed import BEFORE_ALL
from schemas.compilation.criteria import Criterion
from schemas.compilation.scope import TOP
from schemas.format.document import Section, Step, asked
from schemas.questions.base import ITEM_ID, Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.rules.naming import outer_key
from schemas.rules.rule import Rule, evaluate

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class VisibleStep:
    """A step as this person sees it: only the sections and the questions that show.

    `missing` are the keys of its required questions without an answer; `is_seen`: whether it was sent once.
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
    """All visible steps in order, and the answers that remain once hidden ones are dropped and values calculated.

    `failing` are the criteria that the answers do not meet; `decided` is the place in `steps` where that is shown, and
    the steps after it are closed.
    """

    steps: tuple[VisibleStep, ...]
    answers: Answers = field(hash=False)
    required: frozenset[str]
    is_length_certain: bool
    failing: tuple[Criterion, ...] = ()
    decided: int | None = None
    #: Questions that show, are blank, and are sent as null.
    nulls: frozenset[str] = frozenset()

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
        """Return whether a step may be opened: it shows, every step before it is complete, and none of them decides."""
        step = self.step(step_id)
        if step is None or self.is_decided_before(step_id):
            return False
        return all(before.is_complete for before in self.steps[: self.index(step_id)])

    def is_decided_before(self, step_id: str) -> bool:
        """Return whether a step before this one shows that the person is not eligible."""
        return self.decided is not None and self.decided < self.index(step_id)

    def is_decided_by(self, step_id: str) -> bool:
        """Return whether this step, or one before it, shows that the person is not eligible."""
        return self.decided is not None and self.step(step_id) is not None and self.decided <= self.index(step_id)

    def next_after(self, step_id: str) -> VisibleStep | None:
        """Return the visible step after this one; None after the last, or when the step does not show."""
        following = self.steps[self.index(step_id) + 1 :] if self.step(step_id) else ()
        return following[0] if following else None

    def previous(self, step_id: str) -> VisibleStep | None:
        """Return the visible step before this one; None before the first, or when the step does not show."""
        before = self.steps[: self.index(step_id)] if self.step(step_id) else ()
        return before[-1] if before else None


def plan_journey(compiled: Compiled, answers: Answers, *, today: date, seen: Collection[str] = ()) -> Journey:
    """Compute the journey of a person who gave `answers` and has sent the steps of `seen` at least once.

    Works in the order of the form, so that each condition reads only answers that show. Answers of hidden questions or
    choices, and keys that are no question, are dropped; computed values are calculated, whatever was given for them.
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
    failing = judge(compiled, walk.names, today=today).failing
    decided = min((_deciding(compiled, steps, walk.kept, criterion) for criterion in failing), default=None)
    certain = _is_length_certain(compiled, steps)
    nulls = frozenset(walk.nulls)
    return Journey(steps, walk.kept, required, certain, failing=failing, decided=decided, nulls=nulls)


def with_seen(compiled: Compiled, journey: Journey, seen: Collection[str]) -> Journey:
    """Return the journey of a person who gave the same answers and has sent the steps of `seen` at least once."""
    steps = tuple(replace(step, is_seen=step.id in seen) for step in journey.steps)
    return replace(journey, steps=steps, is_length_certain=_is_length_certain(compiled, steps))


def _deciding(compiled: Compiled, steps: tuple[VisibleStep, ...], kept: Answers, criterion: Criterion) -> int:
    """Return the place of the last step with an answer that a criterion reads."""
    read = questions_read(compiled, criterion.rule)
    places = [
        place for place, step in enumerate(steps) if any(q.key in read and q.key in kept for q in asked(step.questions))
    ]
    return max(places, default=0)


class _Walk:
    """One pass over the form, keeping the answers that show."""

    def __init__(self, compiled: Compiled, answers: Answers, today: date) -> None:
        self.compiled = compiled
        self.answers = answers
        self.today = today
        self.names = rule_values_on(today, only=compiled.names_read)
        self.kept: dict[str, object] = {}
        self.nulls: set[str] = set()
        self.learn(BEFORE_ALL)

    def learn(self, key: str) -> None:
        """Calculate the values that only rules read, after the last question that they depend on."""
        if key in self.compiled.computed_after:
            self.names.learn(self.compiled.computed_after[key])

    def shows(self, address: str, names: RuleValues) -> bool:
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
        taken = (self._take(question) for question in section.questions)
        questions = tuple(question for question in taken if question is not None)
        return Section(section.id, section.label, questions) if questions else None

    def _take(self, question: Question) -> Question | None:
        """Keep the answer of a question if it shows, for later conditions to read. Returns the question as it shows."""
        shown = self._shown(question)
        if shown is not None:
            answer, kind = self._answer_to(shown), QUESTION_TYPES[question.type]
            if not kind.is_blank(answer):
                answer = kept_inside(self.compiled, question, TOP, answer=answer, names=self.names)
            if not kind.is_blank(answer):
                self.kept[question.key] = answer
            elif question.is_nullable:
                self.nulls.add(question.key)
        self.learn(question.key)
        return shown

    def _shown(self, question: Question) -> Question | None:
        """Return a question as this person sees it: with the choices that show; None when it does not."""
        if not self.shows(f"question/{TOP.address(question)}", self.names):
            return None
        if question.key not in self.compiled.filtered:
            return question
        values = {value for value, _ in question.choices}
        shown = {value for value in values if self.shows(f"choice/{TOP.address(question)}/{value}", self.names)}
        return with_choices(question, shown) if shown else None

    def _answer_to(self, question: Question) -> object:
        if question.key in self.compiled.calculated:
            return self.names.answer_of(self.compiled.calculated[question.key], today=self.today)
        answer = self.answers.get(question.key)
        kind = QUESTION_TYPES[question.type]
        if kind.is_blank(answer) and (given := kind.given(question)) is not None and self.is_required(question):
            return given
        return _among_choices(question, answer) if question.key in self.compiled.filtered else answer

    def is_required(self, question: Question) -> bool:
        return is_required(self.compiled, question, TOP, self.names)

    def missing_in(self, sections: tuple[Section, ...], required: frozenset[str]) -> tuple[str, ...]:
        questions = [question for section in sections for question in asked(section.questions)]
        return tuple(each.key for each in questions if self._is_missing(each, required))

    def _is_missing(self, question: Question, required: frozenset[str]) -> bool:
        answer = self.kept.get(question.key)
        if answer is None:
            return question.key in required
        return structured(question) is not None and any(
            missing_inside(self.compiled, question, TOP, answer=answer, names=self.names)
        )


def visible_in_item(
    compiled: Compiled, group: Question, *, item: Mapping[str, object], names: RuleValues
) -> tuple[Question, ...]:
    """Return the questions that show inside one cell of a question. The cell's answers are added to `names`."""
    return visible_inside(compiled, group, TOP, cell=item, names=names)


def rule_values_of(compiled: Compiled, answers: Answers, *, today: date) -> RuleValues:
    """Return the values that rules read of answers whose hidden ones are already dropped."""
    names = rule_values_on(today)
    for key, answer in answers.items():
        if key in compiled.questions:
            kept_inside(compiled, compiled.questions[key], TOP, answer=answer, names=names)
    names.learn(compiled.computed)
    return names


def questions_read(compiled: Compiled, rule: Rule) -> frozenset[str]:
    """Return the keys of the questions that a rule depends on, through computed values too."""
    through = {each.name: each.reads for each in compiled.computed}
    read = (through.get(name, frozenset((outer_key(name),))) for name in rule.names)
    return frozenset().union(*read)


def with_choices(question: Question, values: Collection[str]) -> Question:
    """Return a question with those of its choices whose value is one of `values`."""
    schema = dict(question.schema)
    holder = schema.get("items")
    if isinstance(holder, Mapping):
        schema["items"] = {**holder, "oneOf": _chosen(holder, values)}
    else:
        schema["oneOf"] = _chosen(schema, values)
    return replace(question, schema=schema)


def _chosen(holder: Mapping[str, object], values: Collection[str]) -> list[object]:
    listed = holder.get("oneOf")
    return [each for each in listed if str(each["const"]) in values] if isinstance(listed, list) else []


def _among_choices(question: Question, answer: object) -> object:
    """Return what remains of an answer once the choices that do not show are dropped."""
    values = {value for value, _ in question.choices}
    if isinstance(answer, list):
        return [each for each in answer if each in values]
    return answer if answer in values else None


def final_answers(compiled: Compiled, journey: Journey) -> dict[str, object]:
    """Return the answers of a journey as they are sent: without the hidden ids of items and without blank items; null
    where the schema requires one for a blank.
    """
    given = {key: compiled.questions[key] for key in journey.answers}
    final = {key: QUESTION_TYPES[each.type].final(each, journey.answers[key]) for key, each in given.items()}
    blank = (key for key in journey.nulls if final.get(key) is None)
    return {**{key: answer for key, answer in final.items() if answer is not None}, **dict.fromkeys(blank)}


def without_ids(answers: Answers) -> dict[str, object]:
    """Return answers of a draft without any hidden id, whatever they answer, to compare two drafts."""
    return {key: _bare(answer) for key, answer in answers.items()}


def _bare(answer: object) -> object:
    if isinstance(answer, Mapping):
        return {key: _bare(value) for key, value in answer.items() if key != ITEM_ID}
    return [_bare(item) for item in answer] if isinstance(answer, list) else answer


def _is_length_certain(compiled: Compiled, steps: tuple[VisibleStep, ...]) -> bool:
    """Return whether the number of steps can no longer change: no condition on a step reads an unanswered question."""
    open_keys = {question.key for step in steps if not step.is_complete for question in asked(step.questions)}
    rules: list[Rule] = [rule for address, rule in compiled.show.items() if address.startswith("step/")]
    return not any(questions_read(compiled, rule) & open_keys for rule in rules)
