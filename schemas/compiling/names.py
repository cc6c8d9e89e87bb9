"""The names that rules may read of questions, with their rule types."""

from collections.abc import Mapping

from schemas.document import asked
from schemas.questions.base import Question
from schemas.questions.table import QUESTION_TYPES

RuleNames = Mapping[str, str]


def rule_names(questions: tuple[Question, ...], *, prefix: str = "") -> dict[str, str]:
    """Return every name that rules may read of these questions, with its rule type."""
    return {
        prefix + question.key + suffix: rule_type
        for question in asked(questions)
        for suffix, rule_type in QUESTION_TYPES[question.type].rule_types(question).items()
    }
