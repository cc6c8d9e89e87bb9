"""Short ways to ask a question of a type, for tests."""

from dataclasses import replace
from datetime import date

from schemas.questions.base import Question
from schemas.questions.from_schema import shape
from schemas.questions.registry import QUESTION_TYPES
from tests.schemas.communes import COMMUNES

TODAY = date(2026, 11, 22)

#: What references refer to: it may hold itself.
DEFS = {
    "node": {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "next": {"$ref": "#/$defs/node"},
            "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
        },
        "required": ["name"],
    }
}
CHOICES = [{"const": "a", "title": "Premier"}, {"const": "b", "title": "Second"}]
FRAGMENTS = {
    "integer": {"type": "integer"},
    "yes_no": {"type": "boolean"},
    "sworn_statement": {"type": "boolean"},
    "single_choice": {"type": "string", "oneOf": CHOICES},
    "several_choices": {"type": "array", "items": {"type": "string", "oneOf": CHOICES}},
    "file": {"type": "array"},
    "group": {"type": "array"},
    "number": {"type": "number"},
    "plain_choice": {"oneOf": [{"const": 1, "title": "Un"}, {"const": "1", "title": "Texte"}]},
    "plain_choices": {
        "type": "array",
        "items": {"oneOf": [{"const": 1, "title": "Un"}, {"const": 2, "title": "Deux"}]},
    },
    "constant": {"const": 3},
    "object": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}},
    "tuple": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "boolean"}]},
    "list": {"type": "array", "items": {"type": "integer"}},
    "pairs": {"type": "object", "additionalProperties": {"type": "integer"}},
    "reference": {"$ref": "#/$defs/node"},
    "one_of": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
    **{kind: {"type": "object"} for kind in ("person_name", "address", "commune", "country", "list_entry", "place")},
}
#: Options that a type cannot do without.
OPTIONS = {
    "list_entry": {"list": "ecoles"},
    "nir": {"legal_basis": "Décret 2019-341 du 19 avril 2019"},
    "computed": {"value": "decimal"},
}


def ask(kind, *, options=None, **keywords):
    """Return a question of a type, its fragment made of the least and of `keywords`, its options added to the least."""
    schema = {"title": "Titre", **FRAGMENTS.get(kind, {"type": "string"}), **keywords}
    asked = shape("q", schema, options={"widget": kind}, defs=DEFS)
    return replace(asked, options={**OPTIONS.get(kind, {}), **(options or {})})


def ask_group(*inner, **keywords):
    """Return a repeated group of these questions."""
    items = {"type": "object", "properties": {each.key: each.schema for each in inner}}
    return Question("g", "group", {"title": "Titre", "type": "array", "items": items, **keywords}, items=inner)


def read(question, raw, *, today=TODAY):
    """Return what becomes of something typed, parsed then validated."""
    return QUESTION_TYPES[question.type].read(question, raw, today=today, lookups=COMMUNES)


def answer_to(kind, raw, **more):
    """Return the answer that something typed gives, which must be good."""
    parsed = read(ask(kind, **more), raw)
    assert parsed.problems == ()
    return parsed.answer


def told(parsed):
    """Return the (code, pointer) pairs of the problems of something typed."""
    return [(problem.code, problem.pointer) for problem in parsed.problems]


def refused(kind, raw, **more):
    """Return the codes that something typed gives."""
    return [problem.code for problem in read(ask(kind, **more), raw).problems]


def faults(question, answer, *, today=TODAY):
    """Return the (code, pointer) pairs of a final answer."""
    found = QUESTION_TYPES[question.type].validate(question, answer, today=today, lookups=COMMUNES)
    return [(problem.code, problem.pointer) for problem in found]


def author_codes(question):
    return [(problem.code, problem.pointer) for problem in QUESTION_TYPES[question.type].check(question)]
