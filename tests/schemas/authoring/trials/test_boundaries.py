"""The tests that are proposed for a document: each criterion around its thresholds, as the form would take them."""

import json
from dataclasses import replace
from datetime import date

import pytest

from schemas.authoring.trials.boundaries import propose
from schemas.authoring.trials.run import run_trials
from schemas.compilation.compiled import compile_document
from tests.runtime.documents import document_of, question, yes_no

TODAY = date(2026, 11, 25)
KINDS = [{"const": key, "title": key.upper()} for key in ("a", "b")]
STEPS = {
    "un": [
        yes_no("marie"),
        question("age", {"type": "integer", "minimum": 0}, widget="integer"),
        question("prix", {"type": "string"}, widget="money"),
        question("taux", {"type": "string"}, widget="decimal"),
        question("kind", {"type": "string", "oneOf": KINDS}, widget="single_choice"),
        question("voeux", {"type": "array", "items": {"type": "string", "oneOf": KINDS}}, widget="several_choices"),
        question("ne", {"type": "string", "format": "date"}, widget="date", max="today"),
    ]
}
DOCUMENT = document_of(STEPS)


def compiled(expr, *tests):
    rules = {"dialect": 1, "criteria": [{"id": "un", "expr": expr}], "messages": {"criteria/un": "Un."}, "tests": tests}
    ready, problems = compile_document(
        replace(DOCUMENT, source={**DOCUMENT.source, "rules": rules | {"tests": [*tests]}})
    )
    assert problems == ()
    return ready


def var(name):
    return {"var": name}


def verdicts(expr, name):
    """Return what is proposed: the answer to a question, with the verdict."""
    return [(each["given"].get(name), each["expect"]["criteria/un"]) for each in propose(compiled(expr), today=TODAY)]


NUMBERS = [
    ({">=": [var("age"), 16]}, "age", [(None, None), (15, False), (16, True), (17, True)]),
    ({"<": [var("prix"), 1000]}, "prix", [(None, None), ("999.99", True), ("1000.00", False), ("1000.01", False)]),
    (
        {"<=": [var("taux"), {"num": "1.5"}]},
        "taux",
        [(None, None), ("1.499999", True), ("1.5", True), ("1.500001", False)],
    ),
    ({">=": [var("age"), 0]}, "age", [(None, None), (0, True), (1, True)]),
    (
        {"<": [var("ne"), {"date": "2020-03-01"}]},
        "ne",
        [(None, None), ("2020-02-29", True), ("2020-03-01", False), ("2020-03-02", False)],
    ),
]


@pytest.mark.parametrize(("expr", "name", "expected"), NUMBERS)
def test_answer_is_moved_around_a_threshold_and_left_out_once(expr, name, expected):
    assert verdicts(expr, name) == expected


def test_birthday_is_tried_on_the_eve_the_day_the_morrow_and_on_29_february():
    expr = {">=": [{"years": [var("ne"), var("@today")]}, 18]}

    found = [
        (each["given"]["@today"], each["given"].get("ne"), each["expect"]["criteria/un"])
        for each in propose(compiled(expr), today=TODAY)
    ]

    assert found == [
        ("2026-11-25", None, None),
        ("2026-11-25", "2008-11-26", False),
        ("2026-11-25", "2008-11-25", True),
        ("2026-11-25", "2008-11-24", True),
        ("2026-02-28", "2008-02-29", False),
        ("2026-03-01", "2008-02-29", True),
    ]


def test_other_answers_are_such_that_the_threshold_decides():
    others = [var("marie"), {"==": [var("kind"), "b"]}, {"has_any": [var("voeux"), ["a"]]}]
    expr = {"and": [*others, {">=": [var("age"), 16]}]}

    proposed = propose(compiled(expr), today=TODAY)

    assert [each["expect"]["criteria/un"] for each in proposed] == [None, False, True, True]
    assert all(each["given"] | {"marie": True, "kind": "b", "voeux": ["a"]} == each["given"] for each in proposed[1:])


def test_answers_of_a_test_in_which_it_is_met_are_taken_up():
    held = {"name": "x", "given": {"age": 40, "kind": "a"}, "expect": {"criteria/un": True}}

    proposed = propose(compiled({">=": [var("age"), 16]}, held), today=TODAY)

    assert [each["given"].get("kind") for each in proposed] == [None, "a", "a", "a"]


def test_proposed_tests_pass_and_are_not_proposed_again():
    expr = {"and": [{">=": [var("age"), 16]}, {">=": [{"years": [var("ne"), var("@today")]}, 18]}]}
    proposed = json.loads(json.dumps(propose(compiled(expr), today=TODAY)))
    whole = compiled(expr, *proposed)

    assert run_trials(whole, today=TODAY)[1] == ()
    assert [each for each in propose(whole, today=TODAY) if each in proposed] == []
