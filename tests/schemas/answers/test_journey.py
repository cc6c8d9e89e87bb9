"""The way through a form follows from the document and the answers, and from nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.answers.journey import final_answers, plan_journey, with_seen
from schemas.compilation.compiled import compile_document
from tests.runtime.documents import document_of, group, question, text, yes_no

TODAY = date(2026, 11, 22)
FAMILY = {
    "vous": [text("nom"), yes_no("enfants_oui")],
    "enfants": [group("enfants", text("prenom"), yes_no("scolarise"), text("ecole"), required=False)],
    "fin": [text("remarque", required=False) | {"required": False}],
}
SHOW = {
    "step/enfants": {"==": [{"var": "enfants_oui"}, True]},
    "question/enfants.ecole": {"==": [{"var": "item.scolarise"}, True]},
}


def compiled(steps=FAMILY, show=SHOW, **rules):
    ready, problems = compile_document(document_of(steps, rules={"dialect": 1, "show": show, **rules}))
    assert not problems, problems
    return ready


def plan(answers, seen=(), ready=None):
    return plan_journey(ready or compiled(), answers, today=TODAY, seen=seen)


def test_a_step_that_a_condition_does_not_show_is_not_on_the_way():
    assert [step.id for step in plan({"enfants_oui": False}).steps] == ["vous", "fin"]


def test_an_unknown_condition_does_not_show():
    assert [step.id for step in plan({}).steps] == ["vous", "fin"]


def test_the_answers_of_a_hidden_step_are_dropped():
    journey = plan({"nom": "A", "enfants_oui": False, "enfants": [{"prenom": "B"}]})

    assert dict(journey.answers) == {"nom": "A", "enfants_oui": False}


def test_a_hidden_answer_shows_nothing_that_depends_on_it():
    steps = {"un": [yes_no("a"), yes_no("b"), text("c")]}
    show = {"question/b": {"==": [{"var": "a"}, True]}, "question/c": {"==": [{"var": "b"}, True]}}

    journey = plan({"a": False, "b": True, "c": "x"}, ready=compiled(steps, show))

    assert dict(journey.answers) == {"a": False}


def test_keys_that_are_no_question_are_dropped():
    assert "autre" not in plan({"nom": "A", "autre": 1}).answers


def test_the_first_step_is_where_to_go_on_and_no_other_may_be_opened():
    journey = plan({})

    assert journey.first_incomplete.id == "vous"
    assert [journey.can_visit(step) for step in ("vous", "fin", "enfants", "nulle-part")] == [True, False, False, False]


def test_a_step_of_optional_questions_is_complete_once_it_was_sent():
    answers = {"nom": "A", "enfants_oui": False}

    assert not plan(answers, seen=["vous"]).is_complete
    assert plan(answers, seen=["vous", "fin"]).is_complete


def test_what_is_missing_is_told_inside_items_too():
    journey = plan({"nom": "A", "enfants_oui": True, "enfants": [{"prenom": "B", "scolarise": True}]})

    assert journey.step("enfants").missing == ("enfants",)


def test_a_question_hidden_inside_an_item_is_dropped_and_not_missed():
    item = {"_id": "k1", "prenom": "B", "scolarise": False, "ecole": "Jean-Moulin"}

    journey = plan({"nom": "A", "enfants_oui": True, "enfants": [item]})

    assert journey.answers["enfants"] == [{"_id": "k1", "prenom": "B", "scolarise": False}]
    assert journey.step("enfants").missing == ()


def test_the_number_of_steps_is_certain_once_no_open_answer_decides_of_a_step():
    assert not plan({}).is_length_certain
    assert plan({"nom": "A", "enfants_oui": False}, seen=["vous"]).is_length_certain


def test_a_condition_may_require_an_answer():
    steps = {"un": [yes_no("veut"), text("pourquoi", required=False) | {"required": False}]}
    ready = compiled(steps, {}, require={"pourquoi": {"==": [{"var": "veut"}, True]}})

    assert plan({"veut": True}, ready=ready).step("un").missing == ("pourquoi",)
    assert plan({"veut": False}, ready=ready).step("un").missing == ()


def test_today_decides_of_ages():
    born = question("naissance", {"type": "string"}, widget="date")
    minor = {"<": [{"years": [{"var": "naissance"}, {"var": "@today"}]}, 18]}
    ready = compiled({"un": [born], "deux": [text("parent")]}, {"step/deux": minor})

    assert [step.id for step in plan({"naissance": "2008-11-23"}, ready=ready).steps] == ["un", "deux"]
    assert [step.id for step in plan({"naissance": "2008-11-22"}, ready=ready).steps] == ["un"]


def test_final_answers_carry_no_hidden_id_and_no_empty_item():
    answers = {"nom": "A", "enfants_oui": True, "enfants": [{"_id": "k1", "prenom": "B"}, {"_id": "k2"}]}

    assert final_answers(compiled(), plan(answers)) == {
        "nom": "A", "enfants_oui": True, "enfants": [{"prenom": "B"}]
    }  # fmt: skip
    assert final_answers(compiled(), plan({**answers, "enfants": [{"_id": "k3"}]})) == {"nom": "A", "enfants_oui": True}


READY = compiled()
ANY_CHILD = st.fixed_dictionaries({}, optional={"prenom": st.text(max_size=3), "ecole": st.text(max_size=3)})
ANY_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "nom": st.text(max_size=5),
        "enfants_oui": st.booleans(),
        "enfants": st.lists(ANY_CHILD, max_size=3),
        "remarque": st.text(max_size=5),
    },
)  # fmt: skip


ANY_SEEN = st.sets(st.sampled_from(["vous", "enfants", "fin", "x"]))


@given(ANY_ANSWERS, ANY_SEEN)
def test_a_journey_ends_and_planning_again_changes_nothing(answers, seen):
    journey = plan(answers, seen, READY)

    again = plan(journey.answers, seen, READY)

    assert dict(again.answers) == dict(journey.answers)
    assert [step.id for step in again.steps] == [step.id for step in journey.steps]
    walked, step = [], journey.steps[0]
    while step is not None:
        walked.append(step.id)
        step = journey.next_after(step.id)
    assert walked == [each.id for each in journey.steps]


@pytest.mark.parametrize(
    ("show", "code"),
    [
        ({"question/a": {"==": [{"var": "b"}, True]}}, "asked_later"),
        ({"question/a": {"==": [{"var": "a"}, True]}}, "asked_later"),
        ({"question/zzz": {"answered": "a"}}, "unknown_place"),
        ({"question/b": {"==": [{"var": "zzz"}, True]}}, "unknown_name"),
        ({"question/b": {"==": [{"var": "a"}, "oui"]}}, "type_mismatch"),
    ],
)
def test_a_condition_that_reads_what_is_not_there_yet_is_refused_with_its_place(show, code):
    document = document_of({"un": [yes_no("a"), yes_no("b")]}, rules={"dialect": 1, "show": show})

    ready, problems = compile_document(document)

    assert ready is None
    assert [problem.code for problem in problems] == [code]
    assert problems[0].pointer.startswith("/rules/show/question~1")


def test_only_what_rules_read_is_worked_out():
    assert compiled().names_read == {"enfants_oui", "item", "item.scolarise"}


def test_a_part_that_a_condition_reads_is_worked_out():
    steps = {"un": [question("ville", {"type": "object"}, widget="address"), text("quartier")]}
    ready = compiled(steps, {"question/quartier": {"==": [{"var": "ville.postcode"}, "99999"]}})

    shown = plan({"ville": {"street": "1 rue A", "postcode": "99999", "city": "B"}, "quartier": "C"}, ready=ready)

    assert "quartier" in shown.answers


@given(ANY_ANSWERS, ANY_SEEN)
def test_sending_a_step_changes_nothing_else_of_a_journey(answers, seen):
    before = plan(answers, (), READY)

    assert with_seen(READY, before, seen) == plan(before.answers, seen, READY)
