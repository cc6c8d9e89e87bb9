"""The fragment of a question from any schema: one way for each kind of answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from schemas.exchange.choices import choice_fragment, consts_of, is_plain
from schemas.exchange.dependencies import Dependent
from schemas.exchange.flattener import Flat, Flattener
from schemas.exchange.place import Where
from schemas.exchange.report import Report
from schemas.exchange.scalars import scalar_fragment
from schemas.exchange.schema_merge import Schema, merged
from schemas.exchange.titles import title_of, word
from schemas.questions.types.nested.items import MAX_ITEMS
from schemas.questions.types.plain import value_as_text

#: Keywords that people read, kept as they are.
_READ: Final = ("x-ui", "title", "description", "examples", "default", "readOnly", "deprecated", "writeOnly")
#: The keywords by which a schema without a `type` shows its type.
_HINTS: Final[Mapping[str, tuple[str, ...]]] = {
    "object": ("properties", "required", "additionalProperties", "patternProperties", "minProperties", "propertyNames",
               "dependentRequired", "dependentSchemas", "x-conditions"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "string": ("minLength", "maxLength", "pattern", "format"),
    "number": ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
}  # fmt: skip
#: The types offered for an answer of any type.
_ANYTHING: Final = ("string", "number", "boolean")


@dataclass(slots=True)
class Normaliser:
    """One import: the fragments of the definitions that contain themselves, and the rules found on the way."""

    flattener: Flattener
    report: Report
    language: str
    defs: dict[str, Schema] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    show: dict[str, Any] = field(default_factory=dict)
    require: dict[str, Any] = field(default_factory=dict)

    def fragment(self, schema: object, where: Where, *, key: str) -> Schema | None:
        """Return the fragment of a question, or None when there is none, with the reason reported."""
        flat = self.flattener.flat(schema, where.place, where.chain)
        if flat is None:
            return None
        if flat.refers_to is not None:
            return self._reference(flat, where, key)
        return self._titled(self._of(flat, where, key), flat.schema, key)

    def _titled(self, fragment: Schema | None, schema: Schema, key: str) -> Schema | None:
        if fragment is None:
            return None
        read = {name: schema[name] for name in _READ if name in schema and name not in fragment}
        title = fragment.get("title", schema.get("title"))
        titled = title if isinstance(title, str) and title.strip() else title_of(schema.get("x-name", key))
        return {"title": titled, **{name: value for name, value in read.items() if name != "title"}, **fragment}

    def _reference(self, flat: Flat, where: Where, key: str) -> Schema:
        """Return a fragment that refers to a definition that contains itself, made once, outside any rule."""
        target = id(flat.refers_to)
        if target not in self.names:
            self.names[target] = self._new_name(flat.name)
            apart = Where(where.place, names=None, chain=(target,))
            made = self.fragment(flat.refers_to, apart, key=flat.name)
            self.defs[self.names[target]] = made or {}
        title = flat.schema.get("title")
        return {"title": title if isinstance(title, str) else title_of(key), "$ref": f"#/$defs/{self.names[target]}"}

    def _new_name(self, name: str) -> str:
        base = "".join(letter for letter in name if letter.isalnum() or letter in "_-") or "definition"
        taken = set(self.names.values())
        return next(each for each in (base, *(f"{base}{n}" for n in range(2, 1_000))) if each not in taken)

    def _of(self, flat: Flat, where: Where, key: str) -> Schema | None:
        schema = flat.schema
        consts = consts_of(schema, lambda each: self.flattener.flat(each, where.place, flat.chain))
        if consts is not None:
            return choice_fragment(schema, consts, report=self.report, place=where.place)
        branches = self._branches(flat, where)
        if branches is not None:
            return self._one_of(branches, flat, where)
        return self._typed(flat, where, key)

    # Shapes to choose from.

    def _branches(self, flat: Flat, where: Where) -> list[tuple[str, Flat]] | None:
        """Return the shapes that an answer may have, with the keyword that lists them; None when there is one only."""
        for name in ("oneOf", "anyOf"):
            listed = flat.schema.get(name)
            if not isinstance(listed, list) or _says_only_presence(listed):
                continue
            rest = {each: value for each, value in flat.schema.items() if each not in (name, "title", "description")}
            found = []
            for number, member in enumerate(listed):
                each = self.flattener.flat(member, f"{where.place}/{name}/{number}", flat.chain)
                if each is None:
                    continue
                if each.refers_to is not None:
                    found.append((name, each))
                    continue
                both = merged(rest, each.schema)
                if both is None:
                    self.report.note("branch_left_out", f"{where.place}/{name}/{number}")
                    continue
                found.append((name, Flat({**both, **_named(each.schema)}, each.chain)))
            return found
        kinds = _kinds(flat.schema)
        if len(kinds) > 1:
            return [("anyOf", Flat(_of_kind(flat.schema, kind), flat.chain)) for kind in kinds]
        return None

    def _one_of(self, branches: list[tuple[str, Flat]], flat: Flat, where: Where) -> Schema | None:
        shapes = [each for each in branches if _kinds(each[1].schema) != ["null"] or each[1].refers_to is not None]
        is_nullable = len(shapes) < len(branches) or "null" in _all_kinds(flat.schema)
        made = [(name, self._branch(each, where, number)) for number, (name, each) in enumerate(shapes)]
        kept = [(name, each) for name, each in made if each is not None]
        if not kept:
            self.report.refuse("takes_nothing", where.place)
            return None
        if len(kept) == 1:
            return _with_null(kept[0][1], is_nullable=is_nullable)
        fragment: Schema = {kept[0][0]: [each for _, each in kept]}
        if is_nullable:
            kinds = [kind for _, each in kept for kind in _all_kinds(each)]
            fragment["type"] = [*dict.fromkeys(kinds or ["object"]), "null"]
        return fragment

    def _branch(self, flat: Flat, where: Where, number: int) -> Schema | None:
        kinds = _kinds(flat.schema)
        named = flat.schema.get("x-name") or (kinds[0] if kinds else "")
        title = (
            word(str(named), self.language)
            if named in ("string", "number", "integer", "boolean", "object", "array")
            else named
        )
        key = str(title) if title else f"{word('choice', self.language)} {number + 1}"
        apart = Where(where.place, f"{where.path}{number}.", None, flat.chain, where.is_item)
        if flat.refers_to is not None:
            return self._reference(flat, apart, flat.name)
        return self._titled(self._of(flat, apart, key), flat.schema, key)

    # One shape.

    def _typed(self, flat: Flat, where: Where, key: str) -> Schema | None:
        kinds = _kinds(flat.schema)
        is_nullable = "null" in _all_kinds(flat.schema)
        if not kinds and is_nullable:
            return {"const": None}
        if not kinds:
            anything = [("anyOf", Flat(_of_kind(flat.schema, kind), flat.chain)) for kind in _ANYTHING]
            self.report.note("any_value", where.place)
            return self._one_of(anything, flat, where)
        made = self._of_kind(kinds[0], flat, where, key)
        return _with_null(made, is_nullable=is_nullable) if made is not None else None

    def _of_kind(self, kind: str, flat: Flat, where: Where, key: str) -> Schema | None:
        if kind == "object":
            return self._object(flat, where)
        if kind == "array":
            return self._array(flat, where, key)
        return scalar_fragment(kind, flat.schema, report=self.report, place=where.place)

    def _object(self, flat: Flat, where: Where) -> Schema | None:
        schema = flat.schema
        dependent = Dependent(self, flat, where)
        properties = dependent.properties()
        if not properties:
            return self._pairs(flat, where)
        if schema.get("additionalProperties") not in (None, True, False) or "patternProperties" in schema:
            self.report.note("more_not_asked", where.place)
        required = [name for name in schema.get("required", []) if name in properties]
        required += [name for name, each in properties.items() if name not in required and _is_settled(each)]
        properties = {name: each if name in required else _not_settled(each) for name, each in properties.items()}
        dependent.write_rules(properties, frozenset(required))
        for name in schema.get("required", []):
            if name not in properties and name not in dependent.left_out:
                self.report.refuse("required_unknown", f"{where.place}/required", key=name)
        fragment = {"type": "object", "properties": properties, **({"required": required} if required else {})}
        return {**fragment, **residual(schema, _OBJECT_READ)}

    def _pairs(self, flat: Flat, where: Where) -> Schema | None:
        schema, patterns = flat.schema, flat.schema.get("patternProperties")
        values = schema.get("additionalProperties", True)
        if values in (True, False) and isinstance(patterns, Mapping) and patterns:
            values = next(iter(patterns.values())) if len(patterns) == 1 else {"anyOf": list(patterns.values())}
        if values is False:
            self.report.refuse("takes_nothing", where.place)
            return None
        apart = Where(f"{where.place}/additionalProperties", f"{where.path}value.", None, flat.chain, is_item=True)
        made = self.fragment(values, apart, key=word("value", self.language))
        if made is None:
            return None
        counts = {name: schema[name] for name in ("minProperties", "maxProperties") if schema.get(name)}
        counts = {name: min(int(value), MAX_ITEMS) for name, value in counts.items()}
        return {"type": "object", "additionalProperties": made, **counts, **residual(schema, _PAIRS_READ)}

    def _array(self, flat: Flat, where: Where, key: str) -> Schema | None:
        if "prefixItems" in flat.schema:
            return self._tuple(flat, where)
        counts = self._counts(flat.schema, where)
        items = flat.schema.get("items", True)
        if counts is None:
            return None
        apart = Where(f"{where.place}/items", where.path, "item.", flat.chain, is_item=True)
        made = self.fragment(items, apart, key=word("value", self.language))
        if made is None:
            return None
        if "properties" not in made and "$ref" not in made:
            self._forget(where.path)
        if isinstance(made.get("oneOf"), list) and flat.schema.get("uniqueItems") and _lists_consts(made):
            most = (
                {"maxItems": min(counts.get("maxItems", MAX_ITEMS), len(made["oneOf"]))} if "maxItems" in counts else {}
            )
            kept = {name: value for name, value in made.items() if name in ("type", "oneOf")}
            return {"type": "array", "items": kept, "uniqueItems": True, **counts, **most}
        return {"type": "array", "items": made, **counts, **residual(flat.schema, _ARRAY_READ)}

    def _forget(self, path: str) -> None:
        """Remove the rules inside something that rules cannot address."""
        for rules in (self.show, self.require):
            for address in [each for each in rules if each.removeprefix("question/").startswith(path) and path]:
                if self._is_item_rule(rules[address]):
                    del rules[address]

    def _is_item_rule(self, expr: object) -> bool:
        return '"item.' in repr(expr).replace("'", '"')

    def _counts(self, schema: Schema, where: Where) -> Schema | None:
        least, most = int(schema.get("minItems", 0)), int(schema.get("maxItems", MAX_ITEMS))
        if least > MAX_ITEMS or most < 1 or least > most:
            self.report.refuse("too_many_items_asked", where.place, limit=MAX_ITEMS)
            return None
        if schema.get("maxItems", 0) > MAX_ITEMS:
            self.report.note("items_capped", where.place, limit=MAX_ITEMS)
        counts = {"minItems": least} if least else {}
        return {**counts, **({"maxItems": min(most, MAX_ITEMS)} if "maxItems" in schema else {})}

    def _tuple(self, flat: Flat, where: Where) -> Schema | None:
        places = []
        for number, each in enumerate(flat.schema["prefixItems"]):
            apart = Where(
                f"{where.place}/prefixItems/{number}", f"{where.path}{number}.", None, flat.chain, where.is_item
            )
            made = self.fragment(each, apart, key=str(number + 1))
            if made is None:
                return None
            places.append(made)
        least = int(flat.schema.get("minItems", 0))
        if least > len(places):
            self.report.refuse("too_many_items_asked", where.place, limit=len(places))
            return None
        if flat.schema.get("items") not in (None, False):
            self.report.note("more_not_asked", f"{where.place}/items")
        counts = {"minItems": least} if least else {}
        return {"type": "array", "prefixItems": places, **counts, **residual(flat.schema, _TUPLE_READ)}


_ANNOTATIONS: Final = frozenset(
    (*_READ, "$id", "$schema", "$anchor", "$dynamicAnchor", "$defs", "definitions", "$comment", "enumNames", "x-name",
     "type", "contentMediaType", "contentEncoding")
)  # fmt: skip
_OBJECT_READ: Final = _ANNOTATIONS | {
    "properties", "required", "additionalProperties", "patternProperties", "dependentRequired", "dependentSchemas",
    "x-conditions", "unevaluatedProperties", "minProperties",
}  # fmt: skip
_PAIRS_READ: Final = _ANNOTATIONS | {
    "additionalProperties",
    "patternProperties",
    "minProperties",
    "maxProperties",
    "required",
}
_ARRAY_READ: Final = _ANNOTATIONS | {"items", "minItems", "maxItems", "unevaluatedItems", "additionalItems"}
_TUPLE_READ: Final = _ARRAY_READ | {"prefixItems"}


def residual(schema: Schema, known: frozenset[str]) -> Schema:
    """Return, under `allOf`, the constraints that the fragment does not carry and that refer to nothing else.

    Those that refer to something are left to the contract, which holds the whole schema.
    """
    more = [
        each
        for name, value in schema.items()
        if name not in known and name != "allOf" and not name.startswith("x-")
        for each in [{name: value}]
        if _is_apart(each)
    ]
    more += [each for each in schema.get("allOf", []) if _is_apart(each)]
    return {"allOf": more} if more else {}


def _is_apart(schema: object) -> bool:
    if isinstance(schema, Mapping):
        refers = "$ref" in schema or "$dynamicRef" in schema or "unevaluatedProperties" in schema
        return not refers and all(_is_apart(each) for each in schema.values())
    return all(_is_apart(each) for each in schema) if isinstance(schema, list) else True


def _says_only_presence(listed: list[object]) -> bool:
    """Return whether alternatives only ask for some properties: they do not change the shape of the form."""
    return all(
        isinstance(each, Mapping) and set(each) <= {"required", "not", "title", "description"} for each in listed
    )


def _named(schema: Schema) -> Schema:
    return {name: schema[name] for name in ("title", "description", "x-name") if name in schema}


def _all_kinds(schema: Schema) -> list[str]:
    kinds = schema.get("type")
    return [str(each) for each in kinds] if isinstance(kinds, list) else [str(kinds)] if kinds else []


def _kinds(schema: Schema) -> list[str]:
    """Return the types that an answer may have, null aside; `["null"]` when there is no other."""
    kinds = _all_kinds(schema)
    if kinds:
        left = [kind for kind in kinds if kind != "null"]
        return [kind for kind in left if not (kind == "integer" and "number" in left)] or kinds
    return next(([kind] for kind, words in _HINTS.items() if any(each in schema for each in words)), [])


def _of_kind(schema: Schema, kind: str) -> Schema:
    others = {
        each
        for name, words in _HINTS.items()
        if name != kind and not (kind == "integer" and name == "number")
        for each in words
    }
    return {**{name: value for name, value in schema.items() if name not in others and name != "title"}, "type": kind}


def _with_null(fragment: Schema, *, is_nullable: bool) -> Schema:
    if not is_nullable:
        return fragment
    kinds = _all_kinds(fragment)
    return {**fragment, "type": [*(kind for kind in kinds if kind != "null"), "null"]}


def _is_settled(fragment: Schema) -> bool:
    """Return whether a property has one value, which is its default: every answer holds it."""
    return "const" in fragment and fragment["const"] is not None and fragment.get("default") == fragment["const"]


def _not_settled(fragment: Schema) -> Schema:
    """Return a property of one value that may be left out as a choice of one."""
    if "const" not in fragment or fragment["const"] in (None, True):
        return fragment
    rest = {name: value for name, value in fragment.items() if name != "const"}
    kind = {"type": "string"} if is_plain(fragment["const"]) else {}
    return {**rest, **kind, "oneOf": [{"const": fragment["const"], "title": value_as_text(fragment["const"]) or "—"}]}


def _lists_consts(fragment: Schema) -> bool:
    return all(isinstance(each, Mapping) and "const" in each for each in fragment["oneOf"])
