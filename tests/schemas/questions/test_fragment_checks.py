"""Author mistakes in the fragment and the options of a question."""

import pytest

from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.type_inference import type_of_schema
from tests.schemas.questions.asking import CHOICES, FRAGMENTS, ask, ask_group, author_codes

MISTAKES = [
    ("short_text", {"type": "integer"}, {}, [("wrong_fragment_type", "/type")]),
    ("short_text", {"pattern": "(?=a)"}, {}, [("pattern_not_supported", "/pattern")]),
    ("short_text", {"enum": ["a"]}, {}, [("keyword_not_supported", "/enum")]),
    ("short_text", {"maxLength": 0}, {}, [("bad_limit", "/maxLength")]),
    ("short_text", {"maxLength": True}, {}, [("bad_limit", "/maxLength")]),
    ("short_text", {"minLength": -1}, {}, [("bad_limit", "/minLength")]),
    ("short_text", {"minLength": "2"}, {}, [("bad_limit", "/minLength")]),
    ("short_text", {"minLength": 300}, {}, [("bad_limit", "/minLength")]),
    ("short_text", {"minLength": 3, "maxLength": 2}, {}, [("limits_crossed", "")]),
    ("short_text", {"maxLength": 10**9}, {}, [("bad_limit", "/maxLength")]),
    ("integer", {"minimum": 1.5}, {}, [("bad_limit", "/minimum")]),
    ("integer", {"maximum": 2**53}, {}, [("bad_limit", "/maximum")]),
    ("integer", {"minimum": 2, "maximum": 1}, {}, [("limits_crossed", "")]),
    ("integer", {"multipleOf": 2}, {}, [("keyword_not_supported", "/multipleOf")]),
    ("money", {}, {"min": 10}, [("bad_limit", "")]),
    ("money", {}, {"max": "1e3"}, [("bad_limit", "")]),
    ("money", {}, {"max": "-5"}, [("limits_crossed", "")]),
    ("decimal", {}, {"min": "2", "max": "1"}, [("limits_crossed", "")]),
    ("email", {"format": "date"}, {}, [("keyword_not_supported", "/format")]),
    ("date", {}, {"min": "tomorrow"}, [("bad_limit", "")]),
    ("date", {}, {"max": "2023-02-29"}, [("bad_limit", "")]),
    ("date", {}, {"max": "P999Y"}, [("bad_limit", "")]),
    ("date", {}, {"max": "P"}, [("bad_limit", "")]),
    ("date", {}, {"max": 5}, [("bad_limit", "")]),
    ("date", {}, {"min": "2021-01-01", "max": "2020-01-01"}, [("limits_crossed", "")]),
    ("date", {}, {"min": "today", "max": "-P1D"}, [("limits_crossed", "")]),
    ("month", {}, {"min": "2026-01-01"}, [("bad_limit", "")]),
    ("month", {}, {"max": "2026-13"}, [("bad_limit", "")]),
    ("month", {}, {"min": "2026-02", "max": "2026-01"}, [("limits_crossed", "")]),
    ("month", {"format": "date"}, {}, [("keyword_not_supported", "/format")]),
    ("time", {}, {"min": "8h"}, [("bad_limit", "")]),
    ("time", {}, {"max": 18}, [("bad_limit", "")]),
    ("time", {}, {"min": "18:00", "max": "08:00"}, [("limits_crossed", "")]),
    ("time", {"format": "date-time"}, {}, [("keyword_not_supported", "/format")]),
    ("date_time", {}, {"min": "08:00"}, [("bad_limit", "")]),
    ("date_time", {"format": "time"}, {}, [("keyword_not_supported", "/format")]),
    ("country", {"type": "string"}, {}, [("wrong_fragment_type", "/type")]),
    ("list_entry", {}, {"list": None}, [("no_list", "")]),
    ("list_entry", {}, {"list": "Mes écoles"}, [("no_list", "")]),
    ("nir", {}, {"legal_basis": None}, [("no_legal_basis", "")]),
    ("nir", {}, {"legal_basis": "  oui  "}, [("no_legal_basis", "")]),
    ("nir", {}, {"index": True}, [("index_of_sensitive", "")]),
    ("single_choice", {"oneOf": [*CHOICES, {"const": "c", "title": "SECOND"}]}, {}, []),
    (
        "single_choice",
        {"oneOf": [*CHOICES, {"const": "c", "title": "SECOND"}]},
        {"format": "autocomplete"},
        [("choice_twice", "/oneOf/2")],
    ),
    ("single_choice", {"oneOf": None}, {"format": "autocomplete"}, [("no_choices", "/oneOf")]),
    ("sworn_statement", {"const": False}, {}, [("keyword_not_supported", "/const")]),
    ("single_choice", {"oneOf": []}, {}, [("no_choices", "/oneOf")]),
    ("single_choice", {"oneOf": ["a"]}, {}, [("bad_choice", "/oneOf/0")]),
    ("single_choice", {"oneOf": [{"const": 1, "title": "Un"}]}, {}, [("bad_choice", "/oneOf/0")]),
    ("single_choice", {"oneOf": [{"const": "e\u0301", "title": "Un"}]}, {}, [("bad_choice", "/oneOf/0")]),
    ("single_choice", {"oneOf": [{"const": "a"}]}, {}, [("bad_choice", "/oneOf/0")]),
    ("single_choice", {"oneOf": [{"const": "a", "title": "A", "pattern": "x"}]}, {}, [("bad_choice", "/oneOf/0")]),
    ("single_choice", {"oneOf": [CHOICES[0], CHOICES[0]]}, {}, [("choice_twice", "/oneOf/1")]),
    ("several_choices", {"items": None}, {}, [("wrong_fragment_type", "/items/type"), ("no_choices", "/items/oneOf")]),
    ("several_choices", {"minItems": 2, "maxItems": 1}, {}, [("limits_crossed", "")]),
    ("several_choices", {"minItems": 3}, {}, [("bad_limit", "/minItems")]),
    ("several_choices", {"uniqueItems": False}, {}, [("keyword_not_supported", "/uniqueItems")]),
    ("file", {"items": {}}, {}, [("keyword_not_supported", "/items")]),
    ("file", {}, {"kinds": ["exe"]}, [("unknown_kind", "")]),
    ("file", {}, {"kinds": []}, [("bad_limit", "")]),
    ("file", {}, {"kinds": [[]]}, [("unknown_kind", "")]),
    ("file", {}, {"max_files": 0, "max_bytes": "1"}, [("bad_limit", ""), ("bad_limit", "")]),
    ("address", {"type": "string"}, {}, [("wrong_fragment_type", "/type")]),
    ("commune", {"properties": {}}, {}, [("keyword_not_supported", "/properties")]),
]


@pytest.mark.parametrize(("kind", "keywords", "options", "expected"), MISTAKES)
def test_mistake_of_an_author_is_told_at_its_place(kind, keywords, options, expected):
    assert author_codes(ask(kind, options=options, **keywords)) == expected


@pytest.mark.parametrize("kind", sorted(set(QUESTION_TYPES) - {"group"}))
def test_plain_fragment_of_each_type_has_no_mistake(kind):
    assert author_codes(ask(kind, description="Une aide", examples=["x"])) == []


def test_group_tells_mistakes_of_its_items():
    group = ask_group(ask("short_text"), minItems=3, maxItems=2)

    assert author_codes(group) == [("limits_crossed", "")]
    assert author_codes(ask_group(ask("short_text"), maxItems=51)) == [("bad_limit", "/maxItems")]
    assert author_codes(ask("group", type="array", prefixItems=[])) == [
        ("keyword_not_supported", "/prefixItems"),
        ("wrong_fragment_type", "/items/type"),
    ]


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, "short_text"),
        ({"type": "string", "format": "email"}, "email"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "format": "time"}, "time"),
        ({"type": "string", "format": "date-time"}, "date_time"),
        (FRAGMENTS["single_choice"], "single_choice"),
        ({"type": "boolean"}, "yes_no"),
        ({"type": "boolean", "const": True}, "sworn_statement"),
        ({"type": "integer"}, "integer"),
        (FRAGMENTS["several_choices"], "several_choices"),
        ({"type": "array", "items": {"type": "object", "properties": {}}}, "group"),
        ({"type": "array", "items": {"type": "string"}}, "list"),
        ({"type": "array"}, ""),
        ({"type": "object"}, ""),
        ({"$ref": "#/$defs/x"}, "reference"),
        ({"type": "number"}, "number"),
        ({"const": None}, "constant"),
        ({"oneOf": [{"const": 1, "title": "1"}]}, "plain_choice"),
        ({"type": "array", "items": {"oneOf": [{"const": 1, "title": "1"}]}}, "plain_choices"),
        ({"anyOf": [{"type": "string"}, {"type": "number"}]}, "one_of"),
        ({"type": "object", "properties": {}}, "object"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "pairs"),
        ({"type": "array", "prefixItems": []}, "tuple"),
        ({}, ""),
    ],
)
def test_type_follows_from_a_fragment_that_says_enough(schema, kind):
    assert type_of_schema(schema) == kind
