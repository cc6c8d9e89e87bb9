"""Admission of foreign schemas: references, patterns, shapes and bombs that are refused before any other use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from referencing.exceptions import NoSuchResource, Unresolvable, Unretrievable
from referencing.jsonschema import DRAFT202012

from schemas.json_schema.keywords import IN_PLACE, LISTED, NAMED, REFERENCES, SHAPES, is_schema, schemas_in
from schemas.json_schema.patterns import read_pattern, size_of
from schemas.json_schema.validator import REFUSING
from schemas.problems import Problem, pointer_to, under

#: How many schemas one document may hold, and how many may apply to one value, references followed.
MAX_SCHEMAS: Final = 10_000
MAX_JUDGES: Final = 2_000
#: The longest chain of references: a longer one is a mistake.
MAX_CHAIN: Final = 60
MAX_PROBLEMS: Final = 100
#: How many different patterns one document may hold, and their size together, in instructions: all of them stay
#: compiled in every worker.
MAX_PATTERNS: Final = 1_000
MAX_PATTERN_SIZE: Final = 50_000

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = Mapping[str, Any]


def gate_problems(schema: object) -> tuple[Problem, ...]:
    """Return why a schema (2020-12) is refused; pointers start at it. Nothing is fetched, matched or expanded.

    `not_a_schema` · `bad_keyword` (keyword) · `unknown_schema_dialect` (dialect, known) ·
    `remote_reference` (reference) ·
    `dangling_reference` (reference) · `endless_reference` · `pattern_not_supported` (pattern, reason) ·
    `pattern_too_long` (limit) · `too_complex` (limit): more schemas than any form needs, one by one or together.
    """
    if not isinstance(schema, Mapping):
        return () if isinstance(schema, bool) else (Problem("not_a_schema"),)
    return tuple(_Gate(schema).problems())[:MAX_PROBLEMS]


def pattern_problems(value: object) -> Iterator[Problem]:
    """Yield `too_complex` (limit) where a document, of any JSON shape, holds more patterns than it may."""
    patterns = set(_patterns_in(value))
    if len(patterns) > MAX_PATTERNS:
        yield Problem("too_complex", "", {"limit": MAX_PATTERNS})
        return
    left = MAX_PATTERN_SIZE
    for pattern in patterns:
        left -= size_of(pattern)
        if left < 0:
            yield Problem("too_complex", "", {"limit": MAX_PATTERN_SIZE})
            return


def _patterns_in(value: object) -> Iterator[str]:
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, Mapping):
            left += each.values()
            pattern, named = each.get("pattern"), each.get("patternProperties")
            yield from (pattern,) if isinstance(pattern, str) else ()
            yield from map(str, named) if isinstance(named, Mapping) else ()
        elif isinstance(each, list):
            left += each


@dataclass(slots=True)
class _Visit:
    """A schema with its place, and the resolver of its references."""

    schema: Schema
    pointer: str
    resolver: Any
    judges: list[int] = field(default_factory=list)


class _Gate:
    """One walk through one schema. `visits` are its schemas by identity."""

    def __init__(self, schema: Schema) -> None:
        resource = DRAFT202012.create_resource(schema)
        base = str(schema.get("$id", "")) if isinstance(schema.get("$id"), str) else ""
        self.root = schema
        self.resolver = REFUSING.with_resource(base, resource).resolver(base_uri=base)
        self.visits: dict[int, _Visit] = {}

    def problems(self) -> Iterator[Problem]:
        found: list[Problem] = []
        left = [_Visit(self.root, "", self.resolver)]
        while left:
            visit = left.pop()
            if id(visit.schema) in self.visits:
                continue
            self.visits[id(visit.schema)] = visit
            if len(self.visits) > MAX_SCHEMAS:
                yield Problem("too_complex", visit.pointer, {"limit": MAX_SCHEMAS})
                return
            found += under(visit.pointer, _own_problems(visit.schema))
            found += self._below(visit, left)
        for visit in tuple(self.visits.values()):
            found += under(visit.pointer, self._reference_problems(visit))
        yield from found
        if not found:
            yield from self._bombs()

    def _below(self, visit: _Visit, left: list[_Visit]) -> Iterator[Problem]:
        for word, place, value in schemas_in(visit.schema):
            pointer = visit.pointer + pointer_to(*place)
            if not is_schema(value):
                yield Problem("not_a_schema", pointer)
            elif isinstance(value, Mapping):
                left.append(_Visit(value, pointer, self._resolver_in(visit, value)))
                if word in IN_PLACE:
                    visit.judges.append(id(value))

    def _resolver_in(self, visit: _Visit, schema: Schema) -> Any:
        if not isinstance(schema.get("$id"), str):
            return visit.resolver
        return visit.resolver.in_subresource(DRAFT202012.create_resource(schema))

    def _reference_problems(self, visit: _Visit) -> Iterator[Problem]:
        for word in REFERENCES:
            reference = visit.schema.get(word)
            if isinstance(reference, str):
                yield from under(pointer_to(word), self._follow(visit, reference))

    def _follow(self, visit: _Visit, reference: str) -> Iterator[Problem]:
        params = {"reference": reference}
        try:
            target = visit.resolver.lookup(reference).contents
        except (NoSuchResource, Unretrievable):
            yield Problem("remote_reference", "", params)
            return
        except (Unresolvable, ValueError):
            if not reference.startswith("#"):
                yield Problem("remote_reference", "", params)
            else:
                yield Problem("dangling_reference", "", params)
            return
        if isinstance(target, Mapping) and id(target) not in self.visits:
            yield Problem("dangling_reference", "", params)
        elif isinstance(target, Mapping):
            visit.judges.append(id(target))

    def _bombs(self) -> Iterator[Problem]:
        """Yield a problem where endless schemas, or too many, apply to one value."""
        costs: dict[int, int] = {}
        for key, visit in self.visits.items():
            problem = self._cost(key, costs, chain=())
            if problem is not None:
                yield problem
                return
            if costs[key] > MAX_JUDGES:
                yield Problem("too_complex", visit.pointer, {"limit": MAX_JUDGES})
                return

    def _cost(self, key: int, costs: dict[int, int], *, chain: tuple[int, ...]) -> Problem | None:
        visit = self.visits[key]
        if key in chain:
            return Problem("endless_reference", visit.pointer)
        if len(chain) > MAX_CHAIN:
            return Problem("too_complex", visit.pointer, {"limit": MAX_CHAIN})
        if key not in costs:
            for judge in visit.judges:
                problem = self._cost(judge, costs, chain=(*chain, key))
                if problem is not None:
                    return problem
            costs[key] = 1 + sum(costs[judge] for judge in visit.judges)
        return None


def _own_problems(schema: Schema) -> Iterator[Problem]:
    """Yield the problems of the keywords of one schema, without the schemas inside it."""
    for word, value in schema.items():
        check = SHAPES.get(word)
        is_bad = check is not None and not check(value)
        is_bad = is_bad or (word in LISTED and not isinstance(value, list))
        is_bad = is_bad or (word in NAMED and not isinstance(value, Mapping))
        if is_bad:
            yield Problem("bad_keyword", pointer_to(word), {"keyword": word})
    yield from _dialect_problems(schema.get("$schema"))
    patterns = schema.get("patternProperties")
    for pattern in patterns if isinstance(patterns, Mapping) else ():
        yield from under(pointer_to("patternProperties", pattern), read_pattern(str(pattern))[1])
    if isinstance(schema.get("pattern"), str):
        yield from under("/pattern", read_pattern(schema["pattern"])[1])


def _dialect_problems(dialect: object) -> Iterator[Problem]:
    if isinstance(dialect, str) and dialect.rstrip("#") != DIALECT:
        yield Problem("unknown_schema_dialect", pointer_to("$schema"), {"dialect": dialect, "known": [DIALECT]})
