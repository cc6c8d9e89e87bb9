"""The signature of an operator: the types that it takes and gives, a line of a table of operators."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from schemas.problems import Problem
from schemas.rules.rule import Evaluator, Node
from schemas.rules.values import UNKNOWN, RuleType, Value, Values


@dataclass(frozen=True, slots=True)
class Signature:
    """The types that an operator takes, the last one repeated for all further operands, and the type it gives."""

    takes: tuple[RuleType, ...]
    gives: RuleType

    def wanted(self, position: int) -> RuleType:
        return self.takes[min(position, len(self.takes) - 1)]

    def fits(self, types: Sequence[RuleType | None]) -> bool:
        """Return whether operands of these types are accepted; None is an operand whose type is not known."""
        return all(found is None or found == self.wanted(position) for position, found in enumerate(types))


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator for the compiler: its least and most operands (None: any number), their types, and `build`, which
    makes the evaluator of a node from its operands.
    """

    least: int
    most: int | None
    signatures: tuple[Signature, ...]
    build: Callable[[Sequence[Node]], Evaluator]
    #: Whether its operands are names, which a rule may then write as plain strings.
    takes_names: bool = False
    #: The problem of operands of the right types, if any.
    check: Callable[[Sequence[Node]], Problem | None] = lambda _: None
    #: Its work without its operands, in units of a comparison.
    steps: int = 1

    def takes(self, count: int) -> bool:
        return self.least <= count and (self.most is None or count <= self.most)


def of_values(function: Callable[..., Value | None]) -> Callable[[Sequence[Node]], Evaluator]:
    """Make an operator of a function of values: it is UNKNOWN as soon as one of them is."""

    def build(operands: Sequence[Node]) -> Evaluator:
        runs = [operand.run for operand in operands]
        if len(runs) == 1:
            return _of_one(function, runs[0])
        return _of_two(function, runs[0], runs[1]) if len(runs) == 2 else _of_many(function, runs)

    return build


def _of_one(function: Callable[..., Value | None], run: Evaluator) -> Evaluator:
    def of_one(values: Values) -> Value | None:
        value = run(values)
        return UNKNOWN if value is None else function(value)

    return of_one


def _of_two(function: Callable[..., Value | None], first: Evaluator, second: Evaluator) -> Evaluator:
    def of_two(values: Values) -> Value | None:
        left = first(values)
        if left is None:
            return UNKNOWN
        right = second(values)
        return UNKNOWN if right is None else function(left, right)

    return of_two


def _of_many(function: Callable[..., Value | None], runs: Sequence[Evaluator]) -> Evaluator:
    def of_many(values: Values) -> Value | None:
        found = []
        for run in runs:
            value = run(values)
            if value is None:
                return UNKNOWN
            found.append(value)
        return function(*found)

    return of_many
