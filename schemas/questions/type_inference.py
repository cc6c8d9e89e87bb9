"""The question type of a fragment of JSON Schema without `options.widget`."""

from collections.abc import Mapping
from typing import Final

from schemas.questions.base import NOTHING
from schemas.questions.definitions import definition_of

_BY_FORMAT: Final = {"email": "email", "date": "date", "time": "time", "date-time": "date_time"}


def type_of_schema(schema: Mapping[str, object], defs: Mapping[str, object] = NOTHING) -> str:
    """Return the type of a question from its fragment; "" when it does not determine one."""
    if "$ref" in schema:
        return "reference"
    if "const" in schema:
        return "sworn_statement" if schema.get("type") == "boolean" and schema["const"] is True else "constant"
    if "oneOf" in schema or "anyOf" in schema:
        return _type_of_choice(schema)
    return _type_of_array(schema, defs) if schema.get("type") == "array" else _type_of_plain(schema)


def _type_of_plain(schema: Mapping[str, object]) -> str:
    kind = schema.get("type")
    if kind == "string":
        return _BY_FORMAT.get(str(schema.get("format")), "short_text")
    if kind == "object":
        return "object" if "properties" in schema else "pairs" if "additionalProperties" in schema else ""
    return {"boolean": "yes_no", "integer": "integer", "number": "number"}.get(str(kind), "")


def _type_of_choice(schema: Mapping[str, object]) -> str:
    if not lists_consts(schema):
        return "one_of"
    return "single_choice" if schema.get("type") == "string" else "plain_choice"


def lists_consts(schema: Mapping[str, object]) -> bool:
    """Return whether `oneOf` lists values rather than shapes."""
    listed = schema.get("oneOf")
    if not isinstance(listed, list):
        return "oneOf" in schema
    return (
        not listed
        or any(isinstance(each, Mapping) and "const" in each for each in listed)
        or not all(isinstance(each, Mapping) for each in listed)
    )


def _type_of_array(schema: Mapping[str, object], defs: Mapping[str, object]) -> str:
    if "prefixItems" in schema:
        return "tuple"
    items = schema.get("items")
    if not isinstance(items, Mapping):
        return ""
    if "oneOf" in items and lists_consts(items):
        return "several_choices" if items.get("type") == "string" else "plain_choices"
    target = definition_of(items, defs) if "$ref" in items else items
    return "group" if "properties" in target else "list"
