"""The next questions of a simulator: only those whose answers can change the verdict or an amount."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from schemas.answers.journey import Answers, Journey
from schemas.compilation.compiled import Compiled
from schemas.format.document import Section, Step
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.rules.missing import missing
from schemas.rules.naming import outer_key
from schemas.rules.rule import Rule, evaluate
from schemas.rules.values import Values


@dataclass(frozen=True, slots=True)
class Asking:
    """The questions to ask next, all of one step; `left` counts every question that may still be asked."""

    step: Step | None = None
    questions: tuple[Question, ...] = ()
    left: int = 0


def next_questions(
    compiled: Compiled, journey: Journey, values: Values, *, rules: Iterable[Rule], today: date
) -> Asking:
    """Return what to ask next so that `rules` are settled; nothing when no answer can change them any more."""
    wanted = _Wanted(compiled, values, journey.answers).keys(rules)
    left = sum(question.key in wanted for step in journey.steps for question in step.questions)
    for step in journey.steps:
        found = tuple(question for question in step.questions if question.key in wanted)
        if found:
            return Asking(step.step, found, left)
    return Asking()


@dataclass
class _Wanted:
    """One search for the questions behind open rules: through computed values and conditions that show."""

    compiled: Compiled
    values: Values
    answers: Answers
    found: set[str] = field(default_factory=set)
    done: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.computed = {each.name: each.rule for each in self.compiled.computed}

    def keys(self, rules: Iterable[Rule]) -> frozenset[str]:
        """Return the keys of the unanswered questions that can still change one of `rules`."""
        left = list(rules)
        while left:
            rule = left.pop()
            if id(rule) not in self.done:
                self.done.add(id(rule))
                left += self.behind(rule)
        return frozenset(self.found)

    def behind(self, rule: Rule) -> Iterator[Rule]:
        """Note the questions that an open rule misses, and yield the rules that these depend on."""
        for name in missing(rule, self.values):
            if name in self.computed:
                yield self.computed[name]
                continue
            key = outer_key(name)
            question = self.compiled.questions.get(key)
            if question is None or not QUESTION_TYPES[question.type].is_blank(self.answers.get(key)):
                continue
            self.found.add(key)
            yield from (shows for shows in self.showing(question) if evaluate(shows, self.values) is None)

    def showing(self, question: Question) -> Iterator[Rule]:
        """Yield the rules on which it depends whether a question shows."""
        step = self.compiled.step_of[question.key]
        section = next(section for section in step.sections if question in section.questions)
        for address in _addresses(step, section, question):
            if address in self.compiled.show:
                yield self.compiled.show[address]


def _addresses(step: Step, section: Section, question: Question) -> tuple[str, str, str]:
    return f"step/{step.id}", f"section/{section.id}", f"question/{question.key}"
