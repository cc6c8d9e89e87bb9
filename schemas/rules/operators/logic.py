"""The operators of Kleene's three-valued logic, and `answered`, the only one that sees a blank."""

from collections.abc import Mapping, Sequence
from typing import Final

from schemas.rules.operators.signature import Operator, Signature
from schemas.rules.rule import Evaluator, Node
from schemas.rules.values import RULE_TYPES, UNKNOWN, Values


def every(operands: Sequence[Node]) -> Evaluator:
    """Kleene's `and`: FALSE beats UNKNOWN."""
    runs = [operand.run for operand in operands]

    def run(values: Values) -> bool | None:
        verdict: bool | None = True
        for operand in runs:
            found = operand(values)
            if found is False:
                return False
            if found is None:
                verdict = UNKNOWN
        return verdict

    return run


def some(operands: Sequence[Node]) -> Evaluator:
    """Kleene's `or`: TRUE beats UNKNOWN."""
    runs = [operand.run for operand in operands]

    def run(values: Values) -> bool | None:
        verdict: bool | None = False
        for operand in runs:
            found = operand(values)
            if found is True:
                return True
            if found is None:
                verdict = UNKNOWN
        return verdict

    return run


def opposite(operands: Sequence[Node]) -> Evaluator:
    operand = operands[0].run

    def run(values: Values) -> bool | None:
        found = operand(values)
        return UNKNOWN if found is None else not found

    return run


def answered(operands: Sequence[Node]) -> Evaluator:
    operand = operands[0].run
    return lambda values: operand(values) is not None


_LOGIC = (Signature(("bool",), "bool"),)
_ANY = tuple(Signature((kind,), "bool") for kind in RULE_TYPES)

OPERATORS: Final[Mapping[str, Operator]] = {
    "and": Operator(1, None, _LOGIC, every),
    "or": Operator(1, None, _LOGIC, some),
    "!": Operator(1, 1, _LOGIC, opposite),
    "answered": Operator(1, 1, _ANY, answered, takes_names=True),
}
