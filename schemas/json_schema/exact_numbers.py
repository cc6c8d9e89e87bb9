"""Exact numbers of foreign schemas and instances: a float is read as the decimal that it is written as."""

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

#: The longest whole number that is still read: longer ones take ever more time, and no form asks for one.
MAX_DIGITS: Final = 400


def exact(value: object) -> object:
    """Return a JSON value with its floats as decimals.

    >>> exact([0.1, 3, {"a": 19.90}])
    [Decimal('0.1'), 3, {'a': Decimal('19.9')}]
    """
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {key: exact(inner) for key, inner in value.items()}
    return [exact(inner) for inner in value] if isinstance(value, list) else value


def as_json_number(text: str) -> int | float | None:
    """Return the number written in `text` if JSON keeps it as it is written, however it is read again; else None.

    >>> as_json_number("19.90"), as_json_number("3.00"), as_json_number("0.12345678901234567891")
    (19.9, 3, None)
    """
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:
        return None
    if number == number.to_integral_value():
        whole = int(number)
        return whole if abs(whole) <= 2**53 - 1 else None
    kept = float(number)
    return kept if math.isfinite(kept) and Decimal(repr(kept)) == number else None


def is_multiple(value: object, factor: object) -> bool:
    """Return whether a number is a whole number of times another one, exactly."""
    divisor = fraction(factor)
    return divisor != 0 and (fraction(value) / divisor).denominator == 1


def fraction(value: object) -> Fraction:
    if isinstance(value, int):
        return Fraction(value)
    return Fraction(Decimal(repr(value) if isinstance(value, float) else str(value)))


def canonical(value: object) -> object:
    """Return a value that two JSON values share when JSON Schema calls them equal: 1 and 1.0 are, 1 and true are not.

    >>> canonical([1, {"a": True}]) == canonical([1.0, {"a": True}]), canonical(1) == canonical(True)
    (True, False)
    >>> canonical(float("inf")) == canonical(1), canonical(10**5000) == canonical(10**5000)
    (False, True)
    """
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return (type(value).__name__, value)
    if isinstance(value, int | float | Decimal):
        # NaN and infinities are no JSON, but an answer may hold anything until it is validated.
        return ("number", fraction(value) if isinstance(value, int) or math.isfinite(value) else value)
    if isinstance(value, Mapping):
        return ("object", frozenset((key, canonical(inner)) for key, inner in value.items()))
    return ("array", tuple(canonical(inner) for inner in value)) if isinstance(value, list | tuple) else value
