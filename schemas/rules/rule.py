"""A compiled rule: its nodes, and its verdict on answers."""

from collections.abc import Callable
from dataclasses import dataclass

from schemas.rules.values import RuleType, Value, Values

#: The function of a compiled node. It never raises: what cannot be computed is UNKNOWN (see `faults`).
Evaluator = Callable[[Values], Value | None]

#: The operator of the nodes that have no operands.
NAME = "var"
LITERAL = "literal"


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One part of a rule, typed and ready to run.

    `operator` is a word of the language, or `NAME` or `LITERAL`; `names` are the names that it and its operands read
    (one, for a NAME); `pointer` is its place, the prefix of the rule included; `run` gives its value; `operands` are
    all the nodes below it; `steps` is its work at most, in nodes evaluated.

    `detail` is specific to the operator: the value of a LITERAL, the `Quantifier` of any, all, count_if and sum_of,
    the `Table` of a table, the `Scale` of a scale, the `ParamUse` of a param; None for all others.
    """

    operator: str
    type: RuleType
    pointer: str
    run: Evaluator
    names: frozenset[str] = frozenset()
    operands: tuple["Node", ...] = ()
    detail: object = None
    steps: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule that compiled: `expr` is its source in JSON, `names` the names that it reads, `nodes` how many it has."""

    expr: object
    type: RuleType
    names: frozenset[str]
    nodes: int
    root: Node
    run: Evaluator


def evaluate(rule: Rule, values: Values) -> Value | None:
    """Return the value of a rule, None when it is UNKNOWN.

    `values` go from a name to the value of its answer (`load_value`, or `load_group` for a group), of the type declared
    when compiling; an absent name is blank, `@today` included.
    """
    return rule.run(values)


def names_read(operands: tuple[Node, ...]) -> frozenset[str]:
    """Return the names that these nodes read."""
    return frozenset().union(*(operand.names for operand in operands))


def steps_of(operands: tuple[Node, ...]) -> int:
    return sum(operand.steps for operand in operands)
