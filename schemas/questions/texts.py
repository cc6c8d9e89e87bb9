"""Short and long texts."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from schemas.lookups import NO_LOOKUPS, Lookups
from schemas.problems import Problem
from schemas.questions.authoring import count_problems, fragment_problems
from schemas.questions.base import Parsed, Question, Shown
from schemas.questions.cleaning import DIRTY_LINE, DIRTY_LINES, clean_lines
from schemas.questions.schemes import annotations, clean_string, clean_string_problems, whole_number
from schemas.questions.typed import Typed


class ShortText(Typed):
    """One line."""

    key = "short_text"
    example = "Lilas"
    #: The longest text when the author gives no `maxLength`, and the longest that one may ask for.
    default_most: ClassVar[int] = 250
    ceiling: ClassVar[int] = 1_000
    dirty: ClassVar[str] = DIRTY_LINE

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = list(fragment_problems(question, type="string", keywords=("minLength", "maxLength")))
        least, most = _bounds(question, self.default_most)
        if "maxLength" not in question.schema and least > most:
            found.append(Problem("bad_limit", "/minLength", {"name": "minLength"}))
        return (*found, *count_problems(question.schema, "minLength", "maxLength", ceiling=self.ceiling))

    def parse_text(self, question: Question, text: str, *, today: date, lookups: Lookups) -> Parsed:
        return Parsed(text)

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        least, most = _bounds(question, self.default_most)
        return clean_string_problems(answer, least=least, most=most, dirty=self.dirty)

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return tuple(str(answer).split("\n"))

    def json_schema(self, question: Question) -> dict[str, object]:
        least, most = _bounds(question, self.default_most)
        return {**annotations(question.schema), **clean_string(least=least, most=most, dirty=self.dirty)}


class LongText(ShortText):
    """Several lines."""

    key = "long_text"
    example = "Le trottoir est abîmé devant l'école."
    default_most = 5_000
    ceiling = 20_000
    dirty = DIRTY_LINES

    def strip(self, text: str) -> str:
        return clean_lines(text)


def _bounds(question: Question, default_most: int) -> tuple[int, int]:
    schema: Mapping[str, object] = question.schema
    return whole_number(schema.get("minLength"), 1), whole_number(schema.get("maxLength"), default_most)
