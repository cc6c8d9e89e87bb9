"""A question built from its fragment alone, with the questions inside it in the order of its properties."""

from collections.abc import Iterable, Mapping
from typing import Final

from schemas.questions.base import NOTHING, Question
from schemas.questions.type_inference import type_of_schema

#: Beside `properties`, the order in which they are asked without a layout: canonical JSON sorts them by name.
ORDER: Final = "x-guichet-order"


def shape(
    key: str,
    schema: Mapping[str, object],
    *,
    required: bool = False,
    defs: Mapping[str, object] = NOTHING,
    options: Mapping[str, object] = NOTHING,
) -> Question:
    """Return the question of a fragment, down to the next reference: what is behind one is made when needed.

    Its type is that of `options.widget`, else the one that the fragment asks for, "" when it does not determine one.
    """
    fragment, is_nullable = without_null(schema)
    kind = options.get("widget") or type_of_schema(fragment, defs)
    return Question(
        key,
        str(kind),
        fragment,
        options,
        required=required and not is_nullable,
        items=tuple(inner_questions(str(kind), fragment, defs=defs)),
        is_nullable=required and is_nullable,
        defs=defs,
    )


def without_null(schema: Mapping[str, object]) -> tuple[Mapping[str, object], bool]:
    """Return a fragment whose `type` is one word, and whether null is accepted too."""
    kinds = schema.get("type")
    if not isinstance(kinds, list) or "null" not in kinds:
        return schema, False
    left = [kind for kind in kinds if kind != "null"]
    bare = {word: value for word, value in schema.items() if word != "type"}
    return ({**bare, "type": left[0] if len(left) == 1 else left} if left else bare), True


def inner_questions(kind: str, schema: Mapping[str, object], *, defs: Mapping[str, object]) -> Iterable[Question]:
    """Yield the questions inside one of this type."""
    if kind == "object":
        yield from _of_properties(schema, defs)
    elif kind == "group" and isinstance(schema.get("items"), Mapping):
        yield from _of_properties(schema["items"], defs)  # type: ignore[arg-type]
    elif kind == "list" and isinstance(items := schema.get("items"), Mapping) and "$ref" not in items:
        yield shape("value", items, required=True, defs=defs)
    elif kind == "tuple":
        least = schema.get("minItems", 0)
        for place, each in enumerate(_fragments(schema.get("prefixItems"))):
            yield shape(str(place), each, required=isinstance(least, int) and place < least, defs=defs)
    elif kind == "one_of":
        for place, each in enumerate(_fragments(schema.get("oneOf", schema.get("anyOf")))):
            yield shape(str(place), each, required=True, defs=defs)


def _of_properties(schema: Mapping[str, object], defs: Mapping[str, object]) -> Iterable[Question]:
    required = schema.get("required")
    names = required if isinstance(required, list) else []
    for name, each in ordered_properties(schema).items():
        if isinstance(each, Mapping):
            yield shape(name, each, required=name in names, defs=defs)


def ordered_properties(schema: Mapping[str, object]) -> dict[str, object]:
    """Return the properties of an object in the order that `ORDER` gives, those that it leaves out last."""
    properties, order = schema.get("properties"), schema.get(ORDER)
    if not isinstance(properties, Mapping):
        return {}
    first = [name for name in order if isinstance(name, str) and name in properties] if isinstance(order, list) else []
    return {name: properties[name] for name in dict.fromkeys([*first, *properties])}


def _fragments(listed: object) -> list[Mapping[str, object]]:
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
