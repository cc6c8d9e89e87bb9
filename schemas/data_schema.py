"""From a document to the one self-contained JSON Schema of its answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from schemas.compiled import Compiled
from schemas.compiling.checks import Check
from schemas.compiling.criteria import Criterion
from schemas.compiling.names import rule_names
from schemas.document import Section, Step, asked
from schemas.problems import pointer_to
from schemas.questions.base import Question
from schemas.questions.table import QUESTION_TYPES
from schemas.rules.rule import Rule
from schemas.rules.schema import schema_when
from schemas.rules.values import ITEM

Schema = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: Where the schema lists what JSON Schema cannot say.
SERVER = "x-guichet-server"


def data_schema(compiled: Compiled) -> Schema:
    """Return the JSON Schema 2020-12 of the final answers to a document: one object, from question to answer.

    Whatever `schemas.answers.check_answers` accepts is valid under it. Whatever that refuses is not, unless the reason
    is a line of the list under `x-guichet-server`: `{"at": pointer into this schema, "constraint": code, …}`, with the
    code of the problem and the parameters of the constraint; `rule` is the source of a condition.
    """
    writer = _Writer(compiled)
    for question, conditions in placed_questions(compiled):
        writer.write_question(question, conditions)
    for check in compiled.checks:
        writer.write_check(check)
    for criterion in compiled.criteria:
        writer.write_criterion(criterion)
    return writer.schema()


def placed_questions(compiled: Compiled) -> Iterator[tuple[Question, tuple[Rule, ...]]]:
    """Yield every question that has an answer, with the conditions that must all be TRUE for it to show."""
    for step in compiled.document.steps:
        for section in step.sections:
            for question in asked(section.questions):
                yield question, _conditions(compiled, step, section, question)


def _conditions(compiled: Compiled, step: Step, section: Section, question: Question) -> tuple[Rule, ...]:
    addresses = (f"step/{step.id}", f"section/{section.id}", f"question/{question.key}")
    return tuple(compiled.show[address] for address in addresses if address in compiled.show)


@dataclass(frozen=True, slots=True)
class _Condition:
    """Several rules that must all be TRUE: those that JSON Schema can say, and those that it cannot."""

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
            **({"allOf": self.conditions} if self.conditions else {}),
            SERVER: self.server,
        }

    def schema_when(self, rule: Rule, *, outcome: bool) -> Schema | None:
        return schema_when(rule, outcome, numbers=self.numbers, derived=self.derived)

    def condition(self, rules: Sequence[Rule]) -> _Condition:
        written = [(rule, self.schema_when(rule, outcome=True)) for rule in rules]
        said = tuple(schema for _, schema in written if schema is not None)
        return _Condition(said, tuple(rule for rule, schema in written if schema is None))

    def write_question(self, question: Question, rules: tuple[Rule, ...]) -> None:
        self.shown[question.key] = rules
        fragment = QUESTION_TYPES[question.type].json_schema(question)
        self.properties[question.key] = fragment
        place = pointer_to("properties", question.key)
        for constraint in QUESTION_TYPES[question.type].server_constraints(question):
            self.tell(place + str(constraint.get("at", "")), constraint)
        self.write_calculated(question, place)
        self.write_presence(question, rules)
        if question.type == "group":
            self.write_items(question, fragment)

    def write_presence(self, question: Question, rules: tuple[Rule, ...]) -> None:
        """Say when a question must be answered and when it must not."""
        place = pointer_to("properties", question.key)
        shows = self.condition(rules)
        if question.required and shows.is_free:
            self.required.append(question.key)
            return
        self.conditions += presence(question.key, shows, is_required=question.required)
        self.tell_unsaid(place, shows, is_required=question.required)
        require = self.compiled.require.get(question.key)
        if require is not None and not question.required:
            asks = self.condition((*rules, require))
            if asks.unsaid:
                self.tell(place, {"constraint": "required", "rule": _joined((*rules, require))})
            else:
                self.conditions.append({"if": asks.schema, "then": {"required": [question.key]}})

    def write_calculated(self, question: Question, place: str) -> None:
        """Say what the server alone decides of an answer: how it is calculated, when its choices show."""
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

    def write_items(self, group: Question, fragment: Schema) -> None:
        """Say when the questions of an item must be answered; conditions read the item, or what is outside."""
        required, inside = [], []
        for inner in asked(group.items):
            rule = self.compiled.show.get(f"question/{group.key}.{inner.key}")
            shows = self.condition(() if rule is None else (rule,))
            self.tell_required_inside(group, inner)
            said = presence(inner.key, shows, is_required=inner.required)
            if inner.required and shows.is_free:
                required.append(inner.key)
            elif rule is not None and any(name.startswith(ITEM) for name in rule.names):
                inside += said
            else:
                self.conditions += [_in_items(group.key, schema) for schema in said]
            self.tell_unsaid(
                pointer_to("properties", group.key, "items", "properties", inner.key),
                shows,
                is_required=inner.required,
            )
        items = cast("Schema", fragment["items"])
        items |= {"required": required, **({"allOf": inside} if inside else {})}

    def tell_required_inside(self, group: Question, inner: Question) -> None:
        rule = self.compiled.require.get(f"{group.key}.{inner.key}")
        if rule is not None and not inner.required:
            place = pointer_to("properties", group.key, "items", "properties", inner.key)
            self.tell(place, {"constraint": "required", "rule": rule.expr})

    def write_criterion(self, criterion: Criterion) -> None:
        self.tell("", {"constraint": "not_eligible", "id": criterion.id, "rule": criterion.rule.expr})

    def write_check(self, check: Check) -> None:
        """Refuse answers under which a check is FALSE while the question it is told at shows."""
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
    """Return what can be said of a property that shows on a condition: there when required, absent when hidden.

    When a part of the condition cannot be said, the rest of it is still necessary: without it, the property is absent.
    """
    if not shows.said:
        return []
    schema: Schema = {"if": shows.schema}
    if is_required and not shows.unsaid:
        schema["then"] = {"required": [key]}
    return [{**schema, "else": {"properties": {key: False}}}]


def _in_items(group: str, schema: Schema) -> Schema:
    """Return a presence said of the answers outside, its outcomes moved into every item of a group."""
    outcomes: Schema = {
        word: {"properties": {group: {"items": schema[word]}}} for word in ("then", "else") if word in schema
    }
    return {"if": schema["if"], **outcomes}


def _joined(rules: Sequence[Rule]) -> object:
    """Return the source of the rule that is TRUE when all of `rules` are."""
    return rules[0].expr if len(rules) == 1 else {"and": [rule.expr for rule in rules]}


def _integers(compiled: Compiled) -> Iterator[str]:
    """Yield the names of rules whose answer is a JSON integer: the other numbers are kept as strings."""
    for question in asked(compiled.document.questions):
        if "integer" in {question.type, question.options.get("value")}:
            yield question.key
        yield from (ITEM + inner.key for inner in asked(question.items) if inner.type == "integer")


def _derived(compiled: Compiled) -> Iterator[str]:
    """Yield the names of rules whose value is in no answer: computed from the one that is kept, or for rules alone."""
    yield from (each.name for each in compiled.computed if each.question is None)
    questions = compiled.document.questions
    groups = (("", questions), *((ITEM, each.items) for each in questions))
    for prefix, inside in groups:
        kept = [question for question in asked(inside) if not QUESTION_TYPES[question.type].is_read_as_kept]
        yield from rule_names(tuple(kept), prefix=prefix)
