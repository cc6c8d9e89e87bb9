"""Durations of retention as documents write them (ISO 8601, days to years)."""

import re
from datetime import timedelta

DURATION = re.compile(
    r"P(?=[0-9])(?:(?P<Y>[0-9]{1,3})Y)?(?:(?P<M>[0-9]{1,4})M)?(?:(?P<W>[0-9]{1,4})W)?(?:(?P<D>[0-9]{1,5})D)?\Z"
)

#: Days of a unit when only an upper bound matters: a legal deadline would count real months.
DAYS = {"Y": 365, "M": 30, "W": 7, "D": 1}


def duration_parts(duration: str) -> dict[str, int]:
    """Return the amounts of a duration by unit (`Y`, `M`, `W`, `D`), only those given; empty when it is not a duration.

    >>> duration_parts("P1Y6M")
    {'Y': 1, 'M': 6}
    """
    match = DURATION.match(duration)
    return {unit: int(amount) for unit, amount in match.groupdict().items() if amount} if match else {}


def read_duration(duration: str) -> timedelta:
    """Return a duration as days.

    >>> read_duration("P90D").days
    90
    """
    return timedelta(days=sum(amount * DAYS[unit] for unit, amount in duration_parts(duration).items()))
