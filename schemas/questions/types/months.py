"""Months of a year, in two inputs or pasted whole; kept as `YYYY-MM`."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question, QuestionType, Raw, Shown, YearMonth
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.raw_input import BLANK, MISSHAPEN_PARTS, as_parts
from schemas.questions.schema_parts import annotations, fits, whole, wrong_type
from schemas.questions.text_cleaning import plain_digits
from schemas.questions.types.date_limits import Limits
from schemas.questions.types.dates import read_month

PARTS: Final = ("month", "year")
MONTH: Final = "[1-9][0-9]{3}-(?:0[1-9]|1[0-2])"

_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_PASTED: Final = re.compile(r"([^ /.-]+\.?)[ /.-]+([0-9]+)")
_YEAR: Final = re.compile(r"[0-9]{1,9}")


class Month(QuestionType):
    """One month; options `min` and `max` are months, `today` or durations from it. Rules read its first day."""

    key = "month"
    is_read_as_kept = False
    parts = PARTS
    is_group = True
    example = "3 2026"

    def check(self, question: Question) -> tuple[Problem, ...]:
        return (*fragment_problems(question, type="string"), *_limits(question).mistakes())

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        inputs = as_parts(raw, PARTS)
        if inputs is None:
            return MISSHAPEN_PARTS
        typed = _pasted({name: plain_digits(text) for name, text in inputs.items()})
        if not any(typed.values()):
            return BLANK
        problems = tuple(_part_problems(typed))
        if problems:
            return Parsed(None, problems)
        return Parsed(f"{int(typed['year'])}-{read_month(typed['month']):02}")

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        if not fits(MONTH, answer):
            return (Problem("not_a_month"),)
        return _limits(question).problems(date.fromisoformat(f"{answer}-01"), today)

    def raw(self, question: Question, answer: object) -> Raw:
        year, month = str(answer).split("-")
        return {"month": str(int(month)), "year": year}

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        year, month = str(answer).split("-")
        return (YearMonth(int(year), int(month)),)

    def json_schema(self, question: Question) -> dict[str, object]:
        return {**annotations(question.schema), **whole(MONTH, *_limits(question).patterns())}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return _limits(question).unsaid()

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {"": "date"}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        return {"": f"{answer}-01"} if answer else {}


def _limits(question: Question) -> Limits:
    return Limits(question.options, of_months=True)


def _pasted(typed: Mapping[str, str]) -> Mapping[str, str]:
    """Return the parts of a whole month typed in the first input, the other left blank."""
    if typed["year"]:
        return typed
    if iso := _ISO.fullmatch(typed["month"]):
        return {"month": iso[2], "year": iso[1]}
    if pasted := _PASTED.fullmatch(typed["month"]):
        return {"month": pasted[1], "year": pasted[2]}
    return typed


def _part_problems(typed: Mapping[str, str]) -> Iterator[Problem]:
    month = read_month(typed["month"])
    if not typed["month"]:
        yield Problem("incomplete", "/month", {"part": "month"})
    elif month is None or not 1 <= month <= 12:
        yield Problem("not_a_month", "/month")
    if not typed["year"]:
        yield Problem("incomplete", "/year", {"part": "year"})
    elif not _YEAR.fullmatch(typed["year"]) or int(typed["year"]) > date.max.year:
        yield Problem("not_a_month", "/year")
    elif int(typed["year"]) < 1000:
        yield Problem("short_year", "/year")
