"""The JSON Schema 2020-12 of a rule, where JSON Schema can express it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from schemas.rules.literals import MAX_JSON_INTEGER
from schemas.rules.naming import key_in_address
from schemas.rules.rule import NAME, Node, Rule
from schemas.rules.values import ITEM, SCALE, TODAY, UNKNOWN, Value

Schema = dict[str, object]


_NEGATED: Final = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MIRRORED: Final = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_BOUNDS: Final = {"<": "exclusiveMaximum", "<=": "maximum", ">": "exclusiveMinimum", ">=": "minimum"}
_PRESENT: Final[Mapping[str, Schema]] = {
    "num": {"type": "integer"},
    "str": {"type": "string", "minLength": 1},
    "date": {"type": "string", "minLength": 1},
    "list": {"type": "array", "minItems": 1},
}


@dataclass(frozen=True, slots=True)
class _Aim:
    """The aim of a schema: the verdict to express, and the names whose answers are JSON integers."""

    outcome: bool
    numbers: frozenset[str]

    def reversed(self) -> "_Aim":
        return _Aim(not self.outcome, self.numbers)


def schema_when(
    rule: Rule,
    outcome: bool,  # noqa: FBT001 (one of two verdicts, named by the caller)
    *,
    numbers: frozenset[str] = frozenset(),
    derived: frozenset[str] = frozenset(),
) -> Schema | None:
    """Return a schema of the answers, valid exactly when a bool rule is TRUE (or FALSE, when `outcome` is).

    `numbers` are the names whose answer is a JSON integer; other nums are held as decimal strings. Names of parts
    (`adresse.citycode`) become nested properties. A rule over `item.` gives a schema of the item.

    Returns None when JSON Schema cannot express it: `@today`, years, the order of dates, decimals held as strings, two
    names compared, an item together with outer answers, names of `derived` (rules do not read the value as it is kept).
    """
    if not rule.names.isdisjoint(derived):
        return None
    inside = {name for name in rule.names if name.startswith(ITEM)}
    if inside and inside != rule.names:
        return None
    return _schema(rule.root, _Aim(outcome, numbers))


def _schema(node: Node, aim: _Aim) -> Schema | None:
    if not node.names:
        return _always() if node.run({}) is aim.outcome else _never()
    write = _WRITERS.get(node.operator)
    return write(node, aim) if write else None


def _always() -> Schema:
    return {}


def _never() -> Schema:
    return {"not": {}}


def _flag(node: Node, aim: _Aim) -> Schema | None:
    return _where(node, {"const": aim.outcome})


def _every(node: Node, aim: _Aim) -> Schema | None:
    return _joined("allOf" if aim.outcome else "anyOf", [_schema(part, aim) for part in node.operands])


def _some(node: Node, aim: _Aim) -> Schema | None:
    return _joined("anyOf" if aim.outcome else "allOf", [_schema(part, aim) for part in node.operands])


def _opposite(node: Node, aim: _Aim) -> Schema | None:
    return _schema(node.operands[0], aim.reversed())


def _answered(node: Node, aim: _Aim) -> Schema | None:
    (operand,) = node.operands
    blank: Schema = {"enum": [None, "", [], {}]}
    if aim.outcome:
        return _where(operand, {"not": blank})
    return None if operand.names == {TODAY} else _unless_absent(operand, blank)


@dataclass(frozen=True, slots=True)
class _Against:
    """A comparison of a side that reads names with a constant, the constant moved to the right."""

    operator: str
    side: Node
    constant: Value


def _against(node: Node) -> _Against | None:
    operator = node.operator
    side, other = node.operands
    if other.names:
        operator = _MIRRORED.get(operator, operator)
        side, other = other, side
    constant = UNKNOWN if other.names else other.run({})
    return None if constant is None else _Against(operator, side, constant)


def _compared(node: Node, aim: _Aim) -> Schema | None:
    found = _against(node)
    if found is None:
        return None
    operator = found.operator if aim.outcome else _NEGATED[found.operator]
    if found.side.type == "bool":
        return _schema(found.side, _Aim((operator == "==") is found.constant, aim.numbers))
    if found.side.type == "num" and not found.side.names <= aim.numbers:
        return None
    write = _equal if operator in ("==", "!=") else _bounded
    return write(operator, found.side, found.constant)


def _equal(operator: str, side: Node, constant: Value) -> Schema | None:
    fits = _equal_to(constant)
    if fits is None:
        return None
    return _where(side, fits if operator == "==" else {**_PRESENT[side.type], "not": fits})


def _equal_to(constant: Value) -> Schema | None:
    """Return the schema of the answers equal to a constant; no integer equals one that is not whole."""
    if isinstance(constant, tuple):
        return _same_keys(constant)
    if isinstance(constant, date):
        return {"const": constant.isoformat()}
    if isinstance(constant, int):
        whole, rest = divmod(constant, SCALE)
        if rest:
            return _never()
        return {"const": whole} if abs(whole) <= MAX_JSON_INTEGER else None
    return {"const": constant}


def _same_keys(keys: tuple[object, ...]) -> Schema:
    each = [{"contains": {"const": key}} for key in dict.fromkeys(keys)]
    return {"type": "array", "items": {"enum": list(dict.fromkeys(keys))}, "allOf": each}


def _bounded(operator: str, side: Node, constant: Value) -> Schema | None:
    """Bound an integer; a bound that is not whole moves to the next integer inside, since floats are not exact."""
    if not isinstance(constant, int):
        return None
    whole, rest = divmod(constant, SCALE)
    if rest:
        operator, whole = ("<=", whole) if operator in ("<", "<=") else (">=", whole + 1)
    if abs(whole) > MAX_JSON_INTEGER:
        return None
    return _where(side, {"type": "integer", _BOUNDS[operator]: whole})


def _in(node: Node, aim: _Aim) -> Schema | None:
    found = _against(node)
    if found is None:
        return None
    if isinstance(found.constant, tuple):
        return _fitting(found.side, {"enum": list(found.constant)}, aim)
    return _fitting(found.side, {"type": "array", "contains": {"const": found.constant}}, aim)


def _has_any(node: Node, aim: _Aim) -> Schema | None:
    found = _against(node)
    if found is None or not isinstance(found.constant, tuple):
        return None
    return _fitting(found.side, {"type": "array", "contains": {"enum": list(found.constant)}}, aim)


def _fitting(side: Node, fits: Schema, aim: _Aim) -> Schema | None:
    return _where(side, fits if aim.outcome else {**_PRESENT[side.type], "not": fits})


def _joined(word: str, parts: list[Schema | None]) -> Schema | None:
    """Join the parts under `allOf` or `anyOf`; None when one of them cannot be expressed."""
    if None in parts:
        return None
    return parts[0] if len(parts) == 1 else {word: parts}


def _where(node: Node, schema: Schema) -> Schema | None:
    """Apply `schema` to the answer of a name; for a part, inside an object (its keywords accept other types)."""
    if node.operator != NAME or node.names == {TODAY}:
        return None
    first, *rest = _path(node)
    for key in reversed(rest):
        schema = {"type": "object", "properties": {key: schema}, "required": [key]}
    return {"properties": {first: schema}, "required": [first]}


def _unless_absent(node: Node, schema: Schema) -> Schema:
    for key in reversed(_path(node)):
        schema = {"properties": {key: schema}}
    return schema


def _path(node: Node) -> list[str]:
    (name,) = node.names
    return [key_in_address(part) for part in name.removeprefix(ITEM).split(".")]


_WRITERS: Final[Mapping[str, Callable[[Node, _Aim], Schema | None]]] = {
    NAME: _flag,
    "and": _every,
    "or": _some,
    "!": _opposite,
    "answered": _answered,
    "in": _in,
    "has_any": _has_any,
    **dict.fromkeys(_NEGATED, _compared),
}
