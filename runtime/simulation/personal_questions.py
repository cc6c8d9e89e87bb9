"""Personal questions of simulators, whose answers never go into a URL."""

from collections.abc import Iterable

from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES

#: Answers that many people give alike. Others are personal, unless their author says otherwise of a date.
COMMON_TYPES = frozenset(
    {"integer", "decimal", "money", "yes_no", "single_choice", "several_choices", "commune", "country", "month", "time"}
)
#: Types whose answers an author may declare not personal: the day of a purchase is one, a day of birth is not.
DECLARABLE_TYPES = frozenset({"date"})


def is_personal(question: Question) -> bool:
    """Return whether the answers to a question are kept out of URLs."""
    declared = question.options.get("personal")
    if declared is True or QUESTION_TYPES[question.type].is_sensitive:
        return True
    return question.type not in COMMON_TYPES and not (declared is False and question.type in DECLARABLE_TYPES)


def any_personal(questions: Iterable[Question]) -> bool:
    return any(is_personal(question) for question in questions)
