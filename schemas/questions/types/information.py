"""Information texts, read between questions: they ask nothing."""

from collections.abc import Mapping
from datetime import date

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question, QuestionType, Raw, Shown
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.raw_input import BLANK
from schemas.questions.schema_parts import wrong_type


class Information(QuestionType):
    """Whatever is posted under its name is ignored, and no answer of it is valid."""

    key = "information"
    is_silent = True

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        return BLANK

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        return wrong_type("none")

    def raw(self, question: Question, answer: object) -> Raw:
        return ""

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (question.label,)

    def json_schema(self, question: Question) -> dict[str, object]:
        return {"not": {}}

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        return {}
