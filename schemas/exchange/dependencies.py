"""The properties of an object and the rules that show and require them, made of the conditions of a schema."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from schemas.exchange.conditions import Subject, any_of, condition_of
from schemas.exchange.flattener import Flat, Flattener
from schemas.exchange.place import Where
from schemas.exchange.report import Report
from schemas.exchange.schema_merge import Schema
from schemas.json_schema.exact_numbers import canonical
from schemas.problems import pointer_to
from schemas.questions.base import ITEM_ID, Question
from schemas.questions.from_schema import shape
from schemas.rules.naming import address_token

#: A condition (a schema of the object), the schema that applies when it is met, and the place of that schema.
Branch = tuple[Any, Any, str]


class FragmentSource(Protocol):
    """The import that the properties belong to: makes their fragments, collects their rules."""

    flattener: Flattener
    report: Report
    defs: dict[str, Schema]
    show: dict[str, Any]
    require: dict[str, Any]

    def fragment(self, schema: object, where: Where, *, key: str) -> Schema | None: ...


class Dependent:
    """The properties of one object, and the rules that show and require them."""

    def __init__(self, normaliser: FragmentSource, flat: Flat, where: Where) -> None:
        self.normaliser = normaliser
        self.flat = flat
        self.where = where
        self.report = normaliser.report
        self.branches = [self._flat_branch(each) for each in _branches(flat.schema)]
        self.base: dict[str, Any] = dict(flat.schema.get("properties", {}))
        self.left_out: set[str] = set()

    def _flat_branch(self, branch: Branch) -> tuple[Any, Schema, str]:
        condition, schema, place = branch
        found = (
            self.normaliser.flattener.flat(schema, self.where.place + place, self.flat.chain)
            if schema is not False
            else None
        )
        return condition, found.schema if found is not None and found.refers_to is None else {}, place

    def properties(self) -> dict[str, Schema]:
        """Return the fragments of all properties: those always asked first, then those that a condition adds."""
        made = {}
        for name, schema in {**self.base, **self._added()}.items():
            fragment = self._fragment(name, schema)
            if fragment is not None:
                made[name] = fragment
        return made

    def _fragment(self, name: str, schema: Any) -> Schema | None:
        inside = self.where.inside(name, chain=self.flat.chain)
        place = self.where.place + pointer_to("properties", name)
        if schema is False:
            self.report.note("never_asked", place, key=name)
            self.left_out.add(name)
            return None
        if not name or any(ord(letter) < 32 or ord(letter) == 127 for letter in name) or len(name) > 60:
            self.report.refuse("bad_name_found", place, key=name)
            return None
        if self.where.is_item and name == ITEM_ID:
            self.report.refuse("reserved_name", place, key=name)
            return None
        return self.normaliser.fragment(schema, inside, key=name)

    def _added(self) -> dict[str, Any]:
        """Return the properties that only branches have; one that several have accepts what any of them accepts."""
        found: dict[str, list[Any]] = {}
        for _, schema, _ in self.branches:
            for name, each in schema.get("properties", {}).items():
                if name not in self.base and each is not True and each is not False:
                    found.setdefault(name, []).append(each)
        return {name: _any_of(schemas) for name, schemas in found.items()}

    def write_rules(self, properties: Mapping[str, Schema], required: frozenset[str]) -> None:
        """Write when properties show and must be answered, where rules can; the rest is checked on sending."""
        if not self.branches:
            return
        inner: dict[str, Question] = {}
        for name, fragment in properties.items():
            inner[name] = shape(name, fragment, defs=self.normaliser.defs)
        subject = Subject(self.where.names or "", inner=inner)
        exprs = [None if self.where.names is None else condition_of(each[0], subject) for each in self.branches]
        for (_, schema, place), expr in zip(self.branches, exprs, strict=True):
            if expr is None or set(schema) - {"properties", "required", "type", "title", "description", "x-name"}:
                self.report.note("judged_on_sending", self.where.place + place)
        for name in properties:
            self._write_one(name, exprs, is_base=name in self.base, is_required=name in required)

    def _write_one(self, name: str, exprs: list[Any], *, is_base: bool, is_required: bool) -> None:
        address = self.where.path + address_token(name)
        adding = [
            e for e, (_, schema, _) in zip(exprs, self.branches, strict=True) if name in schema.get("properties", {})
        ]
        asking = [
            e for e, (_, schema, _) in zip(exprs, self.branches, strict=True) if name in schema.get("required", [])
        ]
        if not is_base and adding and all(expr is not None for expr in adding) and not is_required:
            self._put(self.normaliser.show, f"question/{address}", any_of(adding))
        known = [expr for expr in asking if expr is not None]
        if known and not is_required:
            self._put(self.normaliser.require, address, any_of(known))

    def _put(self, rules: dict[str, Any], address: str, expr: Any) -> None:
        if expr is True and address.startswith("question/"):
            return
        rules[address] = {"==": [1, 1]} if expr is True else {"==": [1, 2]} if expr is False else expr


def _branches(schema: Schema) -> Iterator[Branch]:
    """Yield the schemas that apply on a condition, each with the schema of its condition."""
    for number, each in enumerate(schema.get("x-conditions", [])):
        place = f"/if/{number}" if number else "/if"
        yield each["if"], each.get("then", True), place
        if "else" in each:
            yield {"not": each["if"]}, each["else"], place
    for name, names in schema.get("dependentRequired", {}).items():
        yield {"required": [name]}, {"required": names}, pointer_to("dependentRequired", name)
    for name, each in schema.get("dependentSchemas", {}).items():
        yield from _dependent(name, each)


def _dependent(name: str, schema: Any) -> Iterator[Branch]:
    place, present = pointer_to("dependentSchemas", name), {"required": [name]}
    listed = schema.get("oneOf") if isinstance(schema, Mapping) else None
    if not isinstance(listed, list):
        yield present, schema, place
        return
    rest = {word: value for word, value in schema.items() if word != "oneOf"}
    if rest:
        yield present, rest, place
    for each in listed:
        properties = each.get("properties", {}) if isinstance(each, Mapping) else {}
        told = properties.get(name)
        if isinstance(told, Mapping) and ("const" in told or "enum" in told):
            others = {key: value for key, value in properties.items() if key != name}
            yield {"required": [name], "properties": {name: told}}, {**each, "properties": others}, place
        else:
            yield present, {"properties": {key: value for key, value in properties.items() if key != name}}, place


def _any_of(schemas: list[Any]) -> Any:
    unique: dict[object, Any] = {}
    for schema in schemas:
        unique.setdefault(canonical(schema), schema)
    left = list(unique.values())
    if len(left) == 1:
        return left[0]
    if all(isinstance(each, Mapping) and isinstance(each.get("enum"), list) for each in left):
        values: dict[object, object] = {}
        for each in left:
            values |= {canonical(value): value for value in each["enum"]}
        return {**left[0], "enum": list(values.values())}
    return {"anyOf": left}
