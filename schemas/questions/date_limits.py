"""The days that an answer may not pass, fixed or counted from today; and days as patterns of their text."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

# The whole calendar of the years 1000 to 9999, leap years included: February has a 29th in the years that 4 divides,
# save the centuries that 400 does not.
_LEAP_YEAR: Final = (
    "[1-9][0-9](?:0[48]|[2468][048]|[13579][26])"  # the years that 4 divides, but for centuries
    "|(?:[2468][048]|[13579][26])00"  # the centuries that 400 divides
)
CALENDAR: Final = (
    "[1-9][0-9]{3}-(?:"
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|(?:{_LEAP_YEAR})-02-29"
)

_DURATION: Final = re.compile(
    r"(?P<sign>-?)P(?=[0-9])"
    r"(?:(?P<years>[0-9]{1,3})Y)?(?:(?P<months>[0-9]{1,3})M)?(?:(?P<weeks>[0-9]{1,4})W)?(?:(?P<days>[0-9]{1,5})D)?"
)
#: So that a limit counted from a day of our times stays in the calendar.
_MOST_DAYS: Final = 300 * 366


def read_day(text: str) -> date | None:
    """Return the day written `YYYY-MM-DD`, from the year 1000 on; None when there is none."""
    return date.fromisoformat(text) if re.fullmatch(CALENDAR, text) else None


def resolve(limit: object, today: date) -> date | None:
    """Return the day of a `min` or `max` option: a day, `today`, or an ISO 8601 duration from today.

    `-P18Y` is the latest birthday of somebody who is 18. A day that the month does not have becomes its last one.

    >>> resolve("-P18Y", date(2028, 2, 29)), resolve("P1M", date(2026, 1, 31)), resolve("soon", date(2026, 1, 1))
    (datetime.date(2010, 2, 28), datetime.date(2026, 2, 28), None)
    """
    if limit == "today":
        return today
    if not isinstance(limit, str):
        return None
    found = _DURATION.fullmatch(limit)
    return _moved(today, found) if found else read_day(limit)


def is_fixed(limit: object) -> bool:
    """Tell whether a limit is the same day whatever the day is."""
    return isinstance(limit, str) and read_day(limit) is not None


def _moved(today: date, duration: re.Match[str]) -> date | None:
    parts = {name: int(text or 0) for name, text in duration.groupdict().items() if name != "sign"}
    sign = -1 if duration["sign"] else 1
    months = 12 * parts["years"] + parts["months"]
    days = 7 * parts["weeks"] + parts["days"]
    if 31 * months + days > _MOST_DAYS:
        return None
    return _add_months(today, sign * months) + timedelta(days=sign * days)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def pattern_from(first: date) -> str:
    """Return a pattern of the days from `first` on, to be joined to `CALENDAR`."""
    return "|".join(_beside(first.isoformat(), lambda digit: "0123456789"[digit + 1 :]))


def pattern_until(last: date) -> str:
    """Return a pattern of the days up to `last`, to be joined to `CALENDAR`."""
    return "|".join(_beside(last.isoformat(), lambda digit: "0123456789"[:digit]))


def _beside(text: str, others: Callable[[int], str]) -> Iterator[str]:
    """Yield `text`, then patterns of what differs from it first by one of the `others` of a digit."""
    yield text
    for place, digit in enumerate(text):
        left = len(text) - place - 1
        if digit != "-" and others(int(digit)):
            yield f"{text[:place]}[{others(int(digit))}]" + (f"[0-9-]{{{left}}}" if left else "")
