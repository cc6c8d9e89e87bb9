"""The compiled conditions that show steps, sections, questions and choices, over what was asked before."""

from collections.abc import Iterator, Mapping, Sequence

from schemas.compilation.computed import BEFORE_ALL, Computed
from schemas.compilation.context import Work
from schemas.compilation.rule_names import RuleNames, rule_names
from schemas.compilation.scope import TOP, QuestionScope
from schemas.format.document import Document, Section, Step
from schemas.problems import pointer_to
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.nested.structured import is_endless
from schemas.rules.naming import address_token
from schemas.rules.rule import Rule
from schemas.rules.values import ITEM


def compile_shows(work: Work, computed: Sequence[Computed]) -> dict[str, Rule]:
    """Compile in the order of the form: a condition reads only what was asked before, so there is no circle.

    The addresses of choices are `choice/<question>/<value>`.
    """
    shows = _Shows(work, computed)
    shows.compile()
    _check_beginning(work, shows.sources)
    return shows.found


class _Shows:
    """One pass over the form: the names asked so far, the rules compiled, the addresses not met yet."""

    def __init__(self, work: Work, computed: Sequence[Computed]) -> None:
        self.work = work
        self.computed = computed
        self.sources = work.source("show")
        self.names: dict[str, str] = {}
        self.unclaimed = set(self.sources)
        self.found: dict[str, Rule] = {}

    def compile(self) -> None:
        self.learn_computed(BEFORE_ALL)
        for address, question in _addresses(self.work.document):
            self.take(address, self.names, later=self.work.all_names)
            if question is not None:
                self.take_question(question)
        for place in sorted(self.unclaimed):
            self.work.say("unknown_place", pointer_to("rules", "show", place))

    def take(self, address: str, names: RuleNames, *, later: RuleNames, times: int = 1) -> None:
        """Compile the condition on one address, if there is one."""
        if address not in self.sources:
            return
        self.unclaimed.discard(address)
        pointer = pointer_to("rules", "show", address)
        rule = self.work.rule(self.sources[address], names, pointer=pointer, later=later, times=times)
        if rule is not None:
            self.found[address] = rule

    def take_question(self, question: Question) -> None:
        """Compile the conditions on the inside of a question, then let later rules read its answer."""
        for value, _ in question.choices:
            self.take(f"choice/{address_token(question.key)}/{value}", self.names, later=self.work.all_names)
        self.take_inside(question, TOP, self.names)
        self.names |= rule_names((question,))
        self.learn_computed(question.key)

    def learn_computed(self, key: str) -> None:
        """Let later rules read the values that can be calculated after this question."""
        self.names |= {each.name: each.rule.type for each in self.computed if each.after == key}

    def take_inside(self, question: Question, scope: QuestionScope, known: dict[str, str]) -> None:
        """Compile the conditions on the questions inside one, in their order; `known` are the names so far."""
        kind = QUESTION_TYPES[question.type]
        if not kind.structure or is_endless(question):
            return
        below, inner = scope.below(question), kind.inner(question)
        here = {name: rule for name, rule in known.items() if below.names != ITEM or not name.startswith(ITEM)}
        later = {**self.work.all_names, **rule_names(inner, scope=below)}
        for each in inner:
            self.take(f"question/{below.address(each)}", here, later=later, times=below.times)
            self.take_inside(each, below, here)
            if not QUESTION_TYPES[each.type].is_silent:
                here |= below.names_of(each)


def _check_beginning(work: Work, sources: Mapping[str, object]) -> None:
    """Report a first step on which no question is certain to show: there would be no page to begin with."""
    first = work.document.steps[0]
    free = [
        question
        for section in first.sections
        for question in section.questions
        if f"section/{section.id}" not in sources and f"question/{address_token(question.key)}" not in sources
    ]
    if not free or f"step/{first.id}" in sources:
        work.say("uncertain_beginning", pointer_to("rules", "show"), id=first.id)


def _addresses(document: Document) -> Iterator[tuple[str, Question | None]]:
    """Yield every address that a condition can show, in the order of the form, with the question of the address."""
    for step in document.steps:
        yield f"step/{step.id}", None
        for section in step.sections:
            if _is_named(step, section):
                yield f"section/{section.id}", None
            for question in section.questions:
                yield f"question/{address_token(question.key)}", question


def _is_named(step: Step, section: Section) -> bool:
    return bool(section.label) or section.id != step.id
