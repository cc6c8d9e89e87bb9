"""Operators on calendar days: whole units elapsed, and later days; the only clock is the value `@today`.

A day before year 1 or after year 9999 overflows, and is UNKNOWN; so is a number of units that is not whole.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR, date
from typing import Final

from schemas.rules.operators.signature import Operator, Signature, of_values
from schemas.rules.values import SCALE, UNKNOWN, Value

LAST_DAY: Final = date.max.toordinal()


def years(start: date, end: date) -> int:
    """Return the whole years elapsed, as a num; negative when `end` comes first.

    A person born on 29 February turns a year older on 1 March of a common year.

    >>> years(date(2008, 2, 29), date(2026, 2, 28)) // SCALE, years(date(2008, 2, 29), date(2026, 3, 1)) // SCALE
    (17, 18)
    >>> years(date(2026, 3, 1), date(2008, 2, 29)) // SCALE
    -18
    """
    if end < start:
        return -years(end, start)
    is_before_birthday = (end.month, end.day) < (start.month, start.day)
    return (end.year - start.year - is_before_birthday) * SCALE


def months(start: date, end: date) -> int:
    """Return the whole months elapsed, as a num, negative when `end` comes first; twelve are a year of `years`.

    A month is over on the same day of the next: from 31 January, not on 28 February but on 1 March.

    >>> months(date(2026, 1, 31), date(2026, 2, 28)) // SCALE, months(date(2026, 1, 31), date(2026, 3, 1)) // SCALE
    (0, 1)
    """
    if end < start:
        return -months(end, start)
    return ((end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)) * SCALE


def days(start: date, end: date) -> int:
    return (end - start).days * SCALE


def add_days(start: date, count: int) -> date | None:
    """Return the day that comes `count` days, a num, later."""
    number, rest = divmod(count, SCALE)
    ordinal = start.toordinal() + number
    return UNKNOWN if rest or not 1 <= ordinal <= LAST_DAY else date.fromordinal(ordinal)


def add_months(start: date, count: int) -> date | None:
    """Return the same day some months later, or the last one of that month when there is none.

    >>> add_months(date(2026, 1, 31), SCALE), add_months(date(2024, 2, 29), 12 * SCALE)
    (datetime.date(2026, 2, 28), datetime.date(2025, 2, 28))
    """
    number, rest = divmod(count, SCALE)
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    if rest or not MINYEAR <= year <= MAXYEAR:
        return UNKNOWN
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def add_years(start: date, count: int) -> date | None:
    """Return the same day some years later; the 28th, for 29 February in a common year."""
    return UNKNOWN if count % SCALE else add_months(start, count * 12)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def first_of_year(day: date) -> date:
    return day.replace(month=1, day=1)


def _line(
    takes: tuple[str, ...], gives: str, function: Callable[..., Value | None], *, steps: int = 3
) -> Operator:  # fmt: skip
    return Operator(len(takes), len(takes), (Signature(takes, gives),), of_values(function), steps=steps)


OPERATORS: Final[Mapping[str, Operator]] = {
    "years": _line(("date", "date"), "num", years),
    "months": _line(("date", "date"), "num", months),
    "days": _line(("date", "date"), "num", days),
    "add_days": _line(("date", "num"), "date", add_days),
    "add_months": _line(("date", "num"), "date", add_months, steps=5),
    "add_years": _line(("date", "num"), "date", add_years, steps=5),
    "first_of_month": _line(("date",), "date", first_of_month),
    "first_of_year": _line(("date",), "date", first_of_year),
}
