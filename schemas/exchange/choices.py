"""The choices of an imported question, from `const`, `enum` or branches of one value each."""

from collections.abc import Callable, Mapping
from typing import Any

from schemas.exchange.flattener import Flat
from schemas.exchange.report import Report
from schemas.exchange.schema_merge import Schema
from schemas.json_schema.exact_numbers import canonical
from schemas.questions.text_cleaning import clean_line
from schemas.questions.types.choices import MAX_CHOICES
from schemas.questions.types.plain import value_as_text

Choice = dict[str, Any]


def consts_of(schema: Schema, flatten: Callable[[object], Flat | None]) -> list[Choice] | None:
    """Return the `{const, title}` that a schema lists: as `const`, `enum`, or branches of one value each; else None."""
    if "const" in schema:
        return [{"const": schema["const"], "title": str(schema.get("title") or value_as_text(schema["const"]))}]
    if isinstance(schema.get("enum"), list) and schema["enum"]:
        names = schema.get("enumNames")
        titles = names if isinstance(names, list) and len(names) == len(schema["enum"]) else schema["enum"]
        return [
            {"const": const, "title": value_as_text(title) or "—"}
            for const, title in zip(schema["enum"], titles, strict=True)
        ]
    for word in ("oneOf", "anyOf"):
        listed = schema.get(word)
        if isinstance(listed, list) and listed and all(_is_one_value(each) for each in listed):
            return [_choice(each) for each in listed]
    return None


def _is_one_value(schema: object) -> bool:
    if not isinstance(schema, Mapping) or "properties" in schema:
        return False
    return (
        "const" in schema
        or schema.get("type") == "null"
        or (isinstance(schema.get("enum"), list) and len(schema["enum"]) == 1)
    )


def _choice(schema: Mapping[str, Any]) -> Choice:
    const = schema["const"] if "const" in schema else schema["enum"][0] if "enum" in schema else None
    return {"const": const, "title": str(schema.get("title") or value_as_text(const) or "—")}


def choice_fragment(schema: Schema, choices: list[Choice], *, report: Report, place: str) -> Schema | None:
    """Return the fragment of a choice: a choice of texts when its values are plain texts, else of JSON values."""
    unique: dict[object, Choice] = {}
    for choice in choices:
        unique.setdefault(canonical(choice["const"]), choice)
    left = [each for each in unique.values() if each["const"] is not None]
    is_nullable = len(left) < len(unique)
    if len(left) > MAX_CHOICES:
        report.refuse("too_many_choices", place, limit=MAX_CHOICES)
        return None
    if not left:
        return {"const": None}
    if len(left) == 1 and "const" in schema:
        kept = {"type": "boolean"} if left[0]["const"] is True else {}
        return {**kept, "const": left[0]["const"]}
    if {each["title"] for each in left} == {"true", "false"} and all(isinstance(each["const"], bool) for each in left):
        return {"type": ["boolean", "null"] if is_nullable else "boolean"}
    are_plain = all(is_plain(each["const"]) for each in left)
    kind: Schema = {"type": "string"} if are_plain else {}
    if is_nullable:
        kind = {"type": ["string", "null"]} if are_plain else {"type": ["null"]}
    return {**kind, "oneOf": left}


def is_plain(const: object) -> bool:
    """Return whether a value is a text that a choice of texts may have."""
    return isinstance(const, str) and bool(const) and clean_line(const) == const
