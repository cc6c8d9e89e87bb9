"""A rule said in JSON Schema is valid exactly when the rule is TRUE, or FALSE."""

import pytest
from hypothesis import example, given, settings
from jsonschema import Draft202012Validator

from schemas.rules.as_json_schema import schema_when
from schemas.rules.compiler import compile_rule
from schemas.rules.rule import evaluate
from schemas.rules.values import load_value
from tests.schemas.rules.strategies import (
    INTEGERS,
    TYPES,
    answer_of,
    answers_objects,
    conditions,
    said_leaves,
    unsaid_leaves,
)

ITEM_TYPES = {"item.age": "num", "item.kind": "str", "item.adresse.citycode": "str", "kind": "str"}


def compiled(expr, types=TYPES):
    rule, problems = compile_rule(expr, types)
    assert problems == ()
    return rule


def verdict(rule, answers):
    values = {name: load_value(answer_of(answers, name), kind) for name, kind in TYPES.items()}
    return evaluate(rule, values)


@settings(max_examples=400, deadline=None)
@given(conditions(said_leaves()), answers_objects())
@example({"answered": "adresse.citycode"}, {"adresse": {"citycode": ""}})
@example({"!": {"has_any": [{"var": "wishes"}, ["a"]]}}, {"wishes": []})
@example({"!=": [{"var": "age"}, {"num": "0.5"}]}, {"age": 0})
def test_schema_is_valid_exactly_when_the_rule_has_the_outcome(expr, answers):
    rule = compiled(expr)

    for outcome in (True, False):
        schema = schema_when(rule, outcome, numbers=INTEGERS)
        Draft202012Validator.check_schema(schema)

        assert Draft202012Validator(schema).is_valid(answers) is (verdict(rule, answers) is outcome)


@pytest.mark.parametrize("word", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("bound", [-1, 1, {"num": "-0.5"}, {"num": "0.5"}])
@pytest.mark.parametrize("operands", [lambda bound: [{"var": "age"}, bound], lambda bound: [bound, {"var": "age"}]])
@pytest.mark.parametrize("outcome", [True, False])
def test_bound_of_an_integer_holds_for_its_neighbours(word, bound, operands, outcome):
    rule = compiled({word: operands(bound)})

    schema = Draft202012Validator(schema_when(rule, outcome, numbers=INTEGERS))

    for age in (-2, -1, 0, 1, 2):
        assert schema.is_valid({"age": age}) is (verdict(rule, {"age": age}) is outcome)


@pytest.mark.parametrize(
    ("name", "expr"),
    [
        ("flag", {"var": "flag"}),
        ("flag", {"==": [{"var": "flag"}, False]}),
        ("age", {"==": [{"var": "age"}, 0]}),
        ("age", {"<": [{"var": "age"}, 3]}),
        ("age", {">=": [0, {"var": "age"}]}),
        ("kind", {"==": [{"var": "kind"}, "a"]}),
        ("kind", {"in": [{"var": "kind"}, ["a"]]}),
        ("born", {"!=": [{"var": "born"}, {"date": "2026-01-01"}]}),
        ("wishes", {"==": [{"var": "wishes"}, ["a"]]}),
        ("wishes", {"in": ["a", {"var": "wishes"}]}),
        ("wishes", {"has_any": [{"var": "wishes"}, ["a"]]}),
        ("adresse", {"==": [{"var": "adresse.citycode"}, "a"]}),
    ],
)
def test_blank_answer_makes_a_condition_neither_true_nor_false(name, expr):
    rule = compiled(expr)

    for answers in ({}, {name: None}, {name: ""}, {name: []}, {name: {}}):
        for outcome in (True, False):
            schema = schema_when(rule, outcome, numbers=INTEGERS)

            assert not Draft202012Validator(schema).is_valid(answers)


@settings(max_examples=150, deadline=None)
@given(conditions(unsaid_leaves()))
def test_nothing_is_said_when_a_part_cannot_be(expr):
    rule = compiled(expr)

    assert schema_when(rule, True, numbers=INTEGERS) is None
    assert schema_when(rule, False, numbers=INTEGERS) is None


@pytest.mark.parametrize(
    ("expr", "when_true", "when_false"),
    [
        (
            {"==": [{"var": "kind"}, "a"]},
            {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
            {
                "properties": {"kind": {"type": "string", "minLength": 1, "not": {"const": "a"}}},
                "required": ["kind"],
            },
        ),
        (
            {"var": "flag"},
            {"properties": {"flag": {"const": True}}, "required": ["flag"]},
            {"properties": {"flag": {"const": False}}, "required": ["flag"]},
        ),
        (
            {">=": [{"var": "age"}, 18]},
            {"properties": {"age": {"type": "integer", "minimum": 18}}, "required": ["age"]},
            {"properties": {"age": {"type": "integer", "exclusiveMaximum": 18}}, "required": ["age"]},
        ),
        (
            {">": [{"num": "17.5"}, {"var": "age"}]},
            {"properties": {"age": {"type": "integer", "maximum": 17}}, "required": ["age"]},
            {"properties": {"age": {"type": "integer", "minimum": 18}}, "required": ["age"]},
        ),
        (
            {"answered": "adresse.citycode"},
            {
                "properties": {
                    "adresse": {
                        "type": "object",
                        "properties": {"citycode": {"not": {"enum": [None, "", [], {}]}}},
                        "required": ["citycode"],
                    }
                },
                "required": ["adresse"],
            },
            {"properties": {"adresse": {"properties": {"citycode": {"enum": [None, "", [], {}]}}}}},
        ),
        ({"==": [1, 1]}, {}, {"not": {}}),
    ],
)
def test_schema_reads_as_an_author_would_write_it(expr, when_true, when_false):
    rule = compiled(expr)

    assert schema_when(rule, True, numbers=INTEGERS) == when_true
    assert schema_when(rule, False, numbers=INTEGERS) == when_false


def test_number_held_as_a_string_cannot_be_said_but_its_presence_can():
    assert schema_when(compiled({"==": [{"var": "price"}, 1]}), True, numbers=INTEGERS) is None
    assert schema_when(compiled({"answered": "price"}), True, numbers=INTEGERS) is not None


@pytest.mark.parametrize("word", ["==", "!=", "<", ">="])
def test_integer_that_json_does_not_carry_safely_cannot_be_said(word):
    rule = compiled({word: [{"var": "age"}, {"num": "9007199254740993"}]})

    assert schema_when(rule, True, numbers=INTEGERS) is None


def test_rule_over_an_item_is_said_of_the_item():
    expr = {"and": [{"<": [{"var": "item.age"}, 18]}, {"==": [{"var": "item.adresse.citycode"}, "75056"]}]}

    schema = schema_when(compiled(expr, ITEM_TYPES), True, numbers=frozenset({"item.age"}))

    assert Draft202012Validator(schema).is_valid({"age": 17, "adresse": {"citycode": "75056"}})
    assert not Draft202012Validator(schema).is_valid({"age": 17, "adresse": {"citycode": "69123"}})


@pytest.mark.parametrize("outer", [{"==": [{"var": "kind"}, "a"]}, {"answered": "@today"}])
def test_rule_over_an_item_and_the_rest_cannot_be_said(outer):
    rule = compiled({"and": [{"==": [{"var": "item.kind"}, "a"]}, outer]}, ITEM_TYPES)

    assert schema_when(rule, True) is None
    assert schema_when(rule, False) is None


def test_rule_over_a_derived_name_cannot_be_said():
    rule = compiled({"==": [{"var": "age"}, 1]})

    assert schema_when(rule, True, numbers=INTEGERS, derived=frozenset({"age"})) is None
