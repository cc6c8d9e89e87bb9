"""Telephone numbers, kept in E.164; French ones from anywhere in the Republic."""

from collections.abc import Mapping
from datetime import date

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, fits, whole, wrong_type
from schemas.questions.text_cleaning import clean_line, plain_digits
from schemas.questions.types.typed import Typed

#: The regions tried for a number without a country, in this order: La Réunion is not metropolitan France.
REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM", "NC", "PF", "WF")

#: ITU-T E.164: a plus and at most 15 digits.
PATTERN = r"\+[1-9][0-9]{5,14}"


class Phone(Typed):
    """One number."""

    key = "phone"
    example = "06 12 34 56 78"

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="string"))

    def strip(self, text: str) -> str:
        return plain_digits(clean_line(text))

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        number = _read(text)
        return Parsed(number) if number else Parsed(None, (Problem("not_a_phone"),))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        is_good = fits(PATTERN, answer) and _read(answer) == answer
        return () if is_good else (Problem("not_a_phone"),)

    def written(self, answer: str) -> str:
        """Return a number in national form when it can be read back so, with its country otherwise."""
        parsed = _parsed(answer, None)
        if parsed is None:
            return answer
        at_home = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
        return at_home if _read(at_home) == answer else answer

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), **whole(PATTERN)}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return ({"constraint": "not_a_phone"},)


def _read(typed: str) -> str | None:
    """Return the first valid number that `typed` may be, in E.164."""
    for region in REGIONS:
        parsed = _parsed(typed, region)
        if parsed is not None and phonenumbers.is_valid_number(parsed):
            return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    return None


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None
