"""Schemas made flat: references followed and `allOf` merged, one schema for one question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from schemas.exchange.report import Report
from schemas.exchange.schema_merge import Schema, merged
from schemas.json_schema.validator import REFUSING

#: How many schemas one import may open, references followed each time: a form of 500 questions opens about 2,000.
MAX_OPENED: Final = 20_000


class TooMuchError(Exception):
    """The schema holds more schemas than any form needs: a bomb."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A schema made flat. `chain` are the definitions that led here, by identity: one met again contains itself.

    When that happens `refers_to` is the definition and `schema` only what people read of it.
    """

    schema: Schema
    chain: tuple[int, ...]
    refers_to: object = None
    name: str = ""


@dataclass(slots=True)
class Flattener:
    """Follows references inside one document only, and counts the schemas that it opens."""

    root: Mapping[str, Any]
    report: Report
    opened: int = 0
    resolver: Any = field(init=False)

    def __post_init__(self) -> None:
        registry: Registry[Any] = REFUSING
        base = str(self.root.get("$id", ""))
        resource = DRAFT202012.create_resource(self.root)
        self.resolver = registry.with_resource(base, resource).resolver(base_uri=base)

    def flat(self, schema: object, place: str, chain: tuple[int, ...] = ()) -> Flat | None:
        """Return a schema made flat, or None (reported) when it accepts nothing or cannot be followed."""
        self.opened += 1
        if self.opened > MAX_OPENED:
            raise TooMuchError
        if schema is True:
            return Flat({}, chain)
        if not isinstance(schema, Mapping):
            self.report.refuse("takes_nothing", place)
            return None
        own = {word: value for word, value in schema.items() if word not in ("$ref", "$dynamicRef", "allOf")}
        reference = schema.get("$ref", schema.get("$dynamicRef"))
        result: Flat | None = Flat(_conditions_apart(own), chain)
        if result is not None and isinstance(reference, str):
            result = self._followed(result, reference, place)
        for number, member in enumerate(schema.get("allOf", [])):
            if result is None or result.refers_to is not None:
                break
            result = self._with_member(result, member, f"{place}/allOf/{number}")
        return result

    def _with_member(self, result: Flat, member: object, place: str) -> Flat | None:
        found = self.flat(member, place, result.chain)
        if found is not None and found.refers_to is not None:
            self.report.refuse("not_renderable", place, what="allOf")
            return None
        return None if found is None else self._joined(result, found, place)

    def _followed(self, own: Flat, reference: str, place: str) -> Flat | None:
        try:
            target = self.resolver.lookup(reference).contents
        except Unresolvable:
            self.report.refuse("dangling_reference", f"{place}/$ref", reference=reference)
            return None
        name = reference.rsplit("/", 1)[-1].lstrip("#") or "root"
        if id(target) in own.chain:
            return Flat(own.schema, own.chain, target, name)
        found = self.flat(target, place, (*own.chain, id(target)))
        if found is None or found.refers_to is not None:
            return found
        named = {"title": found.schema["title"]} if "title" in found.schema else {"x-name": name}
        return self._joined(own, Flat({**named, **found.schema}, found.chain), place)

    def _joined(self, first: Flat, second: Flat, place: str) -> Flat | None:
        both = merged(first.schema, second.schema)
        if both is None:
            self.report.refuse("takes_nothing", place)
            return None
        return Flat(both, tuple(dict.fromkeys((*first.chain, *second.chain))))


def _conditions_apart(schema: Schema) -> Schema:
    """Put `if`, `then` and `else` together, so that those of several schemas stay apart."""
    if "if" not in schema:
        return {word: value for word, value in schema.items() if word not in ("then", "else")}
    condition = {word: schema[word] for word in ("if", "then", "else") if word in schema}
    rest = {word: value for word, value in schema.items() if word not in condition}
    return {**rest, "x-conditions": [condition]}
