"""The documents of the library with a few places of their JSON changed at random."""

import copy
import json
from pathlib import Path

from hypothesis import strategies as st

import schemas
from schemas.questions.registry import QUESTION_TYPES

FOLDER = Path(schemas.__file__).parent / "library" / "procedures"
LIBRARY = {path.stem: json.loads(path.read_bytes()) for path in sorted(FOLDER.glob("*.json"))}

CHOICES = [{"const": "a", "title": "A"}, {"const": "b", "title": "B", "description": "Le deuxième"}]
#: The fragment and the options of one question of each type.
FRAGMENTS = {
    "short_text": ({"type": "string", "minLength": 2, "maxLength": 9, "description": "Court"}, {"hint": "Une ligne"}),
    "long_text": ({"type": "string", "maxLength": 900, "examples": ["Bonjour"]}, {"example": "Bonjour"}),
    "integer": ({"type": "integer", "minimum": 1, "maximum": 9}, {}),
    "decimal": ({"type": "string"}, {"min": "1.5", "max": "9"}),
    "money": ({"type": "string"}, {"min": "0", "max": "19.90"}),
    "email": ({"type": "string", "format": "email"}, {"autocomplete": "email", "index": True}),
    "phone": ({"type": "string"}, {}),
    "date": ({"type": "string", "format": "date"}, {"min": "1900-01-01", "max": "-P18Y"}),
    "month": ({"type": "string"}, {"min": "2000-01", "max": "P1Y"}),
    "time": ({"type": "string"}, {"min": "08:30", "max": "18:00"}),
    "date_time": ({"type": "string", "format": "date-time"}, {"min": "today"}),
    "yes_no": ({"type": "boolean"}, {}),
    "single_choice": ({"type": "string", "oneOf": CHOICES}, {}),
    "several_choices": ({"type": "array", "items": {"type": "string", "oneOf": CHOICES}, "maxItems": 2}, {}),
    "file": ({"type": "array"}, {"kinds": ["pdf", "png"], "max_files": 3, "max_bytes": 1000}),
    "person_name": ({"type": "object"}, {}),
    "address": ({"type": "object"}, {}),
    "commune": ({"type": "object"}, {}),
    "country": ({"type": "object"}, {}),
    "list_entry": ({"type": "object"}, {"list": "ecoles"}),
    "place": ({"type": "object"}, {}),
    "rna": ({"type": "string"}, {}),
    "nir": ({"type": "string"}, {"legal_basis": "Décret 2019-341 du 19 avril 2019"}),
    "vehicle_plate": ({"type": "string"}, {}),
    "siret": ({"type": "string"}, {}),
    "iban": ({"type": "string"}, {}),
    "sworn_statement": ({"type": "boolean", "const": True}, {}),
}


def control(kind, **options):
    return {"type": "Control", "scope": f"#/properties/{kind}", "options": {"widget": kind, **options}}


def source_of_every_type():
    """Return a document that asks every type of question, all of them again inside a repeated group."""
    properties = {kind: {"title": f"Question {kind}", **schema} for kind, (schema, _) in FRAGMENTS.items()}
    controls = [control(kind, **options) for kind, (_, options) in FRAGMENTS.items()]
    items = {"type": "object", "properties": copy.deepcopy(properties), "required": ["email"]}
    group = control("group", item_label="Personne", detail={"elements": copy.deepcopy(controls)})
    steps = {"tout": controls, "personnes": [group]}
    return {
        **LIBRARY["signalement-voirie"],
        "data": {
            "type": "object",
            "properties": {
                **properties,
                "group": {"type": "array", "title": "Personnes", "maxItems": 3, "items": items},
            },
            "required": ["email", "group"],
        },
        "ui": {
            "type": "Categorization",
            "elements": [
                {"type": "Category", "label": step, "options": {"id": step}, "elements": elements}
                for step, elements in steps.items()
            ],
        },
        "rules": {
            "dialect": 1,
            "show": {
                "question/money": {">": [{"var": "decimal"}, {"num": "2.5"}]},
                "question/group.iban": {"==": [{"var": "item.yes_no"}, {"var": "yes_no"}]},
                "step/personnes": {"and": [{"has_any": [{"var": "several_choices"}, ["a"]]}, {"answered": "date"}]},
            },
            "require": {"phone": {"in": [{"var": "single_choice"}, {"list": ["a", "b"]}]}},
            "check": [
                {"id": "age", "at": "date", "expr": {"<": [{"years": [{"var": "date"}, {"var": "@today"}]}, 99]}}
            ],
            "messages": {"check/age": "Vérifiez la date."},
        },
    }


SOURCES = {**LIBRARY, "every-type": source_of_every_type()}

#: Words that mean something somewhere in a document.
WORDS = (
    *QUESTION_TYPES, "Category", "Group", "Control", "Label", "string", "array", "object", "boolean", "integer", "fr",
    "#/properties/nom", "#/properties/x", "received", "agent", "citizen", "required", "verifier", "P0D", "P1Y", "nom",
    "qualite", "reprendre", "check/x", "\ud800", "\u0000", "\u202e", "", " ", "a" * 61, "é" * 300,
)  # fmt: skip
KEYS = (
    "type", "title", "options", "elements", "id", "label", "text", "widget", "oneOf", "items", "properties", "required",
    "const", "pattern", "minLength", "maxItems", "min", "max", "detail", "hint", "examples", "description", "$ref",
    "show", "check", "at", "expr", "var", "==", "and", "fail", "from", "to", "by", "guard", "category", "en", "fr",
)  # fmt: skip
NUMBERS = (0, 1, -1, 2**53, 10**400, 1.0, 0.5, -0.0, 1e308, float("inf"), float("nan"))

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(NUMBERS)
    | st.sampled_from(WORDS)
    | st.text(max_size=4)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def mutated_sources(draw):
    """Return the JSON value of one document with one to three places dropped, replaced, doubled or moved."""
    source = copy.deepcopy(SOURCES[draw(st.sampled_from(sorted(SOURCES)))])
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(_places(source))
        draw(st.sampled_from(MUTATIONS))(draw, source, holder, key)
    return source


@st.composite
def _places(draw, source):
    """Return a place as what holds it and its key there, going down from the root, one level at a time."""
    holder = source
    while True:
        key = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        inner = holder[key]
        if not isinstance(inner, dict | list) or not inner or draw(st.integers(0, 5)) == 0:
            return holder, key
        holder = inner


def _drop(draw, source, holder, key):
    if len(holder) > 1:
        del holder[key]


def _replace(draw, source, holder, key):
    holder[key] = draw(VALUES)


def _double(draw, source, holder, key):
    twin = copy.deepcopy(holder[key])
    if isinstance(holder, list):
        holder.insert(draw(st.integers(0, len(holder))), twin)
    else:
        holder[draw(st.sampled_from(KEYS) | st.text(max_size=3))] = twin


def _move(draw, source, holder, key):
    other, place = draw(_places(source))
    if other is not holder:
        holder[key] = copy.deepcopy(other[place])


MUTATIONS = (_drop, _replace, _replace, _double, _move)
