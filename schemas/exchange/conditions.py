"""Rules made of conditions written as JSON Schema: the inverse of `schemas.rules.as_json_schema`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from schemas.json_schema.exact_numbers import canonical, exact
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.plain import value_as_text
from schemas.rules.naming import address_token

Expr = Any
Schema = Any

_BOUNDS: Final = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
#: Keywords that constrain no value.
_SAY_NOTHING: Final = frozenset(
    ["title", "description", "default", "examples", "$comment", "$schema", "$id", "readOnly"]
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a condition: an object of questions (`inner` by their key), or one question, called `name`.

    `is_strict` is for conditions that an absent value does not meet (JSON Forms).
    """

    name: str
    question: Question | None = None
    inner: Mapping[str, Question] = field(default_factory=dict)
    is_strict: bool = False

    def of(self, key: str) -> "Subject | None":
        question = self.inner.get(key)
        if question is None:
            return None
        kind = QUESTION_TYPES[question.type]
        name = self.name + address_token(key)
        if kind.structure == "parts":
            inner = {each.key: each for each in kind.inner(question)}
            return Subject(f"{name}.", question, inner)
        return Subject(name, question)

    @property
    def rule_type(self) -> str:
        types = {} if self.question is None else QUESTION_TYPES[self.question.type].rule_types(self.question)
        return types.get("", "")


def condition_of(schema: Schema, subject: Subject) -> Expr | None:
    """Return a rule that is TRUE or FALSE, never UNKNOWN, as answers are valid or not; None when rules cannot.

    An absent answer is valid, unless `required` asks for it, as in JSON Schema.
    """
    if isinstance(schema, bool):
        return schema
    if not isinstance(schema, Mapping):
        return None
    found = [
        _SAID[word](value, subject, schema) if word in _SAID else None
        for word, value in schema.items()
        if word not in _SAY_NOTHING
    ]
    return None if any(each is None for each in found) else all_of(found)


def all_of(exprs: Sequence[Expr]) -> Expr:
    return _joined("and", exprs, neutral=True)


def any_of(exprs: Sequence[Expr]) -> Expr:
    return _joined("or", exprs, neutral=False)


def _joined(word: str, exprs: Sequence[Expr], *, neutral: bool) -> Expr:
    left = [each for each in exprs if each is not neutral]
    if any(each is (not neutral) for each in left):
        return not neutral
    unique = [each for place, each in enumerate(left) if each not in left[:place]]
    return neutral if not unique else unique[0] if len(unique) == 1 else {word: unique}


def negated(expr: Expr) -> Expr:
    if isinstance(expr, bool):
        return not expr
    return expr["!"] if isinstance(expr, Mapping) and list(expr) == ["!"] else {"!": expr}


def _leaf(subject: Subject, compared: Expr | None) -> Expr | None:
    """Return a comparison that is never UNKNOWN: an absent answer passes, unless the subject is strict."""
    if compared is None or subject.question is None or not subject.rule_type:
        return None
    here = {"answered": subject.name}
    if subject.is_strict:
        return all_of([here, compared])
    return any_of([{"!": here}, compared])


def _const(value: object, subject: Subject, _: Schema) -> Expr | None:
    if value is None:
        return {"!": {"answered": subject.name}} if subject.question is not None and subject.rule_type else None
    literal = literal_of(value, subject.rule_type)
    if literal is None and subject.rule_type in ("str", "num", "bool"):
        return (
            False if subject.is_strict else {"!": {"answered": subject.name}}
        )  # equal to nothing that can be answered
    return None if literal is None else _leaf(subject, {"==": [{"var": subject.name}, literal]})


def _enum(values: list[object], subject: Subject, schema: Schema) -> Expr | None:
    found = [_const(value, subject, schema) for value in values]
    return None if any(each is None for each in found) else any_of(found)


def literal_of(value: object, rule_type: str) -> Expr | None:
    """Return a JSON value as a literal of a rule type; None when no answer of this type is that value."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if rule_type == "bool":
        return value if isinstance(value, bool) else None
    if rule_type == "num":
        return _number(value) if is_number else None
    if rule_type == "date":
        return {"date": value} if isinstance(value, str) else None
    return value_as_text(value) or None if rule_type == "str" else None


def _number(value: object) -> Expr:
    if isinstance(value, int):
        return value
    return {"num": format(Decimal(str(exact(value))), "f")}


def _bound(word: str) -> Callable[[object, Subject, Schema], Expr | None]:
    def said(value: object, subject: Subject, _: Schema) -> Expr | None:
        if subject.rule_type != "num":
            return None
        compared = {_BOUNDS[word]: [{"var": subject.name}, _number(value)]}
        return any_of([{"!": {"answered": subject.name}}, compared])

    return said


def _type(value: object, subject: Subject, _: Schema) -> Expr | None:
    kinds = set(value) if isinstance(value, list) else {value}
    if subject.question is None or subject.inner:
        return "object" in kinds
    held = {"bool": {"boolean"}, "num": {"number", "integer"}, "str": {"string"}, "date": {"string"}, "list": {"array"}}
    fits = held.get(subject.rule_type)
    if fits is None:
        return None
    if fits & kinds:
        return {"answered": subject.name} if subject.is_strict and "null" not in kinds else True
    return {"!": {"answered": subject.name}} if "null" in kinds or not subject.is_strict else False


def _required(names: list[str], subject: Subject, _: Schema) -> Expr | None:
    found: list[Expr | None] = []
    for name in names:
        inner = subject.of(name)
        if inner is None:
            found.append(False)  # it is not asked
        elif inner.inner:
            parts = [each for key in inner.inner if (each := _required([key], inner, {})) is not None]
            found.append(any_of(parts) if len(parts) == len(inner.inner) else None)
        else:
            found.append({"answered": inner.name} if inner.rule_type else None)
    return None if any(each is None for each in found) else all_of(found)


def _properties(properties: Mapping[str, Schema], subject: Subject, _: Schema) -> Expr | None:
    found: list[Expr | None] = []
    for name, schema in properties.items():
        inner = subject.of(name)
        if inner is not None:
            found.append(condition_of(schema, inner))
    return None if any(each is None for each in found) else all_of(found)


def _every(schemas: list[Schema], subject: Subject, _: Schema) -> Expr | None:
    found = [condition_of(each, subject) for each in schemas]
    return None if any(each is None for each in found) else all_of(found)


def _some(schemas: list[Schema], subject: Subject, _: Schema) -> Expr | None:
    found = [condition_of(each, subject) for each in schemas]
    return None if any(each is None for each in found) else any_of(found)


def _one(schemas: list[Schema], subject: Subject, schema: Schema) -> Expr | None:
    consts = [each.get("const") for each in schemas if isinstance(each, Mapping) and "const" in each]
    is_apart = len(consts) == len(schemas) == len({canonical(each) for each in consts})
    return _some(schemas, subject, schema) if is_apart or len(schemas) == 1 else None


def _not(schema: Schema, subject: Subject, _: Schema) -> Expr | None:
    found = condition_of(schema, subject)
    return None if found is None else negated(found)


def _contains(schema: Schema, subject: Subject, _: Schema) -> Expr | None:
    if subject.rule_type != "list" or not isinstance(schema, Mapping) or not set(schema) <= {"const", "enum", "type"}:
        return None
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    keys = [value_as_text(value) for value in values if value_as_text(value)]
    return _leaf(subject, {"has_any": [{"var": subject.name}, {"list": keys}]}) if keys else None


def _least(value: int, subject: Subject, _: Schema) -> Expr | None:
    if value > 1 or not subject.rule_type:
        return None
    return {"answered": subject.name} if subject.is_strict and value else True


_SAID: Final[Mapping[str, Callable[[Any, Subject, Schema], Expr | None]]] = {
    "const": _const,
    "enum": _enum,
    "type": _type,
    "required": _required,
    "properties": _properties,
    "allOf": _every,
    "anyOf": _some,
    "oneOf": _one,
    "not": _not,
    "contains": _contains,
    "minLength": _least,
    "minItems": _least,
    **{word: _bound(word) for word in _BOUNDS},
}
