"""A day and a time, in the inputs of both; kept as `YYYY-MM-DDTHH:MM`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from schemas.problems import Problem, under
from schemas.questions.base import NOTHING, Parsed, Question, QuestionType, Raw, Shown
from schemas.questions.fragment_checks import fragment_problems
from schemas.questions.lookups import NO_LOOKUPS, Lookups
from schemas.questions.raw_input import BLANK, MISSHAPEN_PARTS, as_parts
from schemas.questions.schema_parts import annotations, fits, whole, wrong_type
from schemas.questions.types import dates
from schemas.questions.types.date_limits import CALENDAR, Limits, read_day
from schemas.questions.types.times import REST, TIME, is_full, minutes_of, read_time

PARTS: Final = (*dates.PARTS, "time")
LOCAL: Final = f"(?:{CALENDAR})T{TIME}"
FRANCE: Final = ZoneInfo("Europe/Paris")


class DateTime(QuestionType):
    """One moment, to the minute; options `min` and `max` are days, as those of a date.

    Kept in local time. A fragment whose author wrote `format: date-time`, as foreign schemas
    do, keeps an RFC 3339 moment: the offset is that of metropolitan France on that day. Rules read the day, and the
    minutes since midnight.
    """

    key = "date_time"
    is_read_as_kept = False
    parts = PARTS
    is_group = True
    example = "27 3 2026, 14:30"

    def check(self, question: Question) -> tuple[Problem, ...]:
        found = fragment_problems(question, type="string", fixed={"format": "date-time"})
        return (*found, *Limits(question.options).mistakes())

    def parse(self, question: Question, raw: Raw, *, today: date, lookups: Lookups = NO_LOOKUPS) -> Parsed:
        inputs = as_parts(raw, PARTS)
        if inputs is None:
            return MISSHAPEN_PARTS
        inputs = _pasted(inputs)
        if not any(inputs.values()):
            return BLANK
        day = dates.parse_day(inputs)
        at = _parse_time(inputs["time"], is_full=is_full(question))
        problems = (*(replace(each, pointer=each.pointer or "/day") for each in day.problems), *at.problems)
        return Parsed(None, problems) if problems else Parsed(_joined(question, str(day.answer), str(at.answer)))

    def validate(
        self, question: Question, answer: object, *, today: date, lookups: Lookups = NO_LOOKUPS
    ) -> tuple[Problem, ...]:
        if not isinstance(answer, str):
            return wrong_type("string")
        day = read_day(answer[:10]) if fits(_form(question), answer) else None
        return Limits(question.options).problems(day, today) if day else (Problem("not_a_moment"),)

    def raw(self, question: Question, answer: object) -> Raw:
        day, _, at = str(answer).partition("T")
        is_plain = _joined(question, day, at[:5]) == answer
        return {**dates.parts_of(day), "time": at[:5] if is_plain else at}

    def show(self, question: Question, answer: object) -> tuple[Shown, ...]:
        return (datetime.fromisoformat(str(answer)[:16]),)

    def json_schema(self, question: Question) -> dict[str, object]:
        format_: Mapping[str, object] = {"format": "date-time"} if is_full(question) else NOTHING
        bounds = [f"(?:{pattern})T[0-9TZ:.+-]+" for pattern in Limits(question.options).patterns()]
        return {**annotations(question.schema), **whole(_form(question), *bounds), **format_}

    def server_constraints(self, question: Question) -> tuple[Mapping[str, object], ...]:
        return Limits(question.options).unsaid()

    def rule_types(self, question: Question) -> Mapping[str, str]:
        return {".date": "date", ".time": "num"}

    def rule_answers(self, question: Question, answer: object) -> Mapping[str, object]:
        if not isinstance(answer, str) or not answer:
            return {}
        return {".date": answer[:10], ".time": minutes_of(answer[11:])}


def _form(question: Question) -> str:
    return LOCAL + REST if is_full(question) else LOCAL


def _pasted(inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of a whole moment typed in the first input (`2026-03-27T14:30`), the others left blank."""
    day, mark, at = inputs["day"].upper().partition("T")
    is_whole = mark and fits("[0-9]{4}-[0-9]{2}-[0-9]{2}", day) and not any(inputs[name] for name in PARTS[1:])
    return {**inputs, "day": day, "time": at} if is_whole else dict(inputs)


def _parse_time(text: str, *, is_full: bool) -> Parsed:
    """Read the time; seconds and offset are accepted as they are where answers have them."""
    if not text:
        return Parsed(None, (Problem("incomplete", "/time", {"part": "time"}),))
    if is_full and fits(TIME + REST, text.upper()):
        return Parsed(text.upper())
    found = read_time(text)
    return Parsed(found) if found else Parsed(None, under("/time", (Problem("not_a_time"),)))


def _joined(question: Question, day: str, at: str) -> str:
    """Return the answer of a day and a time, with the offset of France unless it has one."""
    answer = f"{day}T{at}"
    return answer + _offset(answer) if is_full(question) and fits(TIME, at) else answer


def _offset(moment: str) -> str:
    """Return the seconds and the offset of France at a moment, to the minute (it had seconds until 1911).

    >>> _offset("2026-03-27T14:30"), _offset("2026-07-14T14:30")
    (':00+01:00', ':00+02:00')
    """
    ahead = datetime.fromisoformat(moment).replace(tzinfo=FRANCE).utcoffset() or timedelta(0)
    hours, minutes = divmod(int(ahead.total_seconds()) // 60, 60)
    return f":00+{hours:02}:{minutes:02}"
