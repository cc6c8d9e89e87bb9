"""Older dialects of JSON Schema lifted to 2020-12, each by a pure function from schema to schema."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from schemas.json_schema.admission import DIALECT
from schemas.json_schema.keywords import LISTED, NAMED, ONE
from schemas.problems import Problem

Schema = dict[str, Any]

_PLACE: Final = "json-schema.org/"


def lift(schema: object) -> tuple[object, tuple[Problem, ...]]:
    """Return a schema of any known dialect as one of 2020-12, or the problem `unknown_schema_dialect`.

    A schema that names no dialect is read as 2020-12, except for what only older ones have: `definitions`, `items`
    that is a list, `dependencies`.
    """
    if not isinstance(schema, Mapping):
        return schema, ()
    dialect = schema.get("$schema", DIALECT)
    name = str(dialect).rstrip("#").removeprefix("https://").removeprefix("http://").removeprefix(_PLACE)
    change = _CHANGES.get(name) if isinstance(dialect, str) else None
    if change is None:
        known = [DIALECT, *(f"http://{_PLACE}{each}" for each in _CHANGES if each.startswith("draft-"))]
        return None, (Problem("unknown_schema_dialect", "/$schema", {"dialect": str(dialect), "known": known}),)
    return {**cast("Schema", _lifted(schema, change)), "$schema": DIALECT}, ()


def _lifted(schema: object, change: Callable[[Schema], Schema]) -> object:
    """Return a schema changed, and every schema inside it."""
    if not isinstance(schema, Mapping):
        return schema
    changed = change(dict(schema))
    for word, value in changed.items():
        if word in ONE:
            changed[word] = _lifted(value, change)
        elif word in LISTED and isinstance(value, list):
            changed[word] = [_lifted(each, change) for each in value]
        elif word in NAMED and isinstance(value, Mapping):
            changed[word] = {name: _lifted(each, change) for name, each in value.items()}
    return changed


def _loose(schema: Schema) -> Schema:
    """Lift what schemas of 2020-12, or without a dialect, still hold of draft-07."""
    return _without_dialect(_split_dependencies(_places_apart(schema)))


def _draft_07(schema: Schema) -> Schema:
    """Lift draft-07: beside `$ref` only annotations and definitions count, and `$id` is ignored."""
    if isinstance(schema.get("$ref"), str):
        kept = ("$ref", "title", "description", "definitions", "$defs", "default", "examples", "readOnly", "$comment")
        schema = {word: schema[word] for word in kept if word in schema}
    identity = schema.get("$id")
    if isinstance(identity, str) and identity.endswith("#"):
        schema["$id"] = identity.rstrip("#")
    if isinstance(identity, str) and identity.startswith("#") and len(identity) > 1:
        schema = {**{word: value for word, value in schema.items() if word != "$id"}, "$anchor": identity[1:]}
    return _loose(schema)


def _draft_06(schema: Schema) -> Schema:
    return _draft_07({word: value for word, value in schema.items() if word not in ("if", "then", "else")})


def _draft_04(schema: Schema) -> Schema:
    """Lift draft-04: `id`, and limits that a boolean beside them excludes."""
    if isinstance(schema.get("id"), str):
        schema["$id"] = schema.pop("id").rstrip("#")
    for limit, excluded in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(schema.get(excluded), bool):
            is_excluded = schema.pop(excluded)
            if is_excluded and limit in schema:
                schema[excluded] = schema.pop(limit)
    return _draft_06(
        {word: value for word, value in schema.items() if word not in ("const", "contains", "propertyNames")}
    )


def _draft_2019(schema: Schema) -> Schema:
    """Lift 2019-09: recursive references become dynamic ones."""
    if schema.pop("$recursiveAnchor", False) is True:
        schema["$dynamicAnchor"] = "recursive"
    if schema.pop("$recursiveRef", None) is not None:
        schema["$ref"] = schema.get("$ref", "#")
    return _loose(schema)


def _places_apart(schema: Schema) -> Schema:
    items = schema.get("items")
    if not isinstance(items, list):
        return {word: value for word, value in schema.items() if word != "additionalItems"}
    rest = {word: value for word, value in schema.items() if word not in ("items", "additionalItems")}
    more = {"items": schema["additionalItems"]} if "additionalItems" in schema else {}
    return {**rest, **({"prefixItems": items} if items else {}), **more}


def _split_dependencies(schema: Schema) -> Schema:
    found = schema.get("dependencies")
    if not isinstance(found, Mapping):
        return schema
    named = {name: [each] if isinstance(each, str) else each for name, each in found.items()}
    lists = {name: each for name, each in named.items() if isinstance(each, list)}
    shapes = {name: each for name, each in named.items() if not isinstance(each, list)}
    rest = {word: value for word, value in schema.items() if word != "dependencies"}
    return {
        **rest,
        **({"dependentRequired": {**rest.get("dependentRequired", {}), **lists}} if lists else {}),
        **({"dependentSchemas": {**rest.get("dependentSchemas", {}), **shapes}} if shapes else {}),
    }


def _without_dialect(schema: Schema) -> Schema:
    return {word: value for word, value in schema.items() if word != "$schema"}


_CHANGES: Final[Mapping[str, Callable[[Schema], Schema]]] = {
    "draft/2020-12/schema": _loose,
    "draft/2019-09/schema": _draft_2019,
    "draft-07/schema": _draft_07,
    "draft-06/schema": _draft_06,
    "draft-04/schema": _draft_04,
}
