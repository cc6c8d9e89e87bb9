"""What a question holds before anybody answers it, and whether anybody is asked at all."""

from collections.abc import Mapping

from schemas.questions.base import Question, Raw
from schemas.questions.registry import QUESTION_TYPES


def raw_before(question: Question) -> Raw:
    """Return what the inputs of a question show at first: its default, if the document gives one."""
    question_type = QUESTION_TYPES[question.type]
    if question.default is None or question_type.is_silent:
        return question_type.blank_raw()
    return question_type.raw(question, question.default)


def is_fixed(question: Question) -> bool:
    """Tell whether people see the answer of a question and do not give it: it is read only, or a constant."""
    return question.type == "constant" or (question.is_read_only and question.default is not None)


def is_dropped(question: Question, raw: Raw) -> bool:
    """Tell whether a question is asked no more: it is out of use, and nothing is held for it."""
    is_useless = question.is_deprecated or (question.is_read_only and question.default is None)
    return is_useless and not question.required and is_untyped(raw)


def is_untyped(raw: object) -> bool:
    """Tell whether nothing at all was typed."""
    if isinstance(raw, Mapping):
        return all(is_untyped(inner) for inner in raw.values())
    return not raw
