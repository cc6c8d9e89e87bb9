"""Criteria: every one that applies is judged, and a request that fails one is closed after the step that says so."""

from datetime import date

import pytest

from schemas.answers.data_schema import data_schema
from schemas.answers.eligibility import judge
from schemas.answers.journey import plan_journey, rule_values_of
from schemas.answers.validation import check_answers
from schemas.compilation.compiled import compile_document
from tests.runtime.documents import document_of, question, text, yes_no

TODAY = date(2026, 11, 25)
STEPS = {"un": [yes_no("majeur"), yes_no("resident")], "deux": [yes_no("seul")], "trois": [text("nom")]}


def criterion(name, expr=None, **more):
    return {"id": name, "expr": expr or {"==": [{"var": name}, True]}, **more}


CRITERIA = [
    criterion("majeur", source={"title": "Code civil, article 414", "url": "https://www.legifrance.gouv.fr/x"}),
    criterion("deux_fois", {"and": [{"var": "resident"}, {"var": "seul"}]}),
]


def messages(criteria):
    return {f"criteria/{each['id']}": {"fail": f"Non : {each['id']}.", "advice": "Demandez."} for each in criteria}


def compile_with(criteria, steps=STEPS, **rules):
    return compile_document(
        document_of(
            steps,
            rules={"dialect": 1, "criteria": criteria, "messages": messages(criteria), **rules},
        )
    )


def compiled(criteria=CRITERIA, **more):
    ready, problems = compile_with(criteria, **more)
    assert problems == ()
    return ready


def plan(answers, seen=("un", "deux", "trois")):
    return plan_journey(compiled(), answers, today=TODAY, seen=seen)


@pytest.mark.parametrize(
    ("answers", "verdict", "failing"),
    [
        ({}, None, []),
        ({"majeur": True}, None, []),
        ({"majeur": True, "resident": True, "seul": True}, True, []),
        ({"majeur": False}, False, ["majeur"]),
        ({"majeur": False, "resident": False}, False, ["majeur", "deux_fois"]),
    ],
)
def test_every_criterion_is_judged_and_one_that_fails_decides(answers, verdict, failing):
    ready = compiled()

    found = judge(ready, rule_values_of(ready, answers, today=TODAY), today=TODAY)

    assert (found.verdict, [each.id for each in found.failing]) == (verdict, failing)


@pytest.mark.parametrize(
    ("valid", "applies"),
    [
        ({}, True),
        ({"from": "2026-11-25"}, True),
        ({"from": "2026-11-26"}, False),
        ({"to": "2026-11-25"}, True),
        ({"from": "2026-01-01", "to": "2026-11-24"}, False),
    ],
)
def test_a_criterion_counts_on_its_days_only(valid, applies):
    ready = compiled([criterion("majeur", valid=valid)])

    found = judge(ready, rule_values_of(ready, {"majeur": False}, today=TODAY), today=TODAY)

    assert bool(found.failing) is applies


def test_the_steps_after_the_one_that_decides_are_closed_and_no_answer_is_lost():
    journey = plan({"majeur": True, "resident": True, "seul": False, "nom": "A"})

    assert [journey.can_visit(step) for step in ("un", "deux", "trois")] == [True, True, False]
    assert journey.is_decided_by("deux")
    assert not journey.is_decided_by("un")
    assert journey.answers["nom"] == "A"


def test_a_condition_that_fails_at_once_decides_where_it_was_said():
    journey = plan({"majeur": True, "resident": False})

    assert not journey.can_visit("deux")


def test_an_unknown_criterion_closes_nothing():
    journey = plan({"majeur": True, "resident": True, "nom": "A"})

    assert journey.failing == ()
    assert journey.decided is None


def test_final_answers_that_meet_no_criterion_are_refused_and_the_schema_says_so():
    ready = compiled()
    answers = {"majeur": False, "resident": True, "seul": True, "nom": "A"}

    assert [(p.code, p.params) for p in check_answers(ready, answers, today=TODAY)] == [
        ("not_eligible", {"id": "majeur"})
    ]
    assert {"at": "", "constraint": "not_eligible", "id": "majeur", "rule": CRITERIA[0]["expr"]} in data_schema(ready)[
        "x-guichet-server"
    ]


def test_a_criterion_tells_its_message_its_advice_and_its_source():
    (found, _) = compiled().criteria

    assert (found.message, found.advice) == ("Non : majeur.", "Demandez.")
    assert (found.title, found.url) == ("Code civil, article 414", "https://www.legifrance.gouv.fr/x")


@pytest.mark.parametrize(
    ("code", "pointer", "criteria"),
    [
        ("missing_id", "/rules/criteria/0", [{"expr": True}]),
        ("repeated_id", "/rules/criteria/1", [criterion("majeur"), criterion("majeur")]),
        ("not_a_link", "/rules/criteria/0/source/url", [criterion("majeur", source={"url": "javascript:x"})]),
        ("not_an_object", "/rules/criteria/0/source", [criterion("majeur", source="loi")]),
        ("bad_date", "/rules/criteria/0/valid/from", [criterion("majeur", valid={"from": "2026-02-30"})]),
        (
            "period_reversed",
            "/rules/criteria/0/valid/to",
            [criterion("majeur", valid={"from": "2026-02-02", "to": "2026-02-01"})],
        ),
        ("unknown_name", "/rules/criteria/0/expr/==/0/var", [criterion("age")]),
    ],
)
def test_a_mistake_of_the_author_is_told_at_its_place(code, pointer, criteria):
    rules = {"dialect": 1, "criteria": criteria, "messages": {f"criteria/{n}": "Non." for n in ("majeur", "age")}}

    _, problems = compile_document(document_of(STEPS, rules=rules))

    assert [(problem.code, problem.pointer) for problem in problems] == [(code, pointer)]


def test_a_criterion_without_a_message_is_told():
    _, problems = compile_with([criterion("majeur")], messages={})

    assert [problem.code for problem in problems] == ["missing_text"]


def test_a_criterion_reads_a_dated_parameter():
    age = question("age", {"type": "integer"}, widget="integer")
    params = {
        "age_minimal": {
            "type": "num",
            "values": [
                {"from": "2025-01-01", "to": "2025-12-31", "num": 18},
                {"from": "2026-01-01", "num": 16},
            ],
        }
    }
    rule = {">=": [{"var": "age"}, {"param": "age_minimal"}]}
    ready = compiled([criterion("age", rule)], steps={"un": [age]}, params=params)

    verdicts = [
        judge(ready, rule_values_of(ready, {"age": 17}, today=day), today=day).verdict
        for day in (date(2024, 12, 31), date(2025, 12, 31), date(2026, 1, 1))
    ]

    assert verdicts == [None, False, True]
