"""Comparisons, and operators on lists of keys and on codes; each is UNKNOWN when an operand is blank."""

import operator
from collections.abc import Mapping, Sequence
from typing import Final

from schemas.rules.operators.signature import Operator, Signature, of_values
from schemas.rules.rule import LITERAL, Evaluator, Node
from schemas.rules.values import SCALE, UNKNOWN, Value, Values

Keys = tuple[str, ...]


def same(left: Value, right: Value) -> bool:
    """Return whether two values of one type are equal; lists are, when they hold the same keys in any order."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        return set(left) == set(right)
    return left == right


def different(left: Value, right: Value) -> bool:
    return not same(left, right)


def between(value: int, low: int, high: int) -> bool:
    """Return whether `value`, a num or a date, is from `low` to `high`, both included."""
    return low <= value <= high


def is_in(key: str, keys: Keys) -> bool:
    return key in keys


def member(operands: Sequence[Node]) -> Evaluator:
    """Make `in`: the keys of a list written in the rule are looked up, not searched."""
    one, many = operands
    if many.operator != LITERAL:
        return of_values(is_in)(operands)
    key_of = one.run
    keys = frozenset(many.detail) if isinstance(many.detail, tuple) else frozenset()

    def run(values: Values) -> bool | None:
        key = key_of(values)
        return UNKNOWN if key is None else key in keys

    return run


def has_any(left: Keys, right: Keys) -> bool:
    return not set(left).isdisjoint(right)


def has_all(left: Keys, right: Keys) -> bool:
    """Return whether every key of `right` is in `left`."""
    return set(left).issuperset(right)


def count(found: tuple[object, ...]) -> int:
    """Return how many different keys a list holds, or how many items a group, as a num.

    >>> count(("a", "b", "a")) // SCALE, count(({"age": 1}, {"age": 1})) // SCALE
    (2, 2)
    """
    are_keys = isinstance(found[0], str)
    return (len(set(found)) if are_keys else len(found)) * SCALE


def starts_with(text: str, start: str | Keys) -> bool:
    """Return whether a text or code begins with `start`, or with one of them."""
    return text.startswith(start)


_ALIKE = tuple(Signature((kind, kind), "bool") for kind in ("bool", "num", "str", "date", "list"))
_ORDERED = tuple(Signature((kind, kind), "bool") for kind in ("num", "date"))
_LISTS = (Signature(("list", "list"), "bool"),)

OPERATORS: Final[Mapping[str, Operator]] = {
    "==": Operator(2, 2, _ALIKE, of_values(same)),
    "!=": Operator(2, 2, _ALIKE, of_values(different)),
    "<": Operator(2, 2, _ORDERED, of_values(operator.lt)),
    "<=": Operator(2, 2, _ORDERED, of_values(operator.le)),
    ">": Operator(2, 2, _ORDERED, of_values(operator.gt)),
    ">=": Operator(2, 2, _ORDERED, of_values(operator.ge)),
    "between": Operator(3, 3, tuple(Signature((kind,) * 3, "bool") for kind in ("num", "date")), of_values(between)),
    "in": Operator(2, 2, (Signature(("str", "list"), "bool"),), member),
    "has_any": Operator(2, 2, _LISTS, of_values(has_any)),
    "has_all": Operator(2, 2, _LISTS, of_values(has_all)),
    "count": Operator(1, 1, tuple(Signature((kind,), "num") for kind in ("list", "group")), of_values(count)),
    "starts_with": Operator(
        2, 2, tuple(Signature(("str", kind), "bool") for kind in ("str", "list")), of_values(starts_with)
    ),
}
