"""The `scale` operator: marginal brackets, as for an income tax.

`{"scale": {"of": expr, "brackets": [{"from": 0, "rate": 0}, {"from": 11294, "rate": {"num": "0.11"}}, …]}}`

Each bracket reaches from its `from` to that of the next, the last one without end; the part of `of` in it is
multiplied by its `rate`, and the sum is rounded once, half away from zero, to six decimals. The part below the first
`from` counts for nothing. `from` and `rate` are nums written in the rule or params; those written in the rule ascend.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from schemas.rules.compiler_parts import Compiling, Form, OperandCompiler
from schemas.rules.operators.numbers import nearest
from schemas.rules.rule import LITERAL, Evaluator, Node, names_read, steps_of
from schemas.rules.values import SCALE, UNKNOWN, Value, Values, fitting

MAX_BRACKETS: Final = 50


@dataclass(frozen=True, slots=True)
class Bracket:
    """The part of an amount above `start`, up to that of the next bracket, counts at `rate`."""

    start: Node
    rate: Node


@dataclass(frozen=True, slots=True)
class Scale:
    """The content of a `scale`."""

    of: Node
    brackets: tuple[Bracket, ...]


def read_scale(compiler: Compiling, part: OperandCompiler) -> Node | None:
    """Compile a scale, of type num."""
    payload = part.payload
    brackets = payload.get("brackets") if isinstance(payload, dict) and set(payload) == {"of", "brackets"} else None
    if not isinstance(payload, dict) or not isinstance(brackets, list) or not 1 <= len(brackets) <= MAX_BRACKETS:
        compiler.refuse("bad_scale", part.place, limit=MAX_BRACKETS)
        return None
    of = compiler.typed(compiler.node(payload["of"], part.at("of"), depth=part.depth + 1), "num", part.word)
    read = [_bracket(compiler, part, position, each) for position, each in enumerate(brackets)]
    known = tuple(bracket for bracket in read if bracket is not None)
    if of is None or len(known) < len(read) or not _ascend(compiler, part, known):
        return None
    operands = (of, *(node for bracket in known for node in (bracket.start, bracket.rate)))
    run = _marginal(of.run, [(bracket.start.run, bracket.rate.run) for bracket in known])
    steps = 1 + 5 * len(known) + steps_of(operands)
    return Node(part.word, "num", part.pointer, run, names_read(operands), operands, Scale(of, known), steps)


def _bracket(compiler: Compiling, part: OperandCompiler, position: int, source: object) -> Bracket | None:
    pointer = part.at("brackets", position)
    if not isinstance(source, dict) or set(source) != {"from", "rate"}:
        compiler.refuse("bad_bracket", pointer)
        return None
    read = [compiler.node(source[key], f"{pointer}/{key}", depth=part.depth + 1) for key in ("from", "rate")]
    start, rate = (compiler.typed(node, "num", part.word) for node in read)
    if start is None or rate is None:
        return None
    for node in (start, rate):
        if node.operator not in (LITERAL, "param"):
            compiler.refuse("bad_bracket", node.pointer)
    return Bracket(start, rate)


def _ascend(compiler: Compiling, part: OperandCompiler, brackets: Sequence[Bracket]) -> bool:
    """Return whether the brackets that begin at a number written in the rule are in ascending order."""
    written = [bracket.start for bracket in brackets if isinstance(bracket.start.detail, int)]
    wrong = [after for before, after in pairwise(written) if _value(before) >= _value(after)]
    for start in wrong:
        compiler.refuse("brackets_not_ascending", start.pointer)
    return not wrong


def _value(node: Node) -> int:
    return node.detail if isinstance(node.detail, int) else 0


def _marginal(of: Evaluator, brackets: Sequence[tuple[Evaluator, Evaluator]]) -> Evaluator:
    def run(values: Values) -> Value | None:
        amount = of(values)
        starts = [start(values) for start, _ in brackets]
        rates = [rate(values) for _, rate in brackets]
        if not isinstance(amount, int) or None in starts or None in rates:
            return UNKNOWN
        return _total(amount, starts, rates)  # type: ignore[arg-type]

    return run


def _total(amount: int, starts: list[int], rates: list[int]) -> int | None:
    """Return the sum over the brackets; one that begins beyond the next one, by its params, is empty."""
    ends = [*starts[1:], max(amount, *starts)]
    brackets = zip(starts, ends, rates, strict=True)
    return fitting(nearest(sum(max(0, min(amount, end) - start) * rate for start, end, rate in brackets), SCALE))


FORMS: Final[Mapping[str, Form]] = {"scale": read_scale}
