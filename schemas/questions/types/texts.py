"""Short and long texts."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar

from schemas.json_schema.patterns import finds, read_pattern, size_of
from schemas.problems import Problem, under
from schemas.questions.base import Parsed, Question, Shown
from schemas.questions.formats import FORMATS, has_format
from schemas.questions.fragment_checks import count_problems, fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.schema_parts import annotations, clean_string, clean_string_problems, whole_number
from schemas.questions.text_cleaning import DIRTY_LINE, DIRTY_LINES, clean_lines
from schemas.questions.types.typed import Typed


class ShortText(Typed):
    """One line."""

    key = "short_text"
    example = "Lilas"
    #: The longest text when the author gives no `maxLength`, and the longest that an author may ask for.
    default_most: ClassVar[int] = 250
    ceiling: ClassVar[int] = 1_000
    dirty: ClassVar[str] = DIRTY_LINE

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = list(
            fragment_problems(question, type="string", keywords=("minLength", "maxLength", "pattern", "format"))
        )
        found += _pattern_problems(question.schema)
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
        found = clean_string_problems(answer, least=least, most=most, dirty=self.dirty)
        return found or tuple(_form_problems(question, str(answer)))

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return tuple(str(answer).split("\n"))

    def work(self, question: Question) -> int:
        pattern = question.schema.get("pattern")
        return size_of(pattern) * _bounds(question, self.default_most)[1] if isinstance(pattern, str) else 0

    def json_schema(self, question: Question) -> dict[str, object]:
        least, most = _bounds(question, self.default_most)
        written = {word: question.schema[word] for word in ("pattern", "format") if word in question.schema}
        return {**annotations(question.schema), **clean_string(least=least, most=most, dirty=self.dirty), **written}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        found: list[Mapping[str, object]] = []
        if question.schema.get("format") in FORMATS:  # an annotation to most validators
            found.append({"constraint": "bad_format", "format": question.schema["format"]})
        if "pattern" in question.schema:  # engines do not agree on every character class
            found.append({"constraint": "bad_pattern", "pattern": question.schema["pattern"]})
        return tuple(found)


class LongText(ShortText):
    """Several lines."""

    key = "long_text"
    example = "Le trottoir est abîmé devant l'école."
    default_most = 5_000
    ceiling = 20_000
    dirty = DIRTY_LINES

    def strip(self, text: str) -> str:
        return clean_lines(text)


def _pattern_problems(schema: Mapping[str, object]) -> Iterator[Problem]:
    """Yield why a pattern is refused, and a format that is no text."""
    pattern = schema.get("pattern", "")
    if not isinstance(pattern, str):
        yield Problem("not_a_text", "/pattern")
    else:
        yield from under("/pattern", read_pattern(pattern)[1])
    if not isinstance(schema.get("format", ""), str):
        yield Problem("not_a_text", "/format")


def _form_problems(question: Question, text: str) -> Iterator[Problem]:
    pattern, name = question.schema.get("pattern"), str(question.schema.get("format", ""))
    if isinstance(pattern, str) and not finds(pattern, text):
        yield Problem("bad_pattern", "", {"pattern": pattern})
    if not has_format(name, text):
        yield Problem("bad_format", "", {"format": name})


def _bounds(question: Question, default_most: int) -> tuple[int, int]:
    schema: Mapping[str, object] = question.schema
    return whole_number(schema.get("minLength"), 1), whole_number(schema.get("maxLength"), default_most)
