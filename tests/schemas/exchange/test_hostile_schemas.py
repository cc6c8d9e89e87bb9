"""Schemas and instances that mean harm: refused by reason and place, without work and without a single request."""

import json
import socket
import threading
from decimal import Decimal

import pytest

from schemas.answers.validation import check_answers
from schemas.exchange.admission import admit, read_foreign
from schemas.exchange.import_schema import import_schema
from schemas.exchange.report import MAX_TOLD
from schemas.json_schema.validator import one_validation, violations
from schemas.problems import Problem
from tests.schemas.exchange.filling import TODAY
from tests.schemas.exchange.round_trip import compiled_of

BOMB = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(13)} | {"d13": {"type": "string"}}
ANY = {"type": "object", "properties": {"a": {}}}


def of(a, **more):
    return {"type": "object", "properties": {"a": a}, **more}


def chain(depth):
    schema = {"type": "string"}
    for _ in range(depth):
        schema = of(schema)
    return schema


REFUSED = [
    (of({"$ref": "https://exemple.fr/a.json"}), "remote_reference", "/properties/a/$ref"),
    (of({"$ref": "a.json#/x"}), "remote_reference", "/properties/a/$ref"),
    (of({"$dynamicRef": "https://exemple.fr/a#x"}), "remote_reference", "/properties/a/$dynamicRef"),
    (of({"$ref": "#/$defs/none"}), "dangling_reference", "/properties/a/$ref"),
    (of({"$ref": "#none"}), "dangling_reference", "/properties/a/$ref"),
    (of({"$ref": "#/properties/a"}), "endless_reference", "/properties/a"),
    (of({"allOf": [{"$ref": "#/properties/a"}]}), "endless_reference", "/properties/a"),
    (of({"$ref": "#/$defs/d0"}, **{"$defs": BOMB}), "too_complex", "/$defs/d4"),
    (of({"pattern": "(?=a)b"}), "pattern_not_supported", "/properties/a/pattern"),
    (of({"pattern": r"(a)\1"}), "pattern_not_supported", "/properties/a/pattern"),
    (of({"patternProperties": {"(?!x)": {}}}), "pattern_not_supported", "/properties/a/patternProperties/(?!x)"),
    (of({"pattern": "(" * 1_200}), "pattern_too_long", "/properties/a/pattern"),
    (of({"type": "text"}), "bad_keyword", "/properties/a/type"),
    (of({"minLength": -1}), "bad_keyword", "/properties/a/minLength"),
    (of({"multipleOf": 0}), "bad_keyword", "/properties/a/multipleOf"),
    (of(["string"]), "not_a_schema", "/properties/a"),
    ({"$schema": "https://exemple.fr/mine"}, "unknown_schema_dialect", "/$schema"),
    ([1], "not_a_schema", ""),
]


@pytest.mark.parametrize(
    ("schema", "code", "pointer"), REFUSED, ids=[f"{n}-{c}" for n, (_, c, _) in enumerate(REFUSED)]
)
def test_schema_that_means_harm_is_refused_by_reason_and_place(schema, code, pointer):
    found = [(problem.code, problem.pointer) for problem in admit(schema)[1]]

    assert (code, pointer) in found


UNREAD = {
    "deep": ('{"not":' * 500 + "{}" + "}" * 500, "too_deep"),
    "deeper than forms are": (json.dumps(chain(12)), "too_deep"),
    "twice": ('{"type": "object", "type": "string"}', "repeated_key"),
    "large": ('{"title": "' + "a" * 1_000_000 + '"}', "too_large"),
    "many": (json.dumps({"enum": list(range(60_000))}), "too_many_values"),
    "digits": ('{"maximum": ' + "9" * 100_000 + "}", "unsafe_number"),
    "infinite": ('{"maximum": 1e999}', "unsafe_number"),
}


@pytest.mark.parametrize(("text", "code"), UNREAD.values(), ids=UNREAD)
def test_text_that_means_harm_is_refused_before_it_is_a_schema(text, code):
    assert [problem.code for problem in read_foreign(text)[1]] == [code]


UNASKED = [
    (of(False, required=["a"]), "ok"),
    (of({"type": "string", "format": "data-url"}), "not_renderable"),
    (of({"allOf": [{"type": "string"}, {"type": "integer"}]}), "takes_nothing"),
    (of({"type": "array", "minItems": 51, "items": {"type": "string"}}), "too_many_items_asked"),
    (of({"type": "string"}, required=["b"]), "required_unknown"),
    (of({"type": "array", "items": of({"type": "string"}) | {"properties": {"_id": {}}}}), "reserved_name"),
    ({"type": "object", "properties": {"": {"type": "string"}}}, "bad_name_found"),
    ({"type": "object", "properties": {f"p{n}": {"type": "string"} for n in range(501)}}, "too_many_questions"),
]


@pytest.mark.parametrize(("schema", "code"), UNASKED[1:], ids=[code for _, code in UNASKED[1:]])
def test_what_no_form_can_ask_is_refused_by_name(schema, code):
    found = import_schema(schema)

    assert found.document is None
    assert code in {problem.code for problem in found.problems}


def test_layout_that_points_nowhere_is_refused():
    ui = {"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/b"}, {"type": "Widget"}]}

    found = [(problem.code, problem.pointer) for problem in import_schema(ANY, ui).problems]

    assert found == [("dangling_scope", "/elements/0/scope"), ("unknown_element_found", "/elements/1")]


def test_nothing_ever_asks_another_machine():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        met = []
        thread = threading.Thread(target=lambda: met.extend(accepted(listener)))
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/schema.json"
        for word in ("$ref", "$dynamicRef", "$id", "$schema"):
            import_schema(of({word: address}))
            import_schema({word: address, **ANY})
        thread.join()

    assert met == []


def accepted(listener):
    try:
        yield listener.accept()
    except TimeoutError:
        return


HEAVY = [
    ({"pattern": "^(a+)+$"}, "a" * 100_000 + "!", "not_valid"),
    ({"type": "integer"}, 10**100_000, "too_complex"),
    ({"multipleOf": 0.0000001}, Decimal("1e300"), None),
    ({"type": "number"}, Decimal("1e100000"), "too_complex"),
    ({"uniqueItems": True}, [{"a": n} for n in range(5_000)], None),
    ({"type": "array"}, [0] * 200_000, "too_complex"),
    ({"$defs": {"n": {"anyOf": [{"items": {"$ref": "#/$defs/n"}}] * 20}}, "$ref": "#/$defs/n"}, [[[[[[0]]]]]], None),
]


@pytest.mark.parametrize(("schema", "instance", "code"), HEAVY, ids=range(len(HEAVY)))
def test_judging_takes_a_bounded_amount_of_work(schema, instance, code):
    found = {problem.code for problem in violations(schema, instance)}

    assert found == ({code} if code else set())


def nested(depth):
    value = "x"
    for _ in range(depth):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"a": nested(500)}, "too_complex"),
        ({"a": 10**100_000}, "too_complex"),
        ({"a": "1" * 100_000}, "too_long"),
        ({"a": "x", "status": "accepted"}, "unknown_question"),
        ({"a": ["x"]}, "wrong_type"),
        ({"a": {"b": 1}}, "wrong_type"),
        ([], "wrong_type"),
    ],
)
def test_answers_that_mean_harm_are_refused(answers, code):
    compiled = compiled_of(import_schema(of({"type": "string"})).document)

    assert code in {problem.code for problem in check_answers(compiled, answers, today=TODAY)}


def test_patterns_of_a_document_have_a_budget_together():
    heavy, light = (
        [{"pattern": f"[a-z]{{{500 + n}}}y"} for n in range(120)],
        [{"pattern": f"^{n}$"} for n in range(900)],
    )

    assert [each.code for each in admit(of({"allOf": heavy}))[1]] == ["too_complex"]
    assert admit(of({"allOf": light}))[1] == ()
    names = {"patternProperties": {f"^v{n}$": {} for n in range(200)}}
    assert [each.code for each in admit(of({"allOf": light, **names}))[1]] == ["too_complex"]


def test_patterns_over_a_long_text_are_given_up_soon():
    schema = {"allOf": [{"pattern": f"[a-z]{{{500 + n}}}y"} for n in range(50)]}

    assert [each.code for each in violations(schema, "ab" * 10_000)] == ["too_complex"]
    assert [each.code for each in violations(schema, "ab")] == ["not_valid"] * 50


def test_small_schemas_share_the_budget_of_one_validation(monkeypatch):
    monkeypatch.setattr("schemas.json_schema.validator.MAX_WORK", 100)
    many = {"allOf": [{"minLength": 1}] * 30}

    assert violations(many, "a") == ()
    with one_validation():
        assert [violations(many, "a") for _ in range(4)][-1] == (Problem("too_complex"),)


def test_an_import_tells_each_thing_once_and_only_so_many():
    schema = {**of({"type": "string"}), "required": [f"v{n}" for n in range(20_000)]}

    assert len(import_schema(schema).problems) == MAX_TOLD
