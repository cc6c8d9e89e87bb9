"""Limits on days or months, fixed or counted from today, and the patterns of texts of days."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from schemas.problems import Problem
from schemas.questions.fragment_checks import crossed

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
#: So that a limit counted from today stays in the calendar.
_MOST_DAYS: Final = 300 * 366


def read_day(text: str) -> date | None:
    """Return the day written `YYYY-MM-DD`, from the year 1000 on; None when there is none."""
    return date.fromisoformat(text) if re.fullmatch(CALENDAR, text) else None


def resolve(limit: object, today: date) -> date | None:
    """Return the day of a `min` or `max` option: a day, `today`, or an ISO 8601 duration from today.

    `-P18Y` is the latest birthday of a person who is 18. A day that the month does not have becomes its last one.

    >>> resolve("-P18Y", date(2028, 2, 29)), resolve("P1M", date(2026, 1, 31)), resolve("soon", date(2026, 1, 1))
    (datetime.date(2010, 2, 28), datetime.date(2026, 2, 28), None)
    """
    if limit == "today":
        return today
    if not isinstance(limit, str):
        return None
    found = _DURATION.fullmatch(limit)
    return _moved(today, found) if found else read_day(limit)


@dataclass(frozen=True, slots=True)
class Limits:
    """The options `min` and `max` of a question about days, or about months: then a fixed limit is `YYYY-MM`."""

    options: Mapping[str, object]
    of_months: bool = False

    def resolved(self, name: str, today: date) -> date | None:
        """Return the day of a limit, or the first of its month; None when there is none."""
        limit = self.options.get(name)
        if not self.of_months:
            return resolve(limit, today)
        found = read_day(f"{limit}-01") or (None if self._reads(limit) else resolve(limit, today))
        return found.replace(day=1) if found else None

    def is_fixed(self, name: str) -> bool:
        """Return whether a limit does not depend on the day."""
        limit = self.options.get(name)
        return read_day(f"{limit}-01") is not None if self.of_months else self._reads(limit)

    def mistakes(self) -> Iterator[Problem]:
        """Yield the mistakes of the author in them."""
        someday = date(2028, 2, 29)
        found = {name: self.resolved(name, someday) for name in ("min", "max")}
        for name in ("min", "max"):
            if name in self.options and found[name] is None:
                yield Problem("bad_limit", "", {"name": name})
        first, last = found["min"], found["max"]
        if self.is_fixed("min") == self.is_fixed("max") and first and last and first > last:
            yield crossed("min", "max")

    def problems(self, day: date, today: date) -> tuple[Problem, ...]:
        """Return the problem of a day (the first of a month) that passes one of them."""
        first, last = self.resolved("min", today), self.resolved("max", today)
        if first is not None and day < first:
            return (Problem("too_early", "", {"limit": first}),)
        return (Problem("too_late", "", {"limit": last}),) if last is not None and day > last else ()

    def patterns(self) -> list[str]:
        """Return patterns of the fixed ones, to be joined to that of the text of an answer."""
        makers = (("min", texts_from), ("max", texts_until))
        return [make(str(self.options[name])) for name, make in makers if self.is_fixed(name)]

    def unsaid(self) -> tuple[Mapping[str, object], ...]:
        """Return those that a pattern cannot express, as server constraints."""
        found = ((code, name) for code, name in (("too_early", "min"), ("too_late", "max")) if name in self.options)
        return tuple(
            {"constraint": code, "limit": self.options[name]} for code, name in found if not self.is_fixed(name)
        )

    @staticmethod
    def _reads(limit: object) -> bool:
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


def texts_from(text: str) -> str:
    """Return a pattern of the texts of the form of `text` (`2026-03`, `14:30`) that do not come before it."""
    return "|".join(_beside(text, lambda digit: "0123456789"[digit + 1 :]))


def texts_until(text: str) -> str:
    """Return a pattern of the texts of the form of `text` that do not come after it."""
    return "|".join(_beside(text, lambda digit: "0123456789"[:digit]))


def _beside(text: str, others: Callable[[int], str]) -> Iterator[str]:
    """Yield `text`, then, for each digit, the pattern of the texts that first differ there, by one of its `others`."""
    yield text
    for place, digit in enumerate(text):
        left = len(text) - place - 1
        if digit.isdigit() and others(int(digit)):
            yield f"{text[:place]}[{others(int(digit))}]" + (f"[0-9:-]{{{left}}}" if left else "")
