"""Legal parameters: dated values, and the one in force on a day.

In a document: `{"plafond_rfr": {"type": "num", "values": [{"from": "2025-01-01", "to": "2025-12-31", "num": "25710"},
{"from": "2026-01-01", "num": "26230"}]}}`. A period holds its value under the name of its type: `num` as a decimal
string or an integer, `date` as `YYYY-MM-DD`, `str`, `bool`, `list`. `to` is the last day on which it is in force;
without it, it is until the next period begins. Whatever else a period holds (`ref`, `url`) is for people.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from schemas.problems import Problem, pointer_to, under
from schemas.rules.literals import TAGGED, Literal, read_plain
from schemas.rules.values import RuleType, Value, parse_date

PARAM_TYPES: Final[tuple[RuleType, ...]] = ("num", "date", "bool", "str", "list")


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a parameter has one value: from `start` to `end`, both included (None: no end)."""

    start: date
    end: date | None
    value: Value


@dataclass(frozen=True, slots=True)
class Param:
    """A dated legal parameter; its periods are in the order of their beginnings, no two of them on one day."""

    type: RuleType
    periods: tuple[Period, ...]
    starts: tuple[date, ...] = field(repr=False)

    def on(self, day: date) -> Value | None:
        """Return the value in force on a day: that of the last period that has begun, None when it is over.

        >>> param = compile_params({"p": {"type": "num", "values": [{"from": "2026-01-01", "num": 3}]}})[0]["p"]
        >>> param.on(date(2026, 1, 1)), param.on(date(2025, 12, 31))
        (3000000, None)
        """
        position = bisect_right(self.starts, day) - 1
        if position < 0:
            return None
        period = self.periods[position]
        return None if period.end is not None and period.end < day else period.value


def compile_params(source: object) -> tuple[dict[str, Param], tuple[Problem, ...]]:
    """Return the valid parameters of `rules.params` by name, and every problem, with pointers into `source`.

    `not_an_object` · `bad_param`: not `{"type", "values"}` with a known type and at least one period ·
    `bad_period`: no value under the name of its type, or another one · `bad_date` · `bad_number` · `bad_literal` ·
    `blank_literal` · `period_reversed`: it ends before it begins · `period_repeated`: two begin on one day.
    """
    if not isinstance(source, Mapping):
        return {}, (Problem("not_an_object"),)
    params: dict[str, Param] = {}
    problems: list[Problem] = []
    for name, each in source.items():
        param, found = _param(each)
        problems += under(pointer_to(name), found)
        if param is not None:
            params[name] = param
    return params, tuple(problems)


def _param(source: object) -> tuple[Param | None, tuple[Problem, ...]]:
    kind = source.get("type") if isinstance(source, Mapping) else None
    values = source.get("values") if isinstance(source, Mapping) else None
    if kind not in PARAM_TYPES or not isinstance(values, list) or not values:
        return None, (Problem("bad_param"),)
    periods: dict[date, Period] = {}
    problems: list[Problem] = []
    for position, each in enumerate(values):
        pointer = pointer_to("values", position)
        period, found = _period(each, str(kind))
        problems += under(pointer, found)
        if period is not None and period.start in periods:
            problems.append(Problem("period_repeated", f"{pointer}/from"))
        elif period is not None:
            periods[period.start] = period
    if problems:
        return None, tuple(problems)
    starts = tuple(sorted(periods))
    return Param(str(kind), tuple(periods[start] for start in starts), starts), ()


def _period(source: object, kind: RuleType) -> tuple[Period | None, tuple[Problem, ...]]:
    if not isinstance(source, Mapping):
        return None, (Problem("bad_period", "", {"type": kind}),)
    literal, problems = _value(source, kind)
    start, end = _day(source.get("from")), _day(source.get("to"))
    if start is None:
        problems += (Problem("bad_date", "/from"),)
    if end is None and source.get("to") is not None:
        problems += (Problem("bad_date", "/to"),)
    if start is not None and end is not None and end < start:
        problems += (Problem("period_reversed", "/to"),)
    if problems or literal is None or start is None:
        return None, problems
    return Period(start, end, literal.value), ()


def _value(source: Mapping[str, object], kind: RuleType) -> tuple[Literal | None, tuple[Problem, ...]]:
    payload = source.get(kind)
    read = TAGGED[kind] if kind in TAGGED and not isinstance(payload, int) else read_plain
    literal, problems = read(payload) if kind in source else (None, ())
    if problems:
        return None, under(pointer_to(kind), problems)
    is_good = literal is not None and literal.type == kind and not set(source) & (set(PARAM_TYPES) - {kind})
    return (literal, ()) if is_good else (None, (Problem("bad_period", "", {"type": kind}),))


def _day(text: object) -> date | None:
    return parse_date(text) if isinstance(text, str) else None
