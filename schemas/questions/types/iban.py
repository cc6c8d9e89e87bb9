"""IBAN: bank accounts of any country that has them."""

from collections.abc import Mapping
from datetime import date

import stdnum.iban
from stdnum.exceptions import InvalidChecksum, ValidationError

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, fits, whole, wrong_type
from schemas.questions.text_cleaning import clean_line, compact
from schemas.questions.types.typed import Typed

#: ISO 13616: a country, two check digits, and at most 30 characters.
PATTERN = r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}"


class Iban(Typed):
    """One account, kept in capitals without spaces."""

    key = "iban"
    example = "FR76 3000 6000 0112 3456 7890 189"

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="string"))

    def strip(self, text: str) -> str:
        return compact(clean_line(text)).upper().removeprefix("IBAN").lstrip(":")

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        return Parsed(text)

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        if not fits(PATTERN, answer):
            return (Problem("not_an_iban"),)
        try:
            stdnum.iban.validate(answer)
        except InvalidChecksum:
            return (Problem("iban_checksum"),)
        except ValidationError:
            return (Problem("not_an_iban"),)
        return ()

    def written(self, answer: str) -> str:
        return " ".join(answer[place : place + 4] for place in range(0, len(answer), 4))

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), **whole(PATTERN)}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        # A country's own length and structure, then the check digits.
        return ({"constraint": "not_an_iban"}, {"constraint": "iban_checksum"})
