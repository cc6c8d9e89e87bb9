"""The `if` operator: `{"if": [condition, value, …, otherwise]}`, UNKNOWN as soon as a condition reached is."""

from collections.abc import Sequence

from schemas.rules.compiler_parts import Compiling, OperandCompiler, operands_of, refuse_arity
from schemas.rules.rule import Evaluator, Node, names_read, steps_of
from schemas.rules.values import UNKNOWN, Value, Values


def chosen(compiler: Compiling, part: OperandCompiler) -> Node | None:
    """Compile an `if`: its conditions are bool, its values all of one type, which is its own."""
    places = operands_of(part)
    read = [compiler.node(expr, pointer, depth=part.depth + 1) for expr, pointer in places]
    if len(places) < 3 or len(places) % 2 == 0:
        refuse_arity(compiler, part, least=3, most=None)
        return None
    conditions = [compiler.typed(node, "bool", part.word) for node in read[:-1:2]]
    kind = next((node.type for node in (*read[1::2], read[-1]) if node is not None), "bool")
    results = [compiler.typed(node, kind, part.word) for node in (*read[1::2], read[-1])]
    operands = tuple(node for node in read if node is not None)
    if None in conditions or None in results:
        return None
    run = _choose([node.run for node in operands])
    return Node(part.word, kind, part.pointer, run, names_read(operands), operands, None, 1 + steps_of(operands))


def _choose(runs: Sequence[Evaluator]) -> Evaluator:
    pairs = tuple(zip(runs[:-1:2], runs[1::2], strict=True))
    otherwise = runs[-1]

    def run(values: Values) -> Value | None:
        for condition, result in pairs:
            verdict = condition(values)
            if verdict is None:
                return UNKNOWN
            if verdict:
                return result(values)
        return otherwise(values)

    return run


FORMS = {"if": chosen}
