"""The keywords of JSON Schema 2020-12: those that hold schemas, and the values allowed for each other one."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

#: Keywords that hold one schema, a list of schemas, schemas by name. `definitions` is that of draft-07.
ONE: Final = frozenset(
    [
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
LISTED: Final = frozenset(["allOf", "anyOf", "oneOf", "prefixItems"])
NAMED: Final = frozenset(["$defs", "definitions", "dependentSchemas", "patternProperties", "properties"])
#: Those whose schemas apply to the same value as the schema that holds them.
IN_PLACE: Final = frozenset(["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"])
REFERENCES: Final = ("$ref", "$dynamicRef")

TYPES: Final = frozenset(["null", "boolean", "object", "array", "number", "string", "integer"])


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: object) -> bool:
    return _is_number(value) and value >= 0 and value == int(value)  # type: ignore[operator, call-overload]


def _is_above_zero(value: object) -> bool:
    return _is_number(value) and value > 0  # type: ignore[operator]


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _is_type(value: object) -> bool:
    kinds = value if isinstance(value, list) else [value]
    return 0 < len(kinds) <= len(TYPES) and all(isinstance(kind, str) and kind in TYPES for kind in kinds)


def _are_texts_by_name(value: object) -> bool:
    return isinstance(value, Mapping) and all(_is_texts(each) for each in value.values())


#: By keyword, the function that returns whether its value is well made.
SHAPES: Final[Mapping[str, Callable[[object], bool]]] = {
    **dict.fromkeys(
        ("$id", "$schema", "$ref", "$dynamicRef", "$anchor", "$dynamicAnchor", "pattern", "format"), _is_text
    ),
    **dict.fromkeys(("maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum"), _is_number),
    **dict.fromkeys(
        (
            "maxLength",
            "minLength",
            "maxItems",
            "minItems",
            "maxProperties",
            "minProperties",
            "maxContains",
            "minContains",
        ),
        _is_count,
    ),
    "multipleOf": _is_above_zero,
    "required": _is_texts,
    "enum": _is_list,
    "type": _is_type,
    "uniqueItems": _is_truth,
    "dependentRequired": _are_texts_by_name,
}


def is_schema(value: object) -> bool:
    return isinstance(value, Mapping | bool)


def schemas_in(schema: Mapping[str, object]) -> Iterator[tuple[str, tuple[str | int, ...], object]]:
    """Yield each value where a schema is expected: the keyword, the place, and the value, whatever it is."""
    for word, value in schema.items():
        if word in ONE:
            yield word, (word,), value
        elif word in LISTED and isinstance(value, list):
            yield from ((word, (word, place), each) for place, each in enumerate(value))
        elif word in NAMED and isinstance(value, Mapping):
            yield from ((word, (word, str(name)), each) for name, each in value.items())
