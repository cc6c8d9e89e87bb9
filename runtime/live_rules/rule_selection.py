"""Selection of the rules of a step that a browser can follow: those that depend only on raw input it can read.

Answers that a browser cannot read there (a commune, which is looked up; a phone number, which is cleaned) are left to
the server, with every rule that depends on them: the result comes with the next page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from runtime.live_rules.input_readers import INPUTS, InputReader, declared_name, variables
from runtime.presentation.field_names import field_token
from schemas.compilation.compiled import Compiled
from schemas.compilation.computed import BEFORE_ALL, Computed
from schemas.compilation.scope import TOP, QuestionScope
from schemas.format.document import Section, Step
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.choices import is_typed
from schemas.rules.naming import address_token
from schemas.rules.rule import Rule
from schemas.rules.values import TODAY

#: More choices make a drop-down list (themes/questions/single_choice.html), where none can come and go.
MOST_CHOICES = 15
CHOICES = frozenset({"single_choice", "several_choices"})
#: Bounds of a computed value: one outside them is blank, which only the server can decide.
BOUNDS = frozenset(
    {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
    | {"minLength", "maxLength", "pattern", "min", "max", "allOf"}
)


@dataclass(frozen=True, slots=True)
class LiveRule:
    """One rule for the browser: `kind` is show, require, compute or let; `place` the element it decides, as the
    document names it (`question/enfants.age`), or the name of a value that only rules read. `group` is that of its
    items, if any.
    """

    kind: str
    place: str
    rule: Rule
    group: str = ""


@dataclass(frozen=True, slots=True)
class StepRules:
    """The rules of a step's page, in the order of evaluation; `readers` are those of its names."""

    rules: tuple[LiveRule, ...]
    readers: Mapping[str, InputReader] = field(hash=False)

    @property
    def places(self) -> frozenset[str]:
        return frozenset(each.place for each in self.rules)


#: The token of the outermost question, in a name.
_KEY = re.compile(r"[^.\[]+")

#: By digest and step, for ever: a version of this digest never changes.
_RULES: dict[tuple[str, str], StepRules | None] = {}


def rules_of_step(compiled: Compiled, step: Step) -> StepRules | None:
    """Return the rules that a browser follows on the page of a step; None when there are none."""
    name = (compiled.sha256, step.id)
    if name not in _RULES:
        _RULES[name] = _Selecting(compiled, step).select()
    return _RULES[name]


class _Selecting:
    """One pass over a step, in the order in which the journey evaluates.

    `moving` are the names whose values depend on the raw input, `fixed` the computed ones that do not, `blind` those
    that the browser does not know; `conditional` those of items that do not always show.
    """

    def __init__(self, compiled: Compiled, step: Step) -> None:
        self.compiled, self.step = compiled, step
        self.before = self._asked_before()
        self.fixed = {each.name for each in compiled.computed if each.question is None and self._is_early(each)}
        self.moving: set[str] = set()
        self.blind: set[str] = set()
        self.conditional: set[str] = set()
        self.readers: dict[str, InputReader] = {}
        self.found: list[LiveRule] = []
        self.asked: list[tuple[Question, str, str]] = []

    def _asked_before(self) -> frozenset[str]:
        steps = self.compiled.document.steps
        earlier = steps[: [step.id for step in steps].index(self.step.id)]
        return frozenset(address_token(question.key) for step in earlier for question in step.questions)

    def _is_early(self, computed: Computed) -> bool:
        return computed.after == BEFORE_ALL or address_token(computed.after) in self.before

    def select(self) -> StepRules | None:
        for section in self.step.sections:
            self.take_section(section)
        for question, address, group in self.asked:
            if not QUESTION_TYPES[question.type].structure:
                self.take("require", f"question/{address}", self.compiled.require.get(address), group)
        rules = tuple(_needed(self.found))
        return StepRules(rules, self.readers) if any(each.kind != "let" for each in rules) else None

    def take(self, kind: str, place: str, rule: Rule | None, group: str = "") -> bool | None:
        """Take a rule if it depends on raw input. Returns whether it does; None when the browser cannot decide."""
        moves = rule is not None and self.moves(rule, group)
        if rule is not None and moves:
            self.found.append(LiveRule(kind, place, rule, group))
        return moves

    def moves(self, rule: Rule, group: str) -> bool | None:
        read = {each.name for each in variables(rule, group)}
        if read & (self.blind | self.conditional_read(rule, group)):
            return None
        if not all(name in self.moving or self.is_known(name) for name in read):
            return None
        return bool(read & self.moving)

    def conditional_read(self, rule: Rule, group: str) -> set[str]:
        """Return the names that do not always show of those that a rule reads over all the items of a group."""
        return {each.name for each in variables(rule, group) if each.is_quantified} & self.conditional

    def is_known(self, name: str) -> bool:
        key = _KEY.match(name)
        return name == TODAY or name in self.fixed or (key is not None and key[0] in self.before)

    def take_section(self, section: Section) -> None:
        place = f"section/{section.id}"
        is_blind = self.take("show", place, self.compiled.show.get(place)) is None
        for question in section.questions:
            self.take_question(question, is_blind=is_blind)
            for value in self.compiled.computed_after.get(question.key, ()):
                self.take_value(value)

    def take_question(self, question: Question, *, is_blind: bool) -> None:
        key = address_token(question.key)
        shown = self.take("show", f"question/{key}", self.compiled.show.get(f"question/{key}"))
        is_blind = is_blind or shown is None or not self.take_choices(question)
        if question.key in self.compiled.calculated:
            self.take_calculated(question, is_blind=is_blind, is_conditional=shown is True)
        elif not QUESTION_TYPES[question.type].is_silent:
            self.learn(question, TOP, group="", field_name=field_token(question.key), is_blind=is_blind)

    def take_choices(self, question: Question) -> bool:
        """Take the rules about the choices of a question. Returns whether the browser knows which of them show."""
        places = [f"choice/{address_token(question.key)}/{value}" for value, _ in question.choices]
        ruled = {place: self.compiled.show[place] for place in places if place in self.compiled.show}
        moving = {place: self.moves(rule, "") for place, rule in ruled.items()}
        is_listed = question.type in CHOICES and len(places) <= MOST_CHOICES
        is_drawn = is_listed and not (question.type == "single_choice" and is_typed(question))
        if None in moving.values() or (any(moving.values()) and not is_drawn):
            return False
        for place, rule in ruled.items():
            self.take("show", place, rule)
        return True

    def take_calculated(self, question: Question, *, is_blind: bool, is_conditional: bool) -> None:
        computed, name = self.compiled.calculated[question.key], address_token(question.key)
        is_bounded = bool(BOUNDS & (set(question.schema) | set(question.options)))
        moves = None if is_blind or is_bounded else self.moves(computed.rule, "")
        if moves:
            self.found.append(LiveRule("compute", f"question/{name}", computed.rule))
        kept = self.blind if moves is None or (is_conditional and not moves) else self.moving if moves else self.fixed
        kept.add(name)

    def take_value(self, computed: Computed) -> None:
        """Take a value that only rules read."""
        moves = self.take("let", computed.name, computed.rule)
        kept = self.blind if moves is None else self.moving if moves else self.fixed
        kept.add(computed.name)

    def learn(self, question: Question, scope: QuestionScope, *, group: str, field_name: str, is_blind: bool) -> None:
        """Let the answer of a question be read from its field, and take the rules about those inside it."""
        self.asked.append((question, scope.address(question), group))
        names = {declared_name(each, group) for each in scope.names_of(question)}
        if question.type == "object" or (question.type == "group" and not group):
            own = names & {scope.address(question)}
            (self.blind if is_blind else self.moving).update(own)
            if question.type == "group":
                self.readers |= {each: InputReader("group", (f"{field_name}._ids",)) for each in own}
            self.learn_inside(question, scope, group=group, field_name=field_name, is_blind=is_blind)
        elif question.type in INPUTS and names and not question.is_read_only:
            (own_name,) = names
            self.readers[own_name] = INPUTS[question.type](field_name)
            (self.blind if is_blind else self.moving).add(own_name)
        else:
            self.blind |= names

    def learn_inside(
        self, question: Question, scope: QuestionScope, *, group: str, field_name: str, is_blind: bool
    ) -> None:
        below = scope.below(question)
        if question.type == "group":
            group, field_name = scope.address(question), f"{field_name}.*"
        for inner in QUESTION_TYPES[question.type].inner(question):
            place = f"question/{below.address(inner)}"
            shown = self.take("show", place, self.compiled.show.get(place), group)
            if group and place in self.compiled.show:
                self.conditional |= {declared_name(each, group) for each in below.names_of(inner)}
            if not QUESTION_TYPES[inner.type].is_silent:
                name = f"{field_name}.{field_token(inner.key)}"
                self.learn(inner, below, group=group, field_name=name, is_blind=is_blind or shown is None)


def _needed(rules: list[LiveRule]) -> Iterator[LiveRule]:
    """Yield the rules without the values that none of them reads."""
    needed: set[str] = set()
    for live in reversed(rules):
        if live.kind != "let" or live.place in needed:
            needed |= {each.name for each in variables(live.rule, live.group)}
    return (live for live in rules if live.kind != "let" or live.place in needed)
