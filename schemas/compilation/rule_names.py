"""The names that rules may read of questions, with their rule types."""

from collections.abc import Mapping
from typing import NamedTuple

from schemas.compilation.scope import TOP, QuestionScope
from schemas.format.document import asked
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.nested.structured import is_endless

RuleNames = Mapping[str, str]


class RulePlace(NamedTuple):
    """What a rule about a question may read, and how many times it is evaluated on one page at most."""

    names: RuleNames
    times: int


def rule_names(questions: tuple[Question, ...], *, prefix: str = "", scope: QuestionScope = TOP) -> dict[str, str]:
    """Return every name that rules may read of these questions, with its rule type; they begin with `prefix`."""
    scope = QuestionScope("", prefix) if prefix else scope
    return {name: rule for question in asked(questions) for name, rule in scope.names_of(question).items()}


def stems(name: str) -> list[str]:
    """Return a name that a rule reads and the shorter ones that it begins with: of the questions that give it.

    >>> stems("adresse.citycode")
    ['adresse', 'adresse.citycode']
    """
    return [*(name[:place] for place, character in enumerate(name) if character in ".["), name]


def places_of_rules(questions: tuple[Question, ...]) -> dict[str, RulePlace]:
    """Return, by the address of each question that has an answer, every name that a condition on it may read."""
    found: dict[str, RulePlace] = {}
    _add_places(questions, TOP, rule_names(questions), found)
    return found


def _add_places(
    questions: tuple[Question, ...], scope: QuestionScope, names: RuleNames, found: dict[str, RulePlace]
) -> None:
    for question in asked(questions):
        found[scope.address(question)] = RulePlace(names, scope.times)
        kind = QUESTION_TYPES[question.type]
        if kind.structure and not is_endless(question):
            inner, below = kind.inner(question), scope.below(question)
            _add_places(inner, below, {**names, **rule_names(inner, scope=below)}, found)
