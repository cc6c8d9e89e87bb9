"""The turning point of a rule with one failing leaf: the day from which, or the bound within which, it is TRUE."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, cast

from schemas.rules.explain import RulePosition, leaf_positions, subject_of
from schemas.rules.rule import NAME, Node, Rule
from schemas.rules.values import TODAY, Value, Values

#: How far ahead a day is searched.
HORIZON: Final = timedelta(days=150 * 365)

#: From an operator to the relation of its left side to its right side; to its opposite; to its mirror image.
RELATIONS: Final[Mapping[str, str]] = {">=": "from", ">": "above", "<=": "until", "<": "below"}
OPPOSITES: Final[Mapping[str, str]] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
MIRRORED: Final[Mapping[str, str]] = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}

#: The operators that are monotonic in each operand, and the comparisons of leaves.
ONE_WAY: Final = {
    "==", "!=", "<", "<=", ">", ">=", "between", "+", "-", "*", "min", "max", "round", "floor", "ceil",
    "years", "months", "days", "add_days", "add_months", "add_years", "first_of_month", "first_of_year",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turning:
    """The point where the leaf at `pointer` would turn, and make the rule TRUE.

    `name` is what has to change, None when it is computed from several answers; `relation` is how it must compare with
    `value`: "from" (at least), "above", "until" (at most), "below". For `@today`, `value` is the first day.
    """

    pointer: str
    name: str | None
    relation: str
    value: Value


def when_true(rule: Rule, values: Values) -> Turning | None:
    """Return where a rule that is FALSE for one leaf alone would turn TRUE, or None when that cannot be found.

    For a leaf that reads `@today`, it is the first later day on which the whole rule is TRUE, if there is one within
    150 years; for one that compares an amount or a date with a bound, that bound.
    """
    if rule.type != "bool" or rule.run(values) is not False:
        return None
    failing = [position for position in leaf_positions(rule, values) if position.matters]
    if len(failing) != 1 or failing[0].value is None:
        return None
    (position,) = failing
    day = _first_day(rule, values, position) if _follows_today(position.node) else None
    return Turning(position.node.pointer, TODAY, "from", day) if day else _bound(position)


def _follows_today(node: Node) -> bool:
    """Return whether a node is monotonic in days: it reads `@today` once, through monotonic operators.

    Legal parameters are taken as constant: the day found is then tried with the whole rule.
    """
    if node.operator == NAME:
        return node.names == {TODAY}
    reading = [operand for operand in node.operands if _reads_today(operand)]
    return len(reading) == 1 and node.operator in ONE_WAY and _follows_today(reading[0])


def _reads_today(node: Node) -> bool:
    if node.operator == "param":
        return False
    return node.names == {TODAY} if node.operator == NAME else any(map(_reads_today, node.operands))


def _bound(position: RulePosition) -> Turning | None:
    node = position.node
    if node.operator == "between":
        return _end(position)
    if node.operator not in RELATIONS:
        return None
    left, right = node.operands
    subject = subject_of(node)
    operator = node.operator if position.wanted else OPPOSITES[node.operator]
    operator, other = (operator, right) if subject is left else (MIRRORED[operator], left)
    return _turning(position, subject, RELATIONS[operator], other.run(position.values))


def _end(position: RulePosition) -> Turning | None:
    """Return the end of a `between` that is passed; None when the value should be outside of both."""
    subject, *ends = position.node.operands
    found, low, high = (operand.run(position.values) for operand in (subject, *ends))
    if not position.wanted or not subject.names:
        return None
    is_below = _order(found, low) == -1
    return _turning(position, subject, "from" if is_below else "until", low if is_below else high)


def _turning(position: RulePosition, subject: Node, relation: str, value: Value | None) -> Turning:
    name = next(iter(subject.names)) if subject.operator == NAME else None
    return Turning(position.node.pointer, name, relation, cast("Value", value))


def _first_day(rule: Rule, values: Values, position: RulePosition) -> date | None:
    """Return the first day ahead on which the rule is TRUE, of those on which a side of the leaf passes the other."""
    today = cast("date", values[TODAY])
    last = date.max if today > date.max - HORIZON else today + HORIZON
    days = sorted(day for order in _orders(position) for day in _changes(order, today, last))
    return next((day for day in days if rule.run({**values, TODAY: day}) is True), None)


def _orders(position: RulePosition) -> Iterator[Callable[[date], int | None]]:
    """Yield, for each comparison that the leaf makes, a function from a day to the order of its sides."""
    first, *others = position.node.operands
    for other in others:

        def order(day: date, other: Node = other) -> int | None:
            values = {**position.values, TODAY: day}
            return _order(first.run(values), other.run(values))

        yield order


def _order(left: Value | None, right: Value | None) -> int | None:
    if left is None or right is None:
        return None
    return (left > right) - (left < right)  # type: ignore[operator]


def _changes(order: Callable[[date], int | None], today: date, last: date) -> Iterator[date]:
    """Yield the days on which a monotonic order changes: to equal, and from equal."""
    day = today
    for _ in range(2):
        if order(day) != order(last):
            day = _first_change(order, day, last)
            yield day


def _first_change(order: Callable[[date], int | None], since: date, until: date) -> date:
    before = order(since)
    low, high = since.toordinal(), until.toordinal()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if order(date.fromordinal(middle)) == before else (low, middle)
    return date.fromordinal(high)
