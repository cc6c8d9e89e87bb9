"""Rules in the page: only those that it needs, and of answers given elsewhere only what they read."""

import json

import pytest
from bs4 import BeautifulSoup

from tests.runtime.documents import group, question, text, yes_no

NUMBER = {"type": "integer"}
TODAY = {"var": "@today"}


def var(name):
    return {"var": name}


def number(key, **options):
    return question(key, NUMBER, widget="integer", **options)


def total(key="total"):
    return question(key, {"type": "string"}, required=False, widget="computed", value="money")


def block(person):
    held = person.page.select_one("script#form-rules")
    return json.loads(held.string) if held else None


def rules(**parts):
    return {"rules": {"dialect": 1, **parts}}


@pytest.fixture
def shown(published, person):
    """Return a function that publishes a document and opens a step of it."""

    def show(steps, *answers, **parts):
        published(steps, **parts)
        person.open("/demarches/essai/commencer/")
        for each in answers:
            person.press(each)
        return person

    return show


def test_the_block_holds_the_rules_of_the_page_and_nothing_else(shown):
    page = shown(
        {"un": [text("secret"), number("age")], "deux": [yes_no("usage"), text("nom"), text("rue")]},
        {"secret": "Zoé", "age": "40"},
        **rules(
            show={"question/nom": {"and": [{"==": [var("usage"), True]}, {">": [var("age"), 18]}]}},
            require={"rue": {"==": [var("age"), 3]}},
        ),
    )

    assert block(page) == {
        "types": {"usage": "bool", "age": "num"},
        "answers": {"age": "40"},
        "fields": {"usage": {"inputs": ["usage"]}},
        "params": {},
        "rules": [["show", "question/nom", {"and": [{"==": [var("usage"), True]}, {">": [var("age"), 18]}]}]],
    }


def test_a_page_whose_rules_read_nothing_of_it_has_none_and_loads_no_script(shown):
    page = shown(
        {"un": [number("age")], "deux": [text("nom"), text("rue")]},
        {"age": "40"},
        **rules(show={"question/nom": {">": [var("age"), 18]}}),
    )

    assert page.asks("nom")
    assert block(page) is None
    assert "data-module" not in str(page.page)
    assert b"<template" not in page.response.content
    assert not page.page.select("[name=_verdicts], [data-place]")


def test_what_a_browser_cannot_read_is_left_to_the_server_with_all_that_hangs_on_it(shown):
    page = shown(
        {"un": [text("nom"), question("tel", {"type": "string"}, widget="phone"), number("age"), text("rue")]},
        **rules(
            show={"question/age": {"answered": "tel"}, "question/rue": {">": [var("age"), 3]}},
            computed={"double": {"*": [2, var("age")]}},
            require={"nom": {">": [var("double"), 3]}},
        ),
    )

    assert block(page) is None


def test_values_that_only_rules_read_and_legal_parameters_come_along(shown):
    page = shown(
        {"un": [number("age"), text("nom"), text("rue")]},
        **rules(
            computed={"double": {"*": [2, var("age")]}, "unused": {"*": [3, var("age")]}},
            show={"question/nom": {">": [var("double"), {"param": "cap"}]}},
            params={"cap": {"type": "num", "values": [{"from": "2020-01-01", "num": "9.5", "ref": "loi"}]}},
        ),
    )

    found = block(page)
    assert [[kind, place] for kind, place, _ in found["rules"]] == [["let", "double"], ["show", "question/nom"]]
    assert found["params"] == {"cap": {"type": "num", "values": [{"from": "2020-01-01", "num": "9.5"}]}}
    assert set(found["answers"]) == {"@today"}
    assert found["types"] == {"age": "num", "@today": "date"}


def test_closing_tags_in_a_rule_do_not_end_the_block(shown):
    page = shown(
        {"un": [text("nom"), text("rue")]}, **rules(show={"question/rue": {"==": [var("nom"), "</script><b>"]}})
    )

    assert b"</script><b>" not in page.response.content
    assert block(page)["rules"][0][2]["=="][1] == "</script><b>"


def test_rules_in_items_stand_once_for_each_that_is_drawn(shown):
    page = shown(
        {"un": [group("enfants", number("age"), text("ecole", required=False)), total()], "deux": [text("nom")]},
        **rules(
            show={"question/enfants.ecole": {">=": [var("item.age"), 3]}},
            computed={"total": {"sum_of": ["enfants", {"*": [var("item.age"), 2]}]}},
        ),
    )
    page.press(button=("_add", "enfants")).press(button=("_add", "enfants"))
    one, two = page.fields()["enfants._ids"]

    found = block(page)

    assert found["rules"][:2] == [
        ["show", f"question/enfants.{item}.ecole", {">=": [var(f"enfants.{item}.age"), 3]}] for item in (one, two)
    ]
    assert found["rules"][2][:2] == ["compute", "question/total"]
    assert found["fields"]["enfants"] == {"ids": "enfants._ids", "items": {"age": {"inputs": ["enfants.*.age"]}}}
    assert found["fields"][f"enfants.{two}.age"] == {"inputs": [f"enfants.{two}.age"]}
    assert page.page.select_one(f'[data-place="question/enfants.{two}.ecole"]')


# What a script brings up.

CONDITIONAL = {
    "steps": {"un": [yes_no("usage"), text("nom"), text("rue")], "deux": [text("motif")]},
    "show": {"question/nom": {"==": [var("usage"), True]}},
}


@pytest.fixture
def conditional(shown):
    return shown(CONDITIONAL["steps"], show=CONDITIONAL["show"])


def verdict(value):
    return json.dumps([["show", "question/nom", value]])


def test_what_does_not_show_waits_in_a_template_without_which_the_page_is_as_before(conditional):
    (waiting,) = BeautifulSoup(conditional.response.content, "html.parser").find_all("template")
    assert waiting.div["data-place"] == "question/nom"
    assert waiting.find("input")["name"] == "nom"
    assert not conditional.asks("nom")

    conditional.press({"usage": "yes", "rue": "x"})

    assert conditional.asks("nom")
    assert not conditional.errors
    assert "D’autres questions s’ajoutent" in conditional.page.select_one("[role=status]").text


def test_a_page_with_rules_names_their_scripts_and_loads_none_before_somebody_comes(conditional):
    form = conditional.form

    assert form["data-module"].endswith("form_rules.js")
    assert form["data-evaluator"].endswith("rules.js")
    assert len(conditional.page.select("script[src]")) == 1


HALLS = {"type": "string", "oneOf": [{"const": "a", "title": "Salle A"}, {"const": "b", "title": "Salle B"}]}


@pytest.mark.parametrize("is_ruled", [True, False])
def test_a_page_with_rules_has_no_bytes_left_for_suggestions_and_takes_what_is_typed(shown, content, is_ruled):
    asked = [*CONDITIONAL["steps"]["un"], question("salle", HALLS, widget="single_choice", format="autocomplete")]
    page = shown({**CONDITIONAL["steps"], "un": asked}, show=CONDITIONAL["show"] if is_ruled else None)

    assert bool(page.page.select_one("form[data-evaluator]")) is is_ruled
    assert bool(page.page.select("[data-suggest], [role=listbox], [data-module$='combobox.js']")) is not is_ruled
    assert page.page.select_one("input[name=salle]")["list"] == page.page.datalist["id"]

    page.press({"usage": "no", "nom": "x", "rue": "x", "salle": "salle b"})

    assert page.asks("motif")
    assert content().answers["salle"] == "b"


def test_an_answer_that_a_script_brought_up_is_taken_at_once(conditional, content):
    conditional.press({"usage": "yes", "nom": "Zoé", "rue": "x", "_verdicts": verdict(True)})

    assert conditional.asks("motif")
    assert content().answers["nom"] == "Zoé"


def test_a_blank_that_a_script_brought_up_is_told(conditional):
    conditional.press({"usage": "yes", "nom": "", "rue": "x", "_verdicts": verdict(True)})

    assert len(conditional.errors) == 1
    assert "Question nom" in conditional.errors[0]


@pytest.mark.parametrize("told", [verdict(True), verdict(None), "", "[", "{}", "[[1,2]]", "[" * 5000, "[[[],{},1]]"])
def test_the_server_drops_what_does_not_show_whatever_the_browser_says(conditional, content, told):
    conditional.press({"usage": "no", "nom": "Zoé", "rue": "x", "_verdicts": told})

    assert conditional.asks("motif")
    assert "nom" not in content().answers


def test_a_difference_is_logged_with_its_rule_and_no_answer(conditional, caplog):
    conditional.press({"usage": "no", "nom": "Zoé", "rue": "x", "_verdicts": verdict(True)})

    (said,) = [each.getMessage() for each in caplog.records if "browser" in each.getMessage()]
    assert said == "A browser decided otherwise: show of question/nom in essai."


@pytest.mark.parametrize("told", [False, None])
def test_the_same_verdict_and_one_that_the_browser_could_not_give_are_no_difference(conditional, caplog, told):
    conditional.press({"usage": "no", "rue": "x", "_verdicts": verdict(told)})

    assert conditional.asks("motif")
    assert not [each for each in caplog.records if "browser" in each.getMessage()]


def test_amounts_are_compared_as_they_are_rounded(shown, caplog):
    page = shown(
        {"un": [number("prix"), total()], "deux": [text("motif")]},
        **rules(computed={"total": {"/": [var("prix"), 3]}}),
    )
    page.press({"prix": "100", "_verdicts": json.dumps([["compute", "question/total", "33.33"]])})
    assert not [each for each in caplog.records if "browser" in each.getMessage()]

    page.open(page.url.replace("/deux/", "/un/"))
    page.press({"prix": "100", "_verdicts": json.dumps([["compute", "question/total", "33.34"]])})
    assert [each for each in caplog.records if "compute of question/total" in each.getMessage()]
