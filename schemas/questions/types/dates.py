"""Dates, in three inputs or pasted whole; kept as `YYYY-MM-DD`."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from schemas.problems import Problem
from schemas.questions.base import Parsed, Question, QuestionType, Raw, Shown
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.raw_input import BLANK, MISSHAPEN_PARTS, as_parts
from schemas.questions.schema_parts import annotations, whole, wrong_type
from schemas.questions.text_cleaning import comparison_key, plain_digits
from schemas.questions.types.date_limits import CALENDAR, Limits, read_day

PARTS: Final = ("day", "month", "year")

# Month names in French and in English, without accents: "juin" and "juillet" differ at the fourth letter.
_MONTHS: Final = (
    "janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june",
    "juillet july", "aout august", "septembre september", "octobre october", "novembre november", "decembre december",
)  # fmt: skip
_SHORTEST_NAME: Final = 3

_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_PASTED: Final = re.compile(r"([0-9]{1,2}(?:er|st|nd|rd|th)?)[ /.-]+([^ /.-]+)[ /.-]+([0-9]+)", re.IGNORECASE)
_DAY: Final = re.compile(r"0*([0-9]{1,2})(?:er|st|nd|rd|th)?", re.IGNORECASE)
_YEAR: Final = re.compile(r"[0-9]{1,9}")


class Date(QuestionType):
    """One day of the calendar; options `min` and `max` as `date_limits.resolve` reads them."""

    key = "date"
    parts = PARTS
    is_group = True
    example = "27 3 1990"

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = fragment_problems(question, type="string", fixed={"format": "date"})
        return (*found, *Limits(question.options).mistakes())

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        inputs = as_parts(raw, PARTS)
        if inputs is None:
            return MISSHAPEN_PARTS
        return parse_day(inputs) if any(inputs.values()) else BLANK

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        day = read_day(answer)
        if day is None:
            return (Problem("not_a_date"),)
        return Limits(question.options).problems(day, today)

    def raw(self, question: Question, answer: object) -> Raw:
        return parts_of(str(answer))

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (date.fromisoformat(str(answer)),)

    def json_schema(self, question: Question) -> dict[str, object]:
        patterns = (CALENDAR, *Limits(question.options).patterns())
        return {**annotations(question.schema), **whole(*patterns), "format": "date"}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return Limits(question.options).unsaid()

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {"": "date"}


def parse_day(inputs: Mapping[str, str]) -> Parsed:
    """Read the day of three clean inputs that are not all blank; its answer is `YYYY-MM-DD`."""
    typed = _pasted({name: plain_digits(inputs[name]) for name in PARTS})
    problems = tuple(_part_problems(typed))
    return Parsed(None, problems) if problems else _day_of(typed)


def parts_of(day: str) -> dict[str, str]:
    """Return the raw input of the day `YYYY-MM-DD`."""
    year, month, number = day.split("-")
    return {"day": str(int(number)), "month": str(int(month)), "year": year}


def _pasted(typed: Mapping[str, str]) -> Mapping[str, str]:
    """Return the parts of a whole date typed in the first input, the others left blank."""
    if typed["month"] or typed["year"]:
        return typed
    if iso := _ISO.fullmatch(typed["day"]):
        return {"day": iso[3], "month": iso[2], "year": iso[1]}
    if pasted := _PASTED.fullmatch(typed["day"]):
        return {"day": pasted[1], "month": pasted[2], "year": pasted[3]}
    return typed


def _part_problems(typed: Mapping[str, str]) -> Iterator[Problem]:
    checks: Mapping[str, Callable[[str], object | None]]
    checks = {"day": _DAY.fullmatch, "month": read_month, "year": _YEAR.fullmatch}
    for name in PARTS:
        if not typed[name]:
            yield Problem("incomplete", f"/{name}", {"part": name})
        elif checks[name](typed[name]) is None:
            yield Problem("not_a_date", f"/{name}")
        elif name == "year" and int(typed[name]) < 1000:
            yield Problem("short_year", "/year")


def read_month(text: str) -> int | None:
    """Return the month of a number or of a name in French or English, whole or cut short: `03`, `mars`, `sept.`."""
    if re.fullmatch(r"[0-9]{1,4}", text):
        return int(text)
    name = comparison_key(text)
    if len(name) < _SHORTEST_NAME:
        return None
    found = [place for place, names in enumerate(_MONTHS, 1) if any(each.startswith(name) for each in names.split())]
    return found[0] if len(found) == 1 else None


def _day_of(typed: Mapping[str, str]) -> Parsed:
    """Return the day of three valid parts, unless the calendar does not have it."""
    day = _DAY.fullmatch(typed["day"])
    numbers = int(typed["year"]), read_month(typed["month"]) or 0, int(day[1]) if day else 0
    try:
        return Parsed(date(*numbers).isoformat())
    except ValueError:
        return Parsed(None, (Problem("impossible_date"),))
