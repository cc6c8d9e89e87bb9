"""Computed values: where they stand, what reads them, what they may hold."""

from datetime import date

import pytest

from schemas.answers.data_schema import data_schema
from schemas.answers.journey import plan_journey, questions_read, rule_values_of
from schemas.answers.validation import check_answers, with_computed
from schemas.compilation.compiled import compile_document
from schemas.rules.naming import address_token
from schemas.rules.rule import evaluate
from tests.runtime.documents import document_of, question, text, yes_no

TODAY = date(2026, 11, 25)
LENGTH, WIDTH = (question(key, {"type": "string"}, widget="decimal") for key in ("longueur", "largeur"))
AREA = {"*": [{"var": "longueur"}, {"var": "largeur"}]}


def value(key, kind, schema=None, **options):
    return question(key, schema or {"type": "string"}, widget="computed", value=kind, required=False, **options)


SURFACE = value("surface", "decimal", unit="m²")
FEE = value("droits", "money", unit="par mois")


def compile_with(steps, **rules):
    return compile_document(document_of(steps, rules={"dialect": 1, **rules}))


def compiled(steps, **rules):
    ready, problems = compile_with(steps, **rules)
    assert problems == ()
    return ready


def told(steps, **rules):
    return [(problem.code, problem.pointer, problem.params) for problem in compile_with(steps, **rules)[1]]


def answers_of(ready, given):
    return dict(plan_journey(ready, given, today=TODAY).answers)


def terrace(**rules):
    return compiled(
        {"mesures": [LENGTH, WIDTH, SURFACE, FEE]},
        computed={"surface": AREA, "droits": {"*": [{"var": "tarif"}, {"var": "surface"}]}, "tarif": {"num": "3.335"}},
        **rules,
    )


def test_a_value_is_calculated_and_kept_with_the_answers():
    answers = answers_of(terrace(), {"longueur": "2.5", "largeur": "2"})

    assert answers == {"longueur": "2.5", "largeur": "2", "surface": "5", "droits": "16.68"}


def test_what_is_posted_for_a_value_says_nothing():
    assert "surface" not in answers_of(terrace(), {"longueur": "2.5", "surface": "999"})


def test_a_value_that_its_type_cannot_hold_is_blank():
    negative = {"droits": {"-": [{"var": "longueur"}]}, "surface": AREA}
    ready = compiled({"mesures": [LENGTH, WIDTH, SURFACE, FEE]}, computed=negative)

    assert "droits" not in answers_of(ready, {"longueur": "2.5"})


@pytest.mark.parametrize(
    ("kind", "schema", "expr", "expected"),
    [
        ("money", None, {"num": "0.005"}, "0.01"),
        ("money", None, {"num": "0.004999"}, "0.00"),
        ("money", None, 1200, "1200.00"),
        ("decimal", None, {"num": "2.50"}, "2.5"),
        ("integer", {"type": "integer"}, {"num": "2.5"}, 3),
        ("integer", {"type": "integer", "minimum": -9}, {"num": "-2.5"}, -3),
        ("date", {"type": "string", "format": "date"}, {"add_months": [{"date": "2026-01-31"}, 1]}, "2026-02-28"),
        ("yes_no", {"type": "boolean"}, {"<": [1, 2]}, True),
        ("short_text", None, "zone_b", "zone_b"),
    ],
)
def test_a_value_is_written_as_answers_of_its_type_are(kind, schema, expr, expected):
    ready = compiled({"un": [text("nom"), value("v", kind, schema)]}, computed={"v": expr})

    answers = answers_of(ready, {"nom": "A"})

    assert answers["v"] == expected
    assert check_answers(ready, answers, today=TODAY) == ()


def test_a_value_is_read_by_what_shows_checks_and_guards():
    circuit = {
        "initial": "recue",
        "states": [{"id": "recue", "category": "received"}, {"id": "close", "category": "closed"}],
        "transitions": [
            {"id": "t", "from": ["recue"], "to": "close", "guard": {">": [{"var": "double"}, 4]}, "by": ["agent"]}
        ],
    }
    rules = {
        "dialect": 1,
        "computed": {"surface": AREA, "double": {"*": [2, {"var": "surface"}]}},
        "show": {"step/grande": {">": [{"var": "double"}, 10]}},
        "check": [{"id": "c", "at": "largeur", "expr": {"<": [{"var": "double"}, 100]}}],
        "messages": {"check/c": {"fail": "Trop grand."}},
    }
    steps = {"mesures": [LENGTH, WIDTH, SURFACE], "grande": [text("motif")]}
    ready, problems = compile_document(document_of(steps, rules=rules, circuit=circuit))
    assert problems == ()

    small, large, huge = (plan_journey(ready, {"longueur": n, "largeur": "2"}, today=TODAY) for n in ("1", "3", "30"))

    assert [len(journey.steps) for journey in (small, large, huge)] == [1, 2, 2]
    assert [p.code for p in check_answers(ready, {**huge.answers, "motif": "x"}, today=TODAY)] == ["check_failed"]
    guards = [evaluate(ready.guards["t"], rule_values_of(ready, j.answers, today=TODAY)) for j in (small, large)]
    assert guards == [False, True]


def test_final_answers_carry_every_value_as_it_is_calculated():
    ready = terrace()
    good = {"longueur": "2", "largeur": "2", "surface": "4", "droits": "13.34"}
    without = {"longueur": "2", "largeur": "2"}

    assert check_answers(ready, good, today=TODAY) == ()
    for wrong in (without, {**good, "surface": "5"}, {**good, "droits": "13.35"}):
        assert {problem.code for problem in check_answers(ready, wrong, today=TODAY)} == {"computed_differs"}
        assert with_computed(ready, wrong, today=TODAY) == good


def test_the_schema_of_the_answers_lists_how_a_value_is_calculated():
    schema = data_schema(terrace())

    assert schema["properties"]["surface"]["readOnly"] is True
    listed = [line for line in schema["x-guichet-server"] if line["constraint"] == "computed_differs"]
    assert listed[0] == {"at": "/properties/surface", "constraint": "computed_differs", "rule": AREA}


def test_values_are_calculated_after_those_that_they_read_whatever_their_order():
    ready = compiled(
        {"un": [LENGTH]},
        computed={"c": {"+": [{"var": "b"}, 1]}, "b": {"+": [{"var": "a"}, 1]}, "a": {"var": "longueur"}},
    )

    assert [each.name for each in ready.computed] == ["a", "b", "c"]
    assert rule_values_of(ready, {"longueur": "1"}, today=TODAY)["c"] == 3_000_000


def test_a_circle_is_told_once_with_its_path():
    computed = {"a": {"+": [{"var": "b"}, 1]}, "b": {"+": [{"var": "c"}, 1]}, "c": {"+": [{"var": "a"}, 1]}}

    assert told({"un": [LENGTH]}, computed=computed) == [
        ("circle", "/rules/computed/a", {"path": ["a", "b", "c", "a"]})
    ]


def test_a_value_that_reads_itself_is_a_circle():
    assert told({"un": [LENGTH, SURFACE]}, computed={"surface": {"+": [{"var": "surface"}, 1]}}) == [
        ("circle", "/rules/computed/surface", {"path": ["surface", "surface"]})
    ]


MISTAKES = [
    ("not_computed", [LENGTH, SURFACE], {}),
    ("name_taken", [LENGTH], {"longueur": 1}),
    ("bad_name", [LENGTH], {"Longueur 2": 1}),
    ("type_mismatch", [LENGTH, SURFACE], {"surface": True}),
    ("unknown_name", [LENGTH, SURFACE], {"surface": {"var": "largeur"}}),
    ("asked_later", [LENGTH, SURFACE, WIDTH], {"surface": AREA}),
    ("too_many_computed", [LENGTH], {f"v{n}": 1 for n in range(201)}),
    ("not_an_object", [LENGTH], [1]),
]


@pytest.mark.parametrize(("code", "asked", "computed"), MISTAKES, ids=[code for code, *_ in MISTAKES])
def test_a_mistake_of_the_author_is_told(code, asked, computed):
    assert {each[0] for each in told({"un": asked}, computed=computed)} == {code}


def test_a_long_chain_of_values_compiles():
    chain = {f"v{n}": {"+": [{"var": f"v{n + 1}"}, 1]} for n in range(199)} | {"v199": {"var": "longueur"}}

    ready = compiled({"un": [LENGTH]}, computed=chain)

    assert rule_values_of(ready, {"longueur": "1"}, today=TODAY)["v0"] == 200_000_000


def test_a_question_says_what_kind_of_value_it_shows():
    steps = {"un": [yes_no("a"), question("v", {"type": "string"}, widget="computed", required=False)]}

    with pytest.raises(AssertionError, match="unknown_value_type"):
        document_of(steps, rules={"dialect": 1, "computed": {"v": 1}})


@pytest.mark.parametrize("key", ["x-y", "veut oui", "été", "a.b", "prix (€)", "@a/b", "~2", "x[1]"])
def test_a_value_is_calculated_after_what_it_reads_whatever_the_keys_are(key):
    name = address_token(key)
    asked = question(key, {"type": "integer"}, widget="integer")
    ready = compiled(
        {"un": [asked, value(f"{key}2", "integer", {"type": "integer"}), text("suite")]},
        computed={f"{key}2": {"*": [{"var": name}, {"var": "deux"}]}, "deux": {"+": [1, {"*": [{"var": name}, 0]}, 1]}},
        show={"question/suite": {">": [{"var": address_token(f"{key}2")}, 10]}},
    )

    journey = plan_journey(ready, {key: 6, "suite": "oui"}, today=TODAY)

    assert dict(journey.answers) == {key: 6, f"{key}2": 12, "suite": "oui"}
    assert {each.question and each.question.key: each.reads for each in ready.computed}[f"{key}2"] == {key}
    assert questions_read(ready, ready.show["question/suite"]) == {key}
