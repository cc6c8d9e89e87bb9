"""Registration plates of vehicles in France, of both systems."""

import re
from datetime import date
from typing import Final

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, fits, whole, wrong_type
from schemas.questions.text_cleaning import clean_line, compact
from schemas.questions.types.typed import Typed

#: Since 2009 (SIV): never I, O nor U, which look like 1, 0 and V; the letters WW and W are those of provisional plates.
_SIV: Final = "[A-HJ-NP-TV-Z]{2}-[0-9]{3}-[A-HJ-NP-TV-Z]{2}"
#: Before (FNI), and still on the road: up to four digits, up to three letters, the department.
_DEPARTMENT: Final = "(?:0[1-9]|[1-8][0-9]|9[0-5]|97[1-8]|2[AB])"
_FNI: Final = f"[1-9][0-9]{{0,3}} [A-Z]{{1,3}} {_DEPARTMENT}"
PATTERN: Final = f"{_SIV}|{_FNI}"

_COMPACT: Final = (
    (re.compile("([A-Z]{2})([0-9]{3})([A-Z]{2})"), "-"),
    (re.compile(f"([0-9]{{1,4}})([A-Z]{{1,3}})({_DEPARTMENT})"), " "),
)


class VehiclePlate(Typed):
    """One plate, kept as it is written on the vehicle: `AB-123-CD` or `123 AB 75`."""

    key = "vehicle_plate"
    example = "AB-123-CD"

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="string"))

    def strip(self, text: str) -> str:
        return compact(clean_line(text)).upper()

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        for form, between in _COMPACT:
            if found := form.fullmatch(text):
                return Parsed(between.join(found.groups()))
        return Parsed(None, (Problem("not_a_plate"),))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        return () if fits(PATTERN, answer) else (Problem("not_a_plate"),)

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), **whole(PATTERN)}
