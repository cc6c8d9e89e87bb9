"""Initial raw input of a question, and whether the question is asked at all."""

from collections.abc import Mapping

from schemas.questions.base import Question, Raw
from schemas.questions.registry import QUESTION_TYPES


def raw_before(question: Question) -> Raw:
    """Return the initial raw input of a question: its default, if the document gives one."""
    question_type = QUESTION_TYPES[question.type]
    if question.default is None or question_type.is_silent:
        return question_type.blank_raw()
    return question_type.raw(question, question.default)


def is_fixed(question: Question) -> bool:
    """Return whether people see the answer of a question without giving it: it is read only, or a constant."""
    return question.type == "constant" or (question.is_read_only and question.default is not None)


def is_dropped(question: Question, raw: Raw) -> bool:
    """Return whether a question is no longer asked: it is out of use, and holds no answer."""
    is_useless = question.is_deprecated or (question.is_read_only and question.default is None)
    return is_useless and not question.required and is_untyped(raw)


def is_untyped(raw: object) -> bool:
    """Return whether nothing at all was typed."""
    if isinstance(raw, Mapping):
        return all(is_untyped(inner) for inner in raw.values())
    return not raw
