"""Conditions inside: choices that show on a condition, and what is asked of each item of a repeated group."""

from datetime import date

import pytest

from schemas.answers.data_schema import data_schema
from schemas.answers.journey import plan_journey
from schemas.answers.validation import check_answers
from schemas.compilation.compiled import compile_document
from tests.runtime.documents import document_of, group, question, text, yes_no

TODAY = date(2026, 11, 25)
CHOICES = [{"const": value, "title": value} for value in ("velo", "cargo", "adapte")]
KIND = question("type", {"type": "string", "oneOf": CHOICES}, widget="single_choice")
KINDS = question("types", {"type": "array", "items": {"type": "string", "oneOf": CHOICES}}, widget="several_choices")
DISABLED = {"==": [{"var": "handicap"}, True]}
SHOW = {"choice/type/adapte": DISABLED, "choice/types/adapte": DISABLED}
STEPS = {"un": [yes_no("handicap"), KIND, {**KINDS, "required": False}]}


def compiled(steps, **rules):
    ready, problems = compile_document(document_of(steps, rules={"dialect": 1, **rules}))
    assert problems == ()
    return ready


def plan(ready, answers):
    return plan_journey(ready, answers, today=TODAY, seen=("un",))


def codes(ready, answers):
    return [(problem.code, problem.pointer) for problem in check_answers(ready, answers, today=TODAY)]


def values_of(journey, key):
    (found,) = [q for step in journey.steps for q in step.questions if q.key == key]
    return [value for value, _ in found.choices]


@pytest.mark.parametrize("key", ["type", "types"])
def test_a_choice_shows_on_its_condition(key):
    ready = compiled(STEPS, show=SHOW)

    assert values_of(plan(ready, {}), key) == ["velo", "cargo"]
    assert values_of(plan(ready, {"handicap": True}), key) == ["velo", "cargo", "adapte"]


def test_an_answer_whose_choice_is_hidden_is_dropped_and_asked_again():
    journey = plan(compiled(STEPS, show=SHOW), {"handicap": False, "type": "adapte", "types": ["adapte", "velo"]})

    assert dict(journey.answers) == {"handicap": False, "types": ["velo"]}
    assert journey.steps[0].missing == ("type",)


def test_final_answers_with_a_hidden_choice_are_refused_and_the_schema_lists_it():
    ready = compiled(STEPS, show=SHOW)

    assert codes(ready, {"handicap": False, "type": "adapte"}) == [("unknown_choice", "/type")]
    assert codes(ready, {"handicap": True, "type": "adapte", "types": ["adapte"]}) == []
    listed = {"at": "/properties/type", "constraint": "unknown_choice", "value": "adapte", "rule": DISABLED}
    assert listed in data_schema(ready)["x-guichet-server"]


def test_a_question_whose_choices_are_all_hidden_does_not_show():
    show = {f"choice/type/{value}": DISABLED for value in ("velo", "cargo", "adapte")}
    journey = plan(compiled({"un": [yes_no("handicap"), KIND]}, show=show), {"handicap": False, "type": "velo"})

    assert [q.key for q in journey.steps[0].questions] == ["handicap"]


@pytest.mark.parametrize("place", ["choice/type/trottinette", "choice/handicap/yes", "choice/autre/velo"])
def test_a_choice_that_does_not_exist_is_told(place):
    _, problems = compile_document(document_of(STEPS, rules={"dialect": 1, "show": {place: DISABLED}}))

    assert [problem.code for problem in problems] == ["unknown_place"]


def test_a_choice_cannot_hang_on_its_own_question():
    rules = {"dialect": 1, "show": {"choice/type/velo": {"==": [{"var": "type"}, "cargo"]}}}
    _, problems = compile_document(document_of(STEPS, rules=rules))

    assert [problem.code for problem in problems] == ["asked_later"]


# Items.

AGE = question("age", {"type": "integer"}, widget="integer", required=False)
SCHOOL = {**text("ecole"), "required": False}
CHILDREN = group("enfants", text("prenom"), AGE, SCHOOL, required=False)
OF_AGE = {">=": [{"var": "item.age"}, 3]}
UNDER_LIMIT = {"<=": [{"var": "item.age"}, {"var": "limite"}]}
ITEM_RULES = {
    "require": {"enfants.ecole": OF_AGE},
    "check": [{"id": "age", "at": "enfants.age", "expr": UNDER_LIMIT}],
    "messages": {"check/age": {"fail": "Trop grand."}},
    "computed": {"limite": 11},
}


def test_what_an_item_requires_and_checks_is_told_in_the_item():
    ready = compiled({"un": [CHILDREN]}, **ITEM_RULES)
    answers = {
        "enfants": [{"prenom": "A", "age": 2}, {"prenom": "B", "age": 4}, {"prenom": "C", "age": 12, "ecole": "x"}]
    }

    assert codes(ready, answers) == [("required", "/enfants/1/ecole"), ("check_failed", "/enfants/2/age")]
    assert plan(ready, answers).steps[0].missing == ("enfants",)


def test_an_item_with_a_blank_answer_passes():
    ready = compiled({"un": [CHILDREN]}, **ITEM_RULES)

    assert codes(ready, {"enfants": [{"prenom": "A"}]}) == []


def test_a_check_that_numbers_are_too_large_for_blocks_and_one_that_a_blank_leaves_open_does_not():
    below = {"<": [{"*": [{"var": "item.age"}, {"var": "item.age"}]}, 100]}
    rules = {
        "check": [{"id": "aire", "at": "enfants.age", "expr": below}],
        "messages": {"check/aire": {"fail": "Trop."}},
    }
    ready = compiled({"un": [CHILDREN]}, **rules)
    ages = [{"prenom": "A", "age": 9}, {"prenom": "B", "age": 10**12}, {"prenom": "C"}]

    assert codes(ready, {"enfants": ages}) == [("check_overflow", "/enfants/1/age")]


def test_groups_are_read_by_quantifiers_everywhere():
    small = {"any": ["enfants", {"<": [{"var": "item.age"}, 3]}]}
    ready = compiled({"un": [CHILDREN], "deux": [text("creche")]}, show={"step/deux": small})

    steps = [len(plan(ready, {"enfants": [{"prenom": "A", "age": age}]}).steps) for age in (2, 3)]

    assert steps == [2, 1]


@pytest.mark.parametrize("part", ["require", "check"])
def test_a_question_that_no_item_has_is_told(part):
    rules = {
        "require": {"require": {"enfants.taille": OF_AGE}},
        "check": {"check": [{"id": "c", "at": "enfants.taille", "expr": OF_AGE}], "messages": {"check/c": "Non."}},
    }
    _, problems = compile_document(document_of({"un": [CHILDREN]}, rules={"dialect": 1, **rules[part]}))

    assert [problem.code for problem in problems] in (["unknown_place"], ["unknown_question"])
