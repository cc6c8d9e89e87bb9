"""The merge of two schemas of one value into one; what cannot be merged stays apart, under `allOf`."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas.json_schema.exact_numbers import canonical

Schema = dict[str, Any]

#: Keywords for people, taken from the first schema that has them.
_FIRST: Final = frozenset(
    [
        "title",
        "description",
        "default",
        "examples",
        "$comment",
        "readOnly",
        "writeOnly",
        "deprecated",
        "$id",
        "$schema",
        "$anchor",
        "$defs",
        "definitions",
        "enumNames",
    ]
)
#: Keywords of which the larger, or the smaller, of two values is kept.
_LARGER: Final = frozenset(["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"])
_SMALLER: Final = frozenset(["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"])

#: Keywords whose values only get longer: of many schemas, comparing all that came before with the next one would cost
#: the square of their number.
_GROWING: Final = frozenset(["properties", "allOf", "x-conditions"])


def merged(first: Schema, second: Schema) -> Schema | None:
    """Return one schema equivalent to both; None when no value is valid under both."""
    result = dict(first)
    for word, value in second.items():
        if word not in result:
            result[word] = value
        elif word in _GROWING or (word not in _FIRST and canonical(result[word]) != canonical(value)):
            joined = _JOINS.get(word, _apart)(word, result, value)
            if joined is None:
                return None
            result = joined
    return _closed(first, second, result)


def _closed(first: Schema, second: Schema, result: Schema) -> Schema:
    """Remove the properties that one schema does not allow the other to add."""
    for schema in (first, second):
        if schema.get("additionalProperties") is False and "properties" in result:
            known = schema.get("properties", {})
            kept = {name: each for name, each in result["properties"].items() if name in known}
            result = {**result, "properties": kept}
    return result


def _apart(word: str, result: Schema, value: object) -> Schema | None:
    return {**result, "allOf": [*result.get("allOf", []), {word: value}]}


def _types(word: str, result: Schema, value: object) -> Schema | None:
    kinds = [each for each in _listed(result["type"]) if _is_among(each, value)]
    kinds += [each for each in _listed(value) if each == "integer" and "number" in _listed(result["type"])]
    left = list(dict.fromkeys(kinds))
    return {**result, "type": left[0] if len(left) == 1 else left} if left else None


def _listed(kinds: object) -> list[str]:
    return [str(each) for each in kinds] if isinstance(kinds, list) else [str(kinds)]


def _is_among(kind: str, kinds: object) -> bool:
    return kind in _listed(kinds) or (kind == "integer" and "number" in _listed(kinds))


def _properties(word: str, result: Schema, value: Mapping[str, Any]) -> Schema | None:
    both = dict(result["properties"])
    for name, schema in value.items():
        both[name] = {"allOf": [*_members(both[name]), schema]} if name in both else schema
    return {**result, "properties": both}


def _members(schema: object) -> list[object]:
    """Return the schemas of an `allOf` that says nothing else, so that many merges nest no deeper than one."""
    return schema["allOf"] if isinstance(schema, dict) and list(schema) == ["allOf"] else [schema]


def _names(word: str, result: Schema, value: Any) -> Schema | None:
    if isinstance(value, list):
        return {**result, word: list(dict.fromkeys([*result[word], *value]))}
    names = {**result[word]}
    for name, each in value.items():
        names[name] = _both(names[name], each) if name in names else each
    return {**result, word: names}


def _both(first: object, second: object) -> object:
    return [*first, *second] if isinstance(first, list) and isinstance(second, list) else {"allOf": [first, second]}


def _enum(word: str, result: Schema, value: list[object]) -> Schema | None:
    wanted = {canonical(each) for each in value}
    left = [each for each in result["enum"] if canonical(each) in wanted]
    return {**result, "enum": left} if left else None


def _never(word: str, result: Schema, value: object) -> Schema | None:
    return None


def _schema(word: str, result: Schema, value: object) -> Schema | None:
    if result[word] is False or value is False:
        return {**result, word: False}
    return {**result, word: {"allOf": [result[word], value]}}


def _conditions(word: str, result: Schema, value: list[object]) -> Schema | None:
    return {**result, word: [*result[word], *value]}


_JOINS: Final[Mapping[str, Callable[[str, Schema, Any], Schema | None]]] = {
    "type": _types,
    "properties": _properties,
    **dict.fromkeys(("required", "dependentRequired", "dependentSchemas", "patternProperties"), _names),
    "enum": _enum,
    "const": _never,
    **dict.fromkeys(("items", "additionalProperties", "propertyNames"), _schema),
    **dict.fromkeys(_LARGER, lambda word, result, value: {**result, word: max(result[word], value)}),
    **dict.fromkeys(_SMALLER, lambda word, result, value: {**result, word: min(result[word], value)}),
    "uniqueItems": lambda word, result, _: {**result, word: True},
    "allOf": _conditions,
    "x-conditions": _conditions,
}
