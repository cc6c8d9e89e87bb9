"""The explanation of a verdict: each leaf of a rule, and those that keep it from being TRUE.

A leaf is a condition without logic: a comparison, a yes or no, a presence. `and or ! if any all` are explained leaf by
leaf; what computes a number is not divided.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from schemas.rules.operators.quantifiers import Quantifier
from schemas.rules.rule import Node, Rule
from schemas.rules.values import UNKNOWN, Value, Values


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition of a rule and its verdict.

    `actual` is the value of the operand that depends on answers (the first one, when several do), `expected` that of
    the others: a value, or a tuple of them, as the two ends of a between. `wanted` is the verdict that would make the
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
class RulePosition:
    """A node and what it was evaluated against."""

    node: Node
    values: Values
    wanted: bool = True
    matters: bool = False
    items: tuple[int, ...] = ()

    @property
    def value(self) -> Value | None:
        return self.node.run(self.values)

    def below(self, node: Node, *, wanted: bool) -> "RulePosition":
        """Return the position of an operand: it matters when this one does, and its verdict is not the one wanted."""
        matters = self.matters and node.run(self.values) is not wanted
        return replace(self, node=node, wanted=wanted, matters=matters)


def explain(rule: Rule, values: Values) -> Explanation:
    """Evaluate every leaf of a rule without stopping early, and mark those that keep it from being TRUE."""
    return Explanation(rule.run(values), tuple(_leaf(position) for position in leaf_positions(rule, values)))


def leaf_positions(rule: Rule, values: Values) -> Iterator[RulePosition]:
    """Yield where each leaf of a rule was evaluated."""
    is_failing = rule.type == "bool" and rule.run(values) is not True
    return _leaves(RulePosition(rule.root, values, matters=is_failing))


def _leaves(position: RulePosition) -> Iterator[RulePosition]:
    node = position.node
    if node.type != "bool":
        yield from _inside(position)
    elif node.operator in ("and", "or"):
        for operand in node.operands:
            yield from _leaves(position.below(operand, wanted=position.wanted))
    elif node.operator == "!":
        yield from _leaves(position.below(node.operands[0], wanted=not position.wanted))
    elif node.operator == "if":
        yield from _branches(position, node.operands)
    elif node.operator in ("any", "all") and isinstance(node.detail, Quantifier):
        yield from _items(position, node.detail)
    else:
        yield position


def _inside(position: RulePosition) -> Iterator[RulePosition]:
    """Yield the leaves inside a node that is no condition: they explain its value, and none of them matters."""
    plain = replace(position, matters=False)
    if isinstance(position.node.detail, Quantifier):
        yield from _items(plain, position.node.detail)
        return
    for operand in position.node.operands:
        yield from _leaves(replace(plain, node=operand, wanted=True))


def _items(position: RulePosition, quantifier: Quantifier) -> Iterator[RulePosition]:
    for number, scope in enumerate(quantifier.scopes(position.values) or ()):
        inner = replace(position, values=dict(scope), items=(*position.items, number))
        yield from _leaves(inner.below(quantifier.body, wanted=position.wanted))


def _branches(position: RulePosition, operands: tuple[Node, ...]) -> Iterator[RulePosition]:
    """Yield the leaves of an if: a condition matters when the branch on its other side has the verdict wanted."""
    if len(operands) == 1:
        yield from _leaves(position.below(operands[0], wanted=position.wanted))
        return
    condition, result, *rest = operands
    verdict = condition.run(position.values)
    to_result = result.run(position.values) is position.wanted
    to_rest = _chosen(tuple(rest), position.values) is position.wanted
    would_help = to_result or to_rest if verdict is UNKNOWN else to_rest if verdict else to_result
    aside = replace(position, matters=position.matters and would_help)
    yield from _leaves(aside.below(condition, wanted=to_result if verdict is UNKNOWN else not verdict))
    yield from _leaves(
        replace(position, matters=position.matters and verdict is not False).below(result, wanted=position.wanted)
    )
    yield from _branches(replace(position, matters=position.matters and verdict is not True), tuple(rest))


def _chosen(operands: tuple[Node, ...], values: Values) -> Value | None:
    for condition, result in zip(operands[:-1:2], operands[1::2], strict=True):
        verdict = condition.run(values)
        if verdict is not False:
            return result.run(values) if verdict else UNKNOWN
    return operands[-1].run(values)


def _leaf(position: RulePosition) -> Leaf:
    node, verdict = position.node, position.value
    actual, expected = sides_of(position)
    settled = verdict if isinstance(verdict, bool) else None
    return Leaf(
        node.pointer, node.operator, settled, position.wanted, actual, expected, position.matters, position.items
    )


def sides_of(position: RulePosition) -> tuple[Value | None, Value | tuple[Value | None, ...] | None]:
    """Return the value of a leaf and what it was compared with."""
    node = position.node
    if not node.operands:
        return position.value, position.wanted
    subject = subject_of(node)
    others = tuple(operand.run(position.values) for operand in node.operands if operand is not subject)
    return subject.run(position.values), others[0] if len(others) == 1 else others or None


def subject_of(leaf: Node) -> Node:
    """Return the operand of a leaf that depends on answers: the first one, when several do or none."""
    return next((operand for operand in leaf.operands if operand.names), leaf.operands[0])
