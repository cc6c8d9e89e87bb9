"""The operators: one table from a name to its arity, its types and the function that evaluates it.

A new operator is a function, a line of `OPERATORS` and a file of vectors.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from schemas.rules.values import RULE_TYPES, SCALE, UNKNOWN, RuleType, Value, Values

Evaluator = Callable[[Values], Value | None]


@dataclass(frozen=True, slots=True)
class Signature:
    """The types that an operator takes, the last one repeated for all further operands, and the type it gives."""

    takes: tuple[RuleType, ...]
    gives: RuleType

    def wanted(self, position: int) -> RuleType:
        return self.takes[min(position, len(self.takes) - 1)]

    def fits(self, types: Sequence[RuleType | None]) -> bool:
        """Tell whether operands of these types are taken; None is an operand whose type is not known."""
        return all(found is None or found == self.wanted(position) for position, found in enumerate(types))


@dataclass(frozen=True, slots=True)
class Operator:
    """What compiling needs to know: at least and at most how many operands (None: any number), their types,
    and `build`, which makes the evaluator of a node from those of its operands.
    """

    least: int
    most: int | None
    signatures: tuple[Signature, ...]
    build: Callable[[Sequence[Evaluator]], Evaluator]
    #: Whether its operands are names, which a rule may then write as plain strings.
    takes_names: bool = False

    def takes(self, count: int) -> bool:
        return self.least <= count and (self.most is None or count <= self.most)


def every(operands: Sequence[Evaluator]) -> Evaluator:
    """Kleene's `and`: FALSE beats UNKNOWN."""

    def run(values: Values) -> bool | None:
        verdict: bool | None = True
        for operand in operands:
            found = operand(values)
            if found is False:
                return False
            if found is None:
                verdict = UNKNOWN
        return verdict

    return run


def some(operands: Sequence[Evaluator]) -> Evaluator:
    """Kleene's `or`: TRUE beats UNKNOWN."""

    def run(values: Values) -> bool | None:
        verdict: bool | None = False
        for operand in operands:
            found = operand(values)
            if found is True:
                return True
            if found is None:
                verdict = UNKNOWN
        return verdict

    return run


def opposite(operands: Sequence[Evaluator]) -> Evaluator:
    (operand,) = operands

    def run(values: Values) -> bool | None:
        found = operand(values)
        return UNKNOWN if found is None else not found

    return run


def answered(operands: Sequence[Evaluator]) -> Evaluator:
    (operand,) = operands
    return lambda values: operand(values) is not None


def of_two(function: Callable[..., Value]) -> Callable[[Sequence[Evaluator]], Evaluator]:
    """Make an operator of a function of two values: it is UNKNOWN as soon as one of them is blank."""

    def build(operands: Sequence[Evaluator]) -> Evaluator:
        first, second = operands

        def run(values: Values) -> Value | None:
            left = first(values)
            if left is None:
                return UNKNOWN
            right = second(values)
            return UNKNOWN if right is None else function(left, right)

        return run

    return build


def same(left: Value, right: Value) -> bool:
    """Tell whether two values of one type are equal; lists are, when they hold the same keys in whatever order."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        return set(left) == set(right)
    return left == right


def different(left: Value, right: Value) -> bool:
    return not same(left, right)


def is_in(key: str, keys: tuple[str, ...]) -> bool:
    return key in keys


def has_any(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    return not set(left).isdisjoint(right)


def years(start: date, end: date) -> int:
    """Return the whole years elapsed, as a num; negative when `end` comes first.

    Born on 29 February, one turns a year older on 1 March of a common year.

    >>> years(date(2008, 2, 29), date(2026, 2, 28)) // SCALE, years(date(2008, 2, 29), date(2026, 3, 1)) // SCALE
    (17, 18)
    >>> years(date(2026, 3, 1), date(2008, 2, 29)) // SCALE
    -18
    """
    if end < start:
        return -years(end, start)
    is_before_birthday = (end.month, end.day) < (start.month, start.day)
    return (end.year - start.year - is_before_birthday) * SCALE


_LOGIC = (Signature(("bool",), "bool"),)
_ANY = tuple(Signature((kind,), "bool") for kind in RULE_TYPES)
_ALIKE = tuple(Signature((kind, kind), "bool") for kind in ("bool", "num", "str", "date", "list"))
_ORDERED = tuple(Signature((kind, kind), "bool") for kind in ("num", "date"))

OPERATORS: Final[Mapping[str, Operator]] = {
    "and": Operator(1, None, _LOGIC, every),
    "or": Operator(1, None, _LOGIC, some),
    "!": Operator(1, 1, _LOGIC, opposite),
    "answered": Operator(1, 1, _ANY, answered, takes_names=True),
    "==": Operator(2, 2, _ALIKE, of_two(same)),
    "!=": Operator(2, 2, _ALIKE, of_two(different)),
    "<": Operator(2, 2, _ORDERED, of_two(operator.lt)),
    "<=": Operator(2, 2, _ORDERED, of_two(operator.le)),
    ">": Operator(2, 2, _ORDERED, of_two(operator.gt)),
    ">=": Operator(2, 2, _ORDERED, of_two(operator.ge)),
    "in": Operator(2, 2, (Signature(("str", "list"), "bool"),), of_two(is_in)),
    "has_any": Operator(2, 2, (Signature(("list", "list"), "bool"),), of_two(has_any)),
    "years": Operator(2, 2, (Signature(("date", "date"), "num"),), of_two(years)),
}
