"""Operators on nums: exact arithmetic on integers scaled by `SCALE`.

Only a product, a quotient and a rounding round, once, half away from zero. A result that overflows is UNKNOWN, as is
a division by zero: `faults` distinguishes them.
"""

from collections.abc import Mapping, Sequence
from math import prod
from typing import Final

from schemas.problems import Problem
from schemas.rules.operators.signature import Operator, Signature, of_values
from schemas.rules.rule import LITERAL, Node
from schemas.rules.values import SCALE, UNKNOWN, fitting

#: A product is exact before it is rounded: this limits the length of intermediate numbers.
MAX_FACTORS: Final = 10


def nearest(number: int, divisor: int) -> int:
    """Return the whole quotient nearest to `number / divisor`, half away from zero.

    >>> nearest(5, 2), nearest(-5, 2), nearest(5, -2), nearest(4, 3)
    (3, -3, -3, 1)
    """
    whole = (2 * abs(number) + abs(divisor)) // (2 * abs(divisor))
    return whole if (number < 0) == (divisor < 0) else -whole


def plus(*nums: int) -> int | None:
    return fitting(sum(nums))


def minus(left: int, right: int | None = None) -> int | None:
    """Return the difference, or the opposite of a number alone."""
    return -left if right is None else fitting(left - right)


def times(*nums: int) -> int | None:
    return fitting(nearest(prod(nums), SCALE ** (len(nums) - 1)))


def divided(left: int, right: int) -> int | None:
    return UNKNOWN if right == 0 else fitting(nearest(left * SCALE, right))


def least(*nums: int) -> int:
    return min(nums)


def most(*nums: int) -> int:
    return max(nums)


def rounded(num: int, step: int = SCALE) -> int | None:
    """Return the multiple of `step` that is nearest, half away from zero.

    >>> rounded(2_500_000), rounded(-2_500_000), rounded(12_345_000, 10_000)
    (3000000, -3000000, 12350000)
    """
    return fitting(nearest(num, step) * step)


def floored(num: int, step: int = SCALE) -> int | None:
    return fitting(num // step * step)


def ceiled(num: int, step: int = SCALE) -> int | None:
    return fitting(-(-num // step) * step)


def check_step(operands: Sequence[Node]) -> Problem | None:
    """Return a problem when the step to round to is not a number written in the rule, above zero."""
    if len(operands) < 2:
        return None
    step = operands[1]
    is_good = step.operator == LITERAL and isinstance(step.detail, int) and step.detail > 0
    return None if is_good else Problem("bad_step", step.pointer)


_NUMS = (Signature(("num",), "num"),)

OPERATORS: Final[Mapping[str, Operator]] = {
    "+": Operator(1, None, _NUMS, of_values(plus)),
    "-": Operator(1, 2, _NUMS, of_values(minus)),
    "*": Operator(1, MAX_FACTORS, _NUMS, of_values(times), steps=4),
    "/": Operator(2, 2, (Signature(("num", "num"), "num"),), of_values(divided), steps=3),
    "min": Operator(1, None, _NUMS, of_values(least)),
    "max": Operator(1, None, _NUMS, of_values(most)),
    "round": Operator(1, 2, _NUMS, of_values(rounded), check=check_step, steps=3),
    "floor": Operator(1, 2, _NUMS, of_values(floored), check=check_step, steps=2),
    "ceil": Operator(1, 2, _NUMS, of_values(ceiled), check=check_step, steps=2),
}
