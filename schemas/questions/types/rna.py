"""RNA numbers: associations in the national register."""

from datetime import date

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, fits, whole, wrong_type
from schemas.questions.text_cleaning import clean_line, compact
from schemas.questions.types.typed import Typed

#: A W, then nine digits or capitals (those of a former number may hold letters).
PATTERN = r"W[0-9A-Z]{9}"


class Rna(Typed):
    """One number, kept in capitals without spaces. It has no check digit."""

    key = "rna"
    example = "W751234567"

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="string"))

    def strip(self, text: str) -> str:
        return compact(clean_line(text)).upper().removeprefix("RNA").lstrip(":")

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        return Parsed(text)

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        return () if fits(PATTERN, answer) else (Problem("not_an_rna"),)

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), **whole(PATTERN)}
