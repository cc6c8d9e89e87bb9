"""The JSON Schema of a document: what it says, and what it hands to the server."""

from dataclasses import replace
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from schemas.answers.data_schema import SERVER, data_schema
from schemas.answers.validation import check_answers
from schemas.compilation.compiled import compile_document
from schemas.format.reading import parse_document
from tests.schemas.communes import COMMUNES
from tests.schemas.questions.asking import ask, ask_group
from tests.schemas.strategies import source_of

TODAY = date(2026, 11, 22)
MINOR = {"<": [{"years": [{"var": "born"}, {"var": "@today"}]}, 18]}
MARRIED = {"==": [{"var": "married"}, True]}


def question(key, kind, *, required=False, options=None, **keywords):
    asked = ask(kind, options={"widget": kind, **(options or {})}, **keywords)
    return replace(asked, key=key, required=required)


def group(key, *inner, required=False, **keywords):
    asked = replace(ask_group(*inner, **keywords), key=key, required=required, options={"widget": "group"})
    asked.schema["items"]["required"] = [each.key for each in inner if each.required]
    return asked


def compiled(*steps, **rules):
    whole = {"dialect": 1, "show": {}, "require": {}, "check": [], **rules}
    whole["messages"] = {f"check/{check['id']}": {"fail": "Non."} for check in whole["check"]}
    document, problems = parse_document(source_of([list(step) for step in steps], whole))
    assert problems == ()
    made, problems = compile_document(document)
    assert problems == ()
    return made


def is_valid(made, answers):
    return Draft202012Validator(data_schema(made)).is_valid(answers)


def codes(made, answers):
    found = check_answers(made, answers, today=TODAY, lookups=COMMUNES)
    return [(problem.code, problem.pointer) for problem in found]


def server(made):
    return [(line["at"], line["constraint"]) for line in data_schema(made)[SERVER]]


def test_schema_names_its_dialect_and_its_document():
    schema = data_schema(compiled([question("name", "short_text", required=True)]))

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:guichet:essai"
    assert (schema["title"], schema["type"], schema["additionalProperties"]) == ("Essai", "object", False)
    assert schema["required"] == ["name"]
    assert "allOf" not in schema
    assert schema[SERVER] == []


def test_summary_is_the_description():
    source = source_of([[question("name", "short_text")]], {"dialect": 1, "show": {}})
    made, _ = compile_document(parse_document({**source, "summary": "En bref"})[0])

    assert data_schema(made)["description"] == "En bref"


def test_answers_that_are_no_object_or_hold_strangers_are_refused():
    made = compiled([question("name", "short_text")])

    assert codes(made, ["name"]) == [("wrong_type", "")]
    assert codes(made, {"x/y": 1, "t0": "À lire"}) == [("unknown_question", "/x~1y"), ("unknown_question", "/t0")]
    assert codes(made, {"name": ""}) == [("blank_answer", "/name")]
    assert not any(is_valid(made, answers) for answers in (["name"], {"x/y": 1}, {"t0": "x"}, {"name": ""}))


def test_required_when_shown_is_required_then_and_absent_otherwise():
    made = compiled(
        [question("married", "yes_no", required=True), question("usual", "short_text", required=True)],
        show={"question/usual": MARRIED},
    )

    assert codes(made, {"married": True}) == [("required", "/usual")]
    assert codes(made, {"married": False, "usual": "X"}) == [("hidden", "/usual")]
    assert codes(made, {"married": True, "usual": "X"}) == codes(made, {"married": False}) == []
    assert is_valid(made, {"married": True, "usual": "X"})
    assert is_valid(made, {"married": False})
    assert not is_valid(made, {"married": True})
    assert not is_valid(made, {"married": False, "usual": "X"})
    assert server(made) == []


def test_conditions_of_step_section_and_question_are_joined():
    made = compiled(
        [question("a", "yes_no", required=True)],
        [question("b", "yes_no"), question("c", "yes_no", required=True)],
        show={"step/s1": {"var": "a"}, "section/s1b": {"var": "b"}},
    )

    assert is_valid(made, {"a": True, "b": True, "c": False})
    assert not is_valid(made, {"a": True, "b": True})
    assert not is_valid(made, {"a": True, "c": True})
    assert codes(made, {"a": True, "c": True}) == [("hidden", "/c")]


def test_condition_that_json_schema_cannot_say_is_listed_and_the_rest_still_said():
    made = compiled(
        [question("married", "yes_no"), question("born", "date"), question("parent", "short_text", required=True)],
        show={"section/s0b": MARRIED, "question/parent": MINOR},
    )

    assert server(made) == [("/properties/parent", "hidden"), ("/properties/parent", "required")]
    assert is_valid(made, {"married": True, "born": "2000-01-01", "parent": "X"})
    assert codes(made, {"married": True, "born": "2000-01-01", "parent": "X"}) == [("hidden", "/parent")]
    assert not is_valid(made, {"parent": "X"})


def test_require_rules_are_said_or_listed():
    asked = [question("married", "yes_no"), question("born", "date")]
    asked += [question("usual", "short_text"), question("parent", "short_text")]
    made = compiled(asked, require={"usual": MARRIED, "parent": MINOR})

    assert codes(made, {"married": True}) == [("required", "/usual")]
    assert not is_valid(made, {"married": True})
    assert codes(made, {"born": "2020-01-01"}) == [("required", "/parent")]
    assert server(made) == [("/properties/parent", "required")]
    assert data_schema(made)[SERVER][0]["rule"] == MINOR


def test_checks_are_said_or_listed_and_only_false_blocks():
    made = compiled(
        [question("married", "yes_no"), question("born", "date"), question("count", "integer")],
        check=[
            {"id": "few", "at": "count", "expr": {"<": [{"var": "count"}, 10]}},
            {"id": "adult", "at": "born", "expr": {"!": [MINOR]}},
        ],
        show={"question/count": MARRIED},
    )

    assert codes(made, {"married": True, "count": 10}) == [("check_failed", "/count")]
    assert not is_valid(made, {"married": True, "count": 10})
    assert codes(made, {}) == []
    assert codes(made, {"born": "2020-01-01"}) == [("check_failed", "/born")]
    assert is_valid(made, {"born": "2020-01-01"})
    assert ("/properties/born", "check_failed") in server(made)


def test_check_at_a_question_that_does_not_show_blocks_nobody():
    made = compiled(
        [question("count", "integer"), question("why", "short_text")],
        check=[{"id": "few", "at": "why", "expr": {"<": [{"var": "count"}, 10]}}],
        show={"question/why": {"==": [{"var": "count"}, 5]}},
    )

    assert codes(made, {"count": 12}) == []
    assert is_valid(made, {"count": 12})


def items_document(**show):
    inner = (
        question("school", "yes_no", required=True),
        question("level", "short_text", required=True),
        question("note", "short_text"),
    )
    return compiled([question("married", "yes_no"), group("children", *inner, required=True)], show=show)


def test_items_follow_the_conditions_of_their_own_answers():
    made = items_document(**{"question/children.level": {"==": [{"var": "item.school"}, True]}})

    assert codes(made, {"children": [{"school": True}]}) == [("required", "/children/0/level")]
    assert codes(made, {"children": [{"school": False, "level": "CP"}]}) == [("hidden", "/children/0/level")]
    assert is_valid(made, {"children": [{"school": True, "level": "CP"}, {"school": False}]})
    assert not is_valid(made, {"children": [{"school": True}]})
    assert not is_valid(made, {"children": [{"school": False, "level": "CP"}]})
    assert not is_valid(made, {})


def test_items_follow_conditions_on_answers_outside():
    made = items_document(**{"question/children.level": MARRIED})

    assert codes(made, {"married": True, "children": [{"school": True}]}) == [("required", "/children/0/level")]
    assert not is_valid(made, {"married": True, "children": [{"school": True}]})
    assert not is_valid(made, {"married": False, "children": [{"school": True, "level": "CP"}]})
    assert is_valid(made, {"married": False, "children": [{"school": True}]})


def test_items_whose_condition_mixes_both_are_listed():
    both = {"or": [MARRIED, {"==": [{"var": "item.school"}, True]}]}
    made = items_document(**{"question/children.note": both})

    assert codes(made, {"children": [{"school": False, "level": "CP", "note": "x"}]}) == [
        ("hidden", "/children/0/note")
    ]
    assert server(made) == [("/properties/children/items/properties/note", "hidden")]


def test_constraints_of_types_are_listed_at_their_place():
    made = compiled([question("tel", "phone"), group("people", question("photo", "file"))])

    assert ("/properties/tel", "not_a_phone") in server(made)
    assert ("/properties/people/items/properties/photo/items/properties/size", "not_an_integer") in server(made)


@pytest.mark.parametrize(
    ("kind", "rule", "low", "high"),
    [
        ("time", {">=": [{"var": "at"}, 1080]}, "17:59", "18:00"),
        ("month", {">=": [{"var": "at"}, {"date": "2026-03-01"}]}, "2026-02", "2026-03"),
        ("month", {"==": [{"var": "at"}, {"date": "2026-03-01"}]}, "2026-04", "2026-03"),
        ("date_time", {">=": [{"var": "at.time"}, 1080]}, "2026-03-01T17:59", "2026-03-01T18:00"),
        ("date_time", {"==": [{"var": "at.date"}, {"date": "2026-03-01"}]}, "2026-03-02T18:00", "2026-03-01T00:00"),
    ],
)
def test_rules_on_what_is_computed_from_an_answer_hold_and_are_listed(kind, rule, low, high):
    made = compiled([question("at", kind)], [question("late", "yes_no")], show={"question/late": rule})

    assert codes(made, {"at": low, "late": True}) == [("hidden", "/late")]
    assert codes(made, {"at": high, "late": True}) == []
    assert is_valid(made, {"at": high, "late": True})
    assert server(made) == [("/properties/late", "hidden")]
