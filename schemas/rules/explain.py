"""Why a rule has its verdict: each of its leaves, and those that keep it from being TRUE.

A leaf is a condition that is no logic: a comparison, a yes or no, a presence. Inside `and or ! if any all` its verdict
is told leaf by leaf; what computes a number is not taken apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from schemas.rules.operators.quantifiers import Quantifier
from schemas.rules.rule import Node, Rule
from schemas.rules.values import UNKNOWN, Value, Values


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition of a rule and what became of it.

    `actual` is the value of the operand that hangs on answers (the first one, when several do), `expected` that of the
    others: a value, or a tuple of them, as the two ends of a between. `wanted` is the verdict that would make the
    rule TRUE: FALSE below a `!`. It `matters` when the rule is not TRUE and this leaf is among those that have to
    change for it to be. `items` are the places of the items it was evaluated for, from the outermost group.
    """

    pointer: str
    operator: str
    verdict: bool | None
    wanted: bool
    actual: Value | None
    expected: Value | tuple[Value | None, ...] | None
    matters: bool
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The value of a rule, and all of its leaves in the order in which they are written."""

    verdict: Value | None
    leaves: tuple[Leaf, ...]

    @property
    def failing(self) -> tuple[Leaf, ...]:
        """The leaves that answers have settled against the rule, all those that have to change."""
        return tuple(leaf for leaf in self.leaves if leaf.matters and leaf.verdict is not None)


@dataclass(frozen=True, slots=True)
class Spot:
    """A node and what it was evaluated against."""

    node: Node
    values: Values
    wanted: bool = True
    matters: bool = False
    items: tuple[int, ...] = ()

    @property
    def value(self) -> Value | None:
        return self.node.run(self.values)

    def below(self, node: Node, *, wanted: bool) -> "Spot":
        """Go to an operand: it matters when this matters, and its verdict is not the one wanted."""
        matters = self.matters and node.run(self.values) is not wanted
        return replace(self, node=node, wanted=wanted, matters=matters)


def explain(rule: Rule, values: Values) -> Explanation:
    """Evaluate every leaf of a rule without stopping early, and tell which of them keep it from being TRUE."""
    return Explanation(rule.run(values), tuple(_leaf(spot) for spot in leaf_spots(rule, values)))


def leaf_spots(rule: Rule, values: Values) -> Iterator[Spot]:
    """Yield where each leaf of a rule was evaluated."""
    is_failing = rule.type == "bool" and rule.run(values) is not True
    return _spots(Spot(rule.root, values, matters=is_failing))


def _spots(spot: Spot) -> Iterator[Spot]:
    node = spot.node
    if node.type != "bool":
        yield from _inside(spot)
    elif node.operator in ("and", "or"):
        for operand in node.operands:
            yield from _spots(spot.below(operand, wanted=spot.wanted))
    elif node.operator == "!":
        yield from _spots(spot.below(node.operands[0], wanted=not spot.wanted))
    elif node.operator == "if":
        yield from _branches(spot, node.operands)
    elif node.operator in ("any", "all") and isinstance(node.detail, Quantifier):
        yield from _items(spot, node.detail)
    else:
        yield spot


def _inside(spot: Spot) -> Iterator[Spot]:
    """Yield the leaves of what is no condition: they explain which way it went, and none of them matters."""
    plain = replace(spot, matters=False)
    if isinstance(spot.node.detail, Quantifier):
        yield from _items(plain, spot.node.detail)
        return
    for operand in spot.node.operands:
        yield from _spots(replace(plain, node=operand, wanted=True))


def _items(spot: Spot, quantifier: Quantifier) -> Iterator[Spot]:
    for position, scope in enumerate(quantifier.scopes(spot.values) or ()):
        inner = replace(spot, values=dict(scope), items=(*spot.items, position))
        yield from _spots(inner.below(quantifier.body, wanted=spot.wanted))


def _branches(spot: Spot, operands: tuple[Node, ...]) -> Iterator[Spot]:
    """Yield the leaves of an if: a condition matters when the branch on its other side has the verdict wanted."""
    if len(operands) == 1:
        yield from _spots(spot.below(operands[0], wanted=spot.wanted))
        return
    condition, result, *rest = operands
    verdict = condition.run(spot.values)
    to_result = result.run(spot.values) is spot.wanted
    to_rest = _chosen(tuple(rest), spot.values) is spot.wanted
    would_help = to_result or to_rest if verdict is UNKNOWN else to_rest if verdict else to_result
    aside = replace(spot, matters=spot.matters and would_help)
    yield from _spots(aside.below(condition, wanted=to_result if verdict is UNKNOWN else not verdict))
    yield from _spots(replace(spot, matters=spot.matters and verdict is not False).below(result, wanted=spot.wanted))
    yield from _branches(replace(spot, matters=spot.matters and verdict is not True), tuple(rest))


def _chosen(operands: tuple[Node, ...], values: Values) -> Value | None:
    for condition, result in zip(operands[:-1:2], operands[1::2], strict=True):
        verdict = condition.run(values)
        if verdict is not False:
            return result.run(values) if verdict else UNKNOWN
    return operands[-1].run(values)


def _leaf(spot: Spot) -> Leaf:
    node, verdict = spot.node, spot.value
    actual, expected = sides_of(spot)
    settled = verdict if isinstance(verdict, bool) else None
    return Leaf(node.pointer, node.operator, settled, spot.wanted, actual, expected, spot.matters, spot.items)


def sides_of(spot: Spot) -> tuple[Value | None, Value | tuple[Value | None, ...] | None]:
    """Return what a leaf found and what it was held against."""
    node = spot.node
    if not node.operands:
        return spot.value, spot.wanted
    subject = subject_of(node)
    others = tuple(operand.run(spot.values) for operand in node.operands if operand is not subject)
    return subject.run(spot.values), others[0] if len(others) == 1 else others or None


def subject_of(leaf: Node) -> Node:
    """Return the operand of a leaf that hangs on answers: the first one, when several do or none."""
    return next((operand for operand in leaf.operands if operand.names), leaf.operands[0])
