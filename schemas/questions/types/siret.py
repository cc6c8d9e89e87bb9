"""SIRET numbers: the 14 digits of an establishment."""

from collections.abc import Mapping
from datetime import date

import stdnum.fr.siret
from stdnum.exceptions import ValidationError

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, fits, whole, wrong_type
from schemas.questions.text_cleaning import clean_line, compact
from schemas.questions.types.typed import Typed

PATTERN = r"[0-9]{14}"


class Siret(Typed):
    """One number, kept without spaces. Those of La Poste have a key of their own (python-stdnum knows it)."""

    key = "siret"
    example = "732 829 320 00074"

    def check(self, question: Question) -> tuple[Problem, ...]:
        return tuple(fragment_problems(question, type="string"))

    def strip(self, text: str) -> str:
        return compact(clean_line(text)).upper().removeprefix("SIRET").lstrip(":")

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        return Parsed(text)

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        if not fits(PATTERN, answer):
            return (Problem("not_a_siret"),)
        try:
            stdnum.fr.siret.validate(answer)
        except ValidationError:
            return (Problem("siret_checksum"),)
        return ()

    def written(self, answer: str) -> str:
        return f"{answer[:3]} {answer[3:6]} {answer[6:9]} {answer[9:]}"

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), **whole(PATTERN)}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return ({"constraint": "siret_checksum"},)
