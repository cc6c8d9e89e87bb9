"""The fragments of texts, numbers, and yes or no: one input each."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from math import ceil, floor
from typing import Any, Final

from schemas.exchange.report import Report
from schemas.exchange.schema_merge import Schema
from schemas.json_schema.exact_numbers import exact
from schemas.questions.formats import FORMATS
from schemas.questions.types.numbers import LARGEST
from schemas.questions.types.texts import LongText, ShortText

_NOT_TYPED: Final = frozenset({"data-url", "binary", "byte", "base64"})
_READ: Final = frozenset(
    [
        "type",
        "title",
        "description",
        "examples",
        "default",
        "readOnly",
        "writeOnly",
        "deprecated",
        "$id",
        "$schema",
        "$anchor",
        "$dynamicAnchor",
        "$defs",
        "definitions",
        "$comment",
        "enumNames",
        "x-name",
        "contentMediaType",
        "contentEncoding",
        "contentSchema",
    ]
)


def scalar_fragment(kind: str, schema: Schema, *, report: Report, place: str) -> Schema | None:
    """Return the fragment of one typed value, with the constraints that it does not carry under `allOf`."""
    made = _MAKERS[kind](schema, report, place)
    if made is None:
        return None
    fragment, carried = made
    more = [
        {word: value}
        for word, value in schema.items()
        if word not in _READ and word not in carried and not word.startswith("x-") and word in _JUDGED
    ]
    more += [each for each in schema.get("allOf", []) if "$ref" not in repr(each)]
    return {**fragment, **({"allOf": more} if more else {})}


#: Constraints on one value that may be left to `allOf`.
_JUDGED: Final = frozenset(
    [
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "not",
    ]
)


def _text(schema: Schema, report: Report, place: str) -> tuple[Schema, frozenset[str]] | None:
    name = schema.get("format")
    if name in _NOT_TYPED or schema.get("contentEncoding"):
        report.refuse("not_renderable", place, what=str(name or "contentEncoding"))
        return None
    if name in ("email", "date"):
        return {"type": "string", "format": name}, frozenset(("format",))
    least, most = int(schema.get("minLength", 0)), schema.get("maxLength")
    ceiling = LongText.ceiling
    if most is not None and most < 1:
        report.refuse("takes_nothing", place)
        return None
    if least > ceiling:
        report.refuse("text_too_long", place, limit=ceiling)
        return None
    if most is not None and most > ceiling:
        report.note("text_capped", place, limit=ceiling)
    fragment: Schema = {"type": "string"}
    if most is not None:
        fragment["maxLength"] = min(int(most), ceiling)
    elif least > ShortText.default_most:
        fragment["maxLength"] = ceiling
    fragment |= {"minLength": least} if least else {}
    fragment |= {"pattern": schema["pattern"]} if "pattern" in schema else {}
    if name is not None and name not in FORMATS:
        report.note("format_not_checked", place, format=str(name))
    fragment |= {"format": name} if name in FORMATS else {}
    return fragment, frozenset(("minLength", "maxLength", "pattern", "format"))


def _number(schema: Schema, report: Report, place: str) -> tuple[Schema, frozenset[str]] | None:
    words = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
    limits = {word: schema[word] for word in words if word in schema}
    return {"type": "number", **limits}, frozenset(words)


def _integer(schema: Schema, report: Report, place: str) -> tuple[Schema, frozenset[str]] | None:
    """Return the fragment of a whole number, with whole limits, excluded ones moved by one."""
    least, most = -LARGEST, LARGEST
    for word, move in (("minimum", 0), ("exclusiveMinimum", 1)):
        if word in schema:
            limit = _exact(schema[word])
            least = max(least, floor(limit) + 1 if move else ceil(limit))
    for word, move in (("maximum", 0), ("exclusiveMaximum", 1)):
        if word in schema:
            limit = _exact(schema[word])
            most = min(most, ceil(limit) - 1 if move else floor(limit))
    if least > most:
        report.refuse("takes_nothing", place)
        return None
    limits = {"minimum": least} if least > -LARGEST else {}
    limits |= {"maximum": most} if most < LARGEST else {}
    return {"type": "integer", **limits}, frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"))


def _exact(value: Any) -> Decimal:
    return Decimal(str(exact(value)))


def _truth(schema: Schema, report: Report, place: str) -> tuple[Schema, frozenset[str]] | None:
    return {"type": "boolean"}, frozenset()


def _nothing(schema: Schema, report: Report, place: str) -> tuple[Schema, frozenset[str]] | None:
    return {"const": None}, frozenset()


_MAKERS: Final[Mapping[str, Callable[[Schema, Report, str], tuple[Schema, frozenset[str]] | None]]] = {
    "string": _text,
    "number": _number,
    "integer": _integer,
    "boolean": _truth,
    "null": _nothing,
}
