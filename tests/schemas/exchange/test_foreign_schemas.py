"""Foreign schemas become forms that ask for what they describe: cases read from files, whole ways there and back."""

import json

import pytest

from schemas.answers.data_schema import SERVER, data_schema
from schemas.answers.validation import check_answers
from schemas.exchange.defaults import Head
from schemas.exchange.dialects import lift
from schemas.exchange.import_schema import VALUE, import_schema
from schemas.questions.registry import QUESTION_TYPES
from tests.house.tree import ROOT
from tests.schemas.exchange.filling import TODAY
from tests.schemas.exchange.round_trip import compiled_of, is_valid, sent, told_of

CASES = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "tests/cases/foreign").glob("*.json")
}
CASE = pytest.mark.parametrize("name", sorted(CASES))


def imported(name):
    case = CASES[name]
    found = import_schema(case["schema"], case.get("ui"), head=Head(key="essai", department="accueil"))
    assert found.problems == (), found.problems
    return found


@CASE
def test_form_can_be_filled_and_what_is_sent_is_valid_for_the_schema(name):
    assert told_of(CASES[name]["schema"], imported(name)) == []


@CASE
def test_what_was_changed_is_told(name):
    assert sorted({note.code for note in imported(name).notes}) == CASES[name]["notes"]
    assert imported(name).is_wrapped is CASES[name].get("is_wrapped", False)


@CASE
def test_good_answers_are_good_everywhere_and_come_back_from_what_inputs_show(name):
    compiled = compiled_of(imported(name).document)
    schema, _ = lift(CASES[name]["schema"])

    for answers in CASES[name]["valid"]:
        assert check_answers(compiled, answers, today=TODAY) == ()
        assert is_valid(schema, answers[VALUE] if imported(name).is_wrapped else answers)
        assert is_valid(data_schema(compiled), answers)
        assert sent(compiled, typed_again(compiled, answers)) == (answers, ())


def typed_again(compiled, answers):
    """Return answers read from what the inputs show for them."""
    read = {}
    for key, answer in answers.items():
        question = compiled.questions[key]
        kind = QUESTION_TYPES[question.type]
        if answer is not None:
            parsed = kind.read(question, kind.raw(question, answer), today=TODAY)
            assert parsed.problems == (), (key, parsed.problems)
            read |= {} if parsed.answer is None else {key: parsed.answer}
    return read


@CASE
def test_bad_answers_are_refused_at_their_place_by_the_schema_too_or_by_the_server_as_it_says(name):
    compiled = compiled_of(imported(name).document)
    schema = data_schema(compiled)
    listed = {line["constraint"] for line in schema[SERVER]}

    for answers, code, pointer in CASES[name]["invalid"]:
        found = [(problem.code, problem.pointer) for problem in check_answers(compiled, answers, today=TODAY)]
        assert (code, pointer) in found, (answers, found)
        assert not is_valid(schema, answers) or {each for each, _ in found} & listed, answers


def test_order_of_questions_outlives_canonical_json():
    document = json.loads(json.dumps(imported("layout_of_rjsf").document, sort_keys=True))
    compiled = compiled_of(document)

    assert [question.key for question in compiled.document.questions] == ["name", "bio", "address"]
    assert [inner.key for inner in compiled.questions["address"].items] == ["city", "zip"]


def test_layouts_say_titles_help_and_pages():
    rjsf, forms = (compiled_of(imported(name).document) for name in ("layout_of_rjsf", "layout_of_json_forms"))

    assert (rjsf.questions["bio"].type, rjsf.questions["bio"].hint) == ("long_text", "En quelques lignes")
    assert rjsf.questions["bio"].label == "Vous en bref"
    assert rjsf.questions["address"].items[1].hint == "Cinq chiffres"
    assert [step.label for step in forms.document.steps] == ["Vous", "Emploi", "Autres questions"]
    assert [inner.key for inner in forms.questions["person"].items] == ["last", "first"]
    assert forms.questions["name"].label == "Votre nom"
    assert [inner.label for inner in forms.questions["people"].items] == ["Second", "X"]


@pytest.mark.parametrize("key", ["b", "a.b"])
def test_a_layout_may_leave_out_what_is_asked_and_required_on_a_condition(key):
    inner = {"type": "object", "properties": {"c": {"type": "string"}}, "if": {"required": ["c"]}, "then": {}}
    schema = {
        "type": "object",
        "properties": {"a": {"type": "string"}, key: inner},
        "if": {"properties": {"a": {"const": "x"}}},
        "then": {"required": [key]},
    }
    ui = {"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/a"}]}

    found = import_schema(schema, ui, head=Head(key="essai", department="accueil"))

    assert found.problems == ()
    assert found.document["rules"] == {"dialect": 1, "show": {}, "require": {}}
    assert "not_asked" in {note.code for note in found.notes}
