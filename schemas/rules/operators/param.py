"""The `param` operator: `{"param": "plafond"}` on `@today`, `{"param": ["plafond", date]}` on another day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from schemas.rules.compiler_parts import Compiling, Form, OperandCompiler, operands_of, refuse_arity
from schemas.rules.legal_params import Param
from schemas.rules.rule import NAME, Evaluator, Node
from schemas.rules.values import TODAY, UNKNOWN, Value, Values


@dataclass(frozen=True, slots=True)
class ParamUse:
    """The content of a `param`: its name, the legal parameter, and the node of the day on which it is read."""

    name: str
    param: Param
    day: Node


def read_param(compiler: Compiling, part: OperandCompiler) -> Node | None:
    """Compile the use of a legal parameter, of the type of its values; outside its periods it is UNKNOWN."""
    places = operands_of(part)
    if not 1 <= len(places) <= 2:
        refuse_arity(compiler, part, least=1, most=2)
        return None
    (name, pointer), *rest = places
    param = compiler.params.get(name) if isinstance(name, str) else None
    if param is None:
        compiler.refuse("unknown_param", pointer, name=str(name))
    expr, place = rest[0] if rest else ({NAME: TODAY}, part.place)
    day = compiler.typed(compiler.node(expr, place, depth=part.depth + 1), "date", part.word)
    if param is None or day is None:
        return None
    use = ParamUse(str(name), param, day)
    return Node(part.word, param.type, part.pointer, _in_force(use), day.names, (day,), use, 3 + day.steps)


def _in_force(use: ParamUse) -> Evaluator:
    day, on = use.day.run, use.param.on

    def run(values: Values) -> Value | None:
        found = day(values)
        return on(found) if isinstance(found, date) else UNKNOWN

    return run


FORMS: Final[Mapping[str, Form]] = {"param": read_param}
