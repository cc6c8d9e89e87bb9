"""The JSON Schema of the final answers to a document, self-contained."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from schemas.answers.nested import structured
from schemas.compilation.check import Check
from schemas.compilation.compiled import Compiled
from schemas.compilation.criteria import Criterion
from schemas.compilation.scope import TOP, QuestionScope, inner_scopes
from schemas.format.document import Section, Step, asked
from schemas.problems import pointer_to
from schemas.questions.base import Question
from schemas.questions.from_schema import shape
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.nested.structured import is_endless
from schemas.rules.as_json_schema import schema_when
from schemas.rules.naming import address_token
from schemas.rules.rule import Rule
from schemas.rules.values import ITEM

Schema = dict[str, object]
Tokens = tuple[str | int, ...]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: The keyword that lists the constraints that JSON Schema cannot express.
SERVER = "x-guichet-server"


def data_schema(compiled: Compiled) -> Schema:
    """Return the JSON Schema 2020-12 of the final answers to a document: one object, from question to answer.

    Whatever `schemas.answers.validation.check_answers` accepts is valid under it. Whatever that refuses is not, unless
    the reason is a line of the list under `x-guichet-server`: `{"at": pointer into this schema, "constraint": code,
    …}`, with the code of the problem and the parameters of the constraint; `rule` is the source of a condition.
    """
    writer = _Writer(compiled)
    for question, conditions in placed_questions(compiled):
        writer.write_question(question, conditions)
    for check in compiled.checks:
        writer.write_check(check)
    for criterion in compiled.criteria:
        writer.write_criterion(criterion)
    writer.write_definitions()
    writer.write_contract()
    return writer.schema()


def condition_schema(compiled: Compiled, rule: Rule) -> Schema | None:
    """Return the schema of the answers under which a rule is TRUE; None when JSON Schema cannot express it."""
    return _Writer(compiled).schema_when(rule, outcome=True)


def placed_questions(compiled: Compiled) -> Iterator[tuple[Question, tuple[Rule, ...]]]:
    """Yield every question that has an answer, with the conditions that must all be TRUE for it to show."""
    for step in compiled.document.steps:
        for section in step.sections:
            for question in asked(section.questions):
                yield question, _conditions(compiled, step, section, question)


def _conditions(compiled: Compiled, step: Step, section: Section, question: Question) -> tuple[Rule, ...]:
    addresses = (f"step/{step.id}", f"section/{section.id}", f"question/{TOP.address(question)}")
    return tuple(compiled.show[address] for address in addresses if address in compiled.show)


@dataclass(frozen=True, slots=True)
class _Condition:
    """Several rules that must all be TRUE: those that JSON Schema can express, and the others."""

    said: tuple[Schema, ...]
    unsaid: tuple[Rule, ...]

    @property
    def is_free(self) -> bool:
        return not self.said and not self.unsaid

    @property
    def schema(self) -> Schema:
        return self.said[0] if len(self.said) == 1 else {"allOf": list(self.said)}


class _Writer:
    """One schema being written."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.properties: dict[str, Schema] = {}
        self.required: list[str] = []
        self.conditions: list[Schema] = []
        self.server: list[Schema] = []
        self.definitions: dict[str, Schema] = {}
        self.numbers = frozenset(_integers(compiled))
        self.derived = frozenset(_derived(compiled))
        self.shown: dict[str, tuple[Rule, ...]] = {}

    def schema(self) -> Schema:
        document = self.compiled.document
        summary: Schema = {"description": document.summary} if document.summary else {}
        return {
            "$schema": DIALECT,
            "$id": f"urn:guichet:{document.key}",
            "title": document.title,
            **summary,
            "type": "object",
            "properties": self.properties,
            "additionalProperties": False,
            "required": self.required,
            **({"$defs": self.definitions} if self.definitions else {}),
            **({"allOf": self.conditions} if self.conditions else {}),
            SERVER: self.server,
        }

    def schema_when(self, rule: Rule, *, outcome: bool) -> Schema | None:
        return schema_when(rule, outcome, numbers=self.numbers, derived=self.derived)

    def write_contract(self) -> None:
        """Add the contract: the schema that the form was imported with."""
        contract = self.compiled.document.contract
        self.conditions += cast("list[Schema]", contract["allOf"]) if contract is not None else []

    def condition(self, rules: Sequence[Rule]) -> _Condition:
        written = [(rule, self.schema_when(rule, outcome=True)) for rule in rules]
        said = tuple(schema for _, schema in written if schema is not None)
        return _Condition(said, tuple(rule for rule, schema in written if schema is None))

    def write_question(self, question: Question, rules: tuple[Rule, ...]) -> None:
        self.shown[question.key] = rules
        fragment = QUESTION_TYPES[question.type].json_schema(question)
        self.properties[question.key] = nullable(question, fragment)
        place = ("properties", question.key, *null_place(question))
        self.tell_constraints(question, pointer_to(*place))
        self.write_calculated(question, pointer_to("properties", question.key))
        self.write_presence(question, rules)
        Inside(self, self.conditions).write(question, fragment, TOP, _Place(place))

    def tell_constraints(self, question: Question, place: str) -> None:
        for constraint in QUESTION_TYPES[question.type].server_constraints(question):
            self.tell(place + str(constraint.get("at", "")), constraint)

    def write_definitions(self) -> None:
        """Write the `$defs` that questions refer to."""
        for name, schema in self.compiled.document.definitions.items():
            question = shape(name, cast("Mapping[str, object]", schema), defs=self.compiled.document.definitions)
            self.definitions[name] = QUESTION_TYPES[question.type].json_schema(question)
            self.tell_constraints(question, pointer_to("$defs", name))

    def write_presence(self, question: Question, rules: tuple[Rule, ...]) -> None:
        """Write when a question must be answered and when it must be absent."""
        place = pointer_to("properties", question.key)
        shows = self.condition(rules)
        is_required = question.required or question.is_nullable
        if is_required and shows.is_free:
            self.required.append(question.key)
            return
        self.conditions += presence(question.key, shows, is_required=is_required)
        self.tell_unsaid(place, shows, is_required=is_required)
        require = self.compiled.require.get(TOP.address(question))
        if require is not None and not is_required:
            asks = self.condition((*rules, require))
            if asks.unsaid:
                self.tell(place, {"constraint": "required", "rule": _joined((*rules, require))})
            else:
                self.conditions.append({"if": asks.schema, "then": {"required": [question.key]}})

    def write_calculated(self, question: Question, place: str) -> None:
        """List what only the server checks of an answer: its calculation, and which choices show."""
        if question.key in self.compiled.calculated:
            rule = self.compiled.calculated[question.key].rule
            self.tell(place, {"constraint": "computed_differs", "rule": rule.expr})
        for value, _ in question.choices if question.key in self.compiled.filtered else ():
            shows = self.compiled.show.get(f"choice/{question.key}/{value}")
            if shows is not None:
                self.tell(place, {"constraint": "unknown_choice", "value": value, "rule": shows.expr})

    def tell(self, place: str, constraint: Mapping[str, object]) -> None:
        self.server.append({"at": place, **{name: value for name, value in constraint.items() if name != "at"}})

    def tell_unsaid(self, place: str, shows: _Condition, *, is_required: bool) -> None:
        if shows.unsaid:
            rule = _joined(shows.unsaid)
            self.tell(place, {"constraint": "hidden", "rule": rule})
            if is_required:
                self.tell(place, {"constraint": "required", "rule": rule})

    def write_criterion(self, criterion: Criterion) -> None:
        self.tell("", {"constraint": "not_eligible", "id": criterion.id, "rule": criterion.rule.expr})

    def write_check(self, check: Check) -> None:
        """Refuse answers under which a check is FALSE while its question shows."""
        if check.group:
            place = pointer_to("properties", check.group, "items", "properties", check.inner)
            self.tell(place, {"constraint": "check_failed", "id": check.id, "rule": check.rule.expr})
            return
        shows = self.condition(self.shown[check.at])
        fails = self.schema_when(check.rule, outcome=False)
        if fails is None or shows.unsaid:
            constraint = {"constraint": "check_failed", "id": check.id, "rule": check.rule.expr}
            self.tell(pointer_to("properties", check.at), constraint)
        else:
            self.conditions.append({"not": {"allOf": [*shows.said, fails]}})


def presence(key: str, shows: _Condition, *, is_required: bool) -> list[Schema]:
    """Return the schemas of a property that shows on a condition: present when required, absent when hidden.

    When a part of the condition cannot be expressed, the rest is still necessary: without it, the property is absent.
    """
    if not shows.said:
        return []
    schema: Schema = {"if": shows.schema}
    if is_required and not shows.unsaid:
        schema["then"] = {"required": [key]}
    return [{**schema, "else": {"properties": {key: False}}}]


def nullable(question: Question, schema: Schema) -> Schema:
    """Return the schema of a question, null accepted where a blank is sent as null."""
    return {"anyOf": [{"type": "null"}, schema]} if question.is_nullable else schema


def null_place(question: Question) -> Tokens:
    """Return the place of the schema of a question in the result of `nullable`."""
    return ("anyOf", 1) if question.is_nullable else ()


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of a schema: in the whole schema, and from the last items on (None: not by properties and items)."""

    whole: Tokens
    inside: Tokens | None = ()

    def at(self, tokens: Tokens) -> "_Place":
        is_plain = not {"anyOf", "prefixItems"} & set(tokens)
        return _Place((*self.whole, *tokens), None if self.inside is None or not is_plain else (*self.inside, *tokens))

    @property
    def from_root(self) -> Tokens | None:
        return None if {"anyOf", "prefixItems"} & set(self.whole) else self.whole


class Inside:
    """The conditions on questions inside a question; `conditions` are those on the last items, or on the answers."""

    def __init__(self, writer: _Writer, conditions: list[Schema]) -> None:
        self.writer = writer
        self.compiled = writer.compiled
        self.conditions = conditions

    def write(self, question: Question, fragment: Schema, scope: QuestionScope, place: _Place) -> None:
        """Write when the questions inside `question` must be answered; `fragment` is its schema, at `place`."""
        kind = structured(question)
        if kind is None or is_endless(question):
            return
        below = scope.below(question)
        inner_writer, start = self, place
        if kind.structure == "items":
            inner_writer, start = Inside(self.writer, []), _Place(place.whole, ())
        for inner in kind.asked(question):
            tokens = kind.schema_place(question, inner)
            own = tokens[1:] if kind.structure == "items" and tokens[:1] == ("items",) else tokens
            here = _Place((*place.whole, *tokens), start.at(own).inside)
            inner_writer.write_presence(inner, below, _at(fragment, tokens[:-2]), here)
            schema = _at(fragment, (*tokens, *null_place(inner)))
            inner_writer.write(inner, schema, below, here.at(null_place(inner)))
        if inner_writer is not self and inner_writer.conditions:
            items = cast("Schema", fragment["items"])
            items["allOf"] = [*cast("list[Schema]", items.get("allOf", [])), *inner_writer.conditions]

    def write_presence(self, question: Question, scope: QuestionScope, holder: Schema, place: _Place) -> None:
        rule = self.compiled.show.get(f"question/{scope.address(question)}")
        require = self.compiled.require.get(scope.address(question))
        is_required = question.required or question.is_nullable
        where = pointer_to(*place.whole)
        if rule is not None:
            required = cast("list[str]", holder.get("required", []))
            holder["required"] = [key for key in required if key != question.key]
            shows = self.writer.condition((rule,))
            said = presence(question.key, shows, is_required=is_required)
            if said and not self.put(said, rule, place):
                shows = _Condition((), (rule,))
            self.writer.tell_unsaid(where, shows, is_required=is_required)
        if require is not None and not is_required:
            rules = (require,) if rule is None else (rule, require)
            asks = self.writer.condition(rules)
            said = [] if asks.unsaid else [{"if": asks.schema, "then": {"required": [question.key]}}]
            if not said or not self.put(said, *rules, place):
                self.writer.tell(where, {"constraint": "required", "rule": _joined(rules)})

    def put(self, said: list[Schema], *rules_and_place: object) -> bool:
        """Add schemas where the names of their rules are found: on the item, or on the answers outside."""
        *rules, place = rules_and_place
        names = {name for rule in rules for name in cast("Rule", rule).names}
        inside = {name for name in names if name.startswith(ITEM)}
        if inside and inside != names:
            return False
        where = cast("_Place", place).inside if inside else cast("_Place", place).from_root
        if where is None:
            return False
        target = self.conditions if inside else self.writer.conditions
        target += [_moved(schema, where[:-2]) for schema in said]
        return True


def _at(schema: object, tokens: Tokens) -> Schema:
    for each in tokens:
        schema = schema[each]  # type: ignore[index]
    return cast("Schema", schema)


def _moved(schema: Schema, where: Tokens) -> Schema:
    """Return a condition on the outer answers, with its outcomes moved down to the object that holds the question."""
    outcomes: Schema = {word: _nested(where, schema[word]) for word in ("then", "else") if word in schema}
    return {"if": schema["if"], **outcomes}


def _nested(where: Tokens, schema: object) -> object:
    for each in reversed(where):
        schema = {each: schema}
    return schema


def _joined(rules: Sequence[Rule]) -> object:
    """Return the source of the rule that is TRUE when all of `rules` are."""
    return rules[0].expr if len(rules) == 1 else {"and": [rule.expr for rule in rules]}


def _integers(compiled: Compiled) -> Iterator[str]:
    """Yield the names of rules whose answer is a JSON integer: the other numbers are kept as strings."""
    for question, scope in _every(compiled):
        if "integer" in {question.type, question.options.get("value")} and scope.names is not None:
            yield scope.names + address_token(question.key)


def _derived(compiled: Compiled) -> Iterator[str]:
    """Yield the names of rules whose value is in no answer: computed from the one that is kept, or for rules alone."""
    yield from (each.name for each in compiled.computed if each.question is None)
    for question, scope in _every(compiled):
        if not QUESTION_TYPES[question.type].is_read_as_kept:
            yield from scope.names_of(question)


def _every(compiled: Compiled) -> Iterator[tuple[Question, QuestionScope]]:
    """Yield every question that has an answer, at all depths."""
    for question in asked(compiled.document.questions):
        yield question, TOP
        yield from ((each, scope) for each, scope in inner_scopes(question, TOP) if each.type != "information")
