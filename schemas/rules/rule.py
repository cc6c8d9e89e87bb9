"""A compiled rule: its nodes, and its verdict on answers."""

from dataclasses import dataclass

from schemas.rules.operators import Evaluator
from schemas.rules.values import RuleType, Value, Values

#: The operator of the nodes that have no operands.
NAME = "var"
LITERAL = "literal"


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One part of a rule, typed and ready to run.

    `operator` is a line of `OPERATORS`, or `NAME` or `LITERAL`; `names` are the names that it and its operands read
    (one, for a NAME); `pointer` is its place, the prefix of the rule included; `run` gives its value.
    """

    operator: str
    type: RuleType
    pointer: str
    run: Evaluator
    names: frozenset[str] = frozenset()
    operands: tuple["Node", ...] = ()


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

    `values` go from a name to what `load_value` made of its answer, of the type that was declared when compiling;
    a name that is absent is blank, `@today` included.
    """
    return rule.run(values)
