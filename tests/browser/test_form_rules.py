"""A form that follows the rules in its page as one types, under a strict content security policy."""

import json

import pytest
from django.utils import translation
from playwright.sync_api import expect

from runtime.presentation.formats import written_by_scripts
from schemas.questions.base import Question
from tests.house.tree import ROOT

STATIC = ROOT / "runtime" / "static" / "runtime"
POLICY = "default-src 'none'; script-src 'self'"

BODY = """
<form method="post" data-evaluator="/rules.js"><input type="hidden" name="_verdicts">
<div data-place="question/usage" data-names="usage">
  <input type="radio" name="usage" value="yes" id="yes"><input type="radio" name="usage" value="no" id="no"></div>
<div data-place="question/nom" data-names="nom" id="nom-place"><input name="nom" id="nom"></div>
<div data-place="section/suite" id="suite"><div data-place="question/ville" data-names="ville">
  <label>Ville <span class="g-optional">(optional)</span></label><input name="ville" id="ville"></div></div>
<div data-place="question/wishes" data-names="wishes">
  <div><input type="checkbox" name="wishes" value="a" id="wish-a"></div>
  <div data-place="choice/wishes/b" data-choice-of="wishes" data-key="b">
    <input type="checkbox" name="wishes" value="b" id="wish-b"></div></div>
<div data-place="question/both" id="both">both</div>
<div data-place="question/naissance" data-names="naissance"><input name="naissance.year" id="year">
  <input name="naissance.month" id="month"><input name="naissance.day" id="day"></div>
<div data-place="question/majeur" id="adult">18</div>
<div data-place="question/enfants" data-names="enfants">
  <input type="hidden" name="enfants._ids" value="k1"><input name="enfants.k1.cout" id="first">
  <input type="hidden" name="enfants._ids" value="k2"><input name="enfants.k2.cout" id="second"></div>
<div data-place="question/total" data-names="total">
  <output id="total"></output><span role="status" id="said"></span></div>
<template><div data-place="question/plus" id="more"><input name="plus" id="plus">
  <template><div id="deep">deep</div></template></div></template>
<div data-place="question/cher" id="costly">cher</div>
<div data-place="question/rond"><output id="round"></output><span></span></div>
<div data-place="question/jour"><output id="eve"></output><span></span></div>
<div data-place="question/vrai"><output id="truth"></output><span></span></div>
</form>
"""


#: What is calculated, by the id of its output.
CALCULATED = {"total": "money", "round": "integer", "eve": "date", "truth": "yes_no"}


def var(name):
    return {"var": name}


PAGE = {
    "types": {
        "usage": "bool",
        "nom": "str",
        "ville": "str",
        "wishes": "list",
        "naissance": "date",
        "enfants": {"cout": "num"},
        "rang": "num",
        "@today": "date",
    },
    "answers": {"rang": "0.5", "@today": "2026-11-22"},
    "fields": {
        "usage": {"inputs": ["usage"]},
        "nom": {"inputs": ["nom"]},
        "ville": {"inputs": ["ville"]},
        "wishes": {"inputs": ["wishes"]},
        "naissance": {"inputs": ["naissance.year", "naissance.month", "naissance.day"]},
        "enfants": {"ids": "enfants._ids", "items": {"cout": {"inputs": ["enfants.*.cout"]}}},
    },
    "params": {"cap": {"type": "num", "values": [{"from": "2026-01-01", "num": "1000"}]}},
    "rules": [
        ["show", "question/nom", {"==": [var("usage"), True]}],
        ["show", "section/suite", {"answered": "nom"}],
        ["require", "question/ville", {"==": [var("nom"), "Durand"]}],
        ["show", "choice/wishes/b", {"answered": "ville"}],
        ["show", "question/majeur", {">=": [{"years": [var("naissance"), var("@today")]}, 18]}],
        ["compute", "question/total", {"*": [{"sum_of": ["enfants", var("item.cout")]}, var("rang")]}],
        ["show", "question/cher", {">": [var("total"), {"param": "cap"}]}],
        ["let", "double", {"*": [2, var("total")]}],
        ["show", "question/plus", {">": [var("double"), 1000]}],
        ["show", "question/both", {"has_any": [var("wishes"), ["b"]]}],
        ["show", "question/elsewhere", True],
        ["compute", "question/rond", {"round": [var("total")]}],
        ["compute", "question/jour", {"add_days": [var("naissance"), -1]}],
        ["compute", "question/vrai", {">": [var("total"), 1000]}],
    ],
}


@pytest.fixture
def page(chromium):
    """The form above, ready; anything that its scripts complain about fails the test."""
    opened, complaints = chromium.new_page(), []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text))
    opened.route("**/*", answer)
    opened.goto("http://rules.test/")
    opened.wait_for_selector("#nom-place", state="hidden")
    yield opened
    opened.close()
    assert complaints == []


def answer(route):
    name = route.request.url.rsplit("/", 1)[1]
    if name.endswith(".js"):
        route.fulfill(body=(STATIC / name).read_text(encoding="utf-8"), content_type="text/javascript")
        return
    held = f'<script type="application/json" id="form-rules">{json.dumps(PAGE)}</script>'
    body = with_writing(BODY) + held
    text = f'<!doctype html><html lang="fr">{body}<script type="module" src="/form_rules.js"></script></html>'
    route.fulfill(body=text, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


def with_writing(body):
    """Return the form whose outputs hold what a script needs to write in them."""
    for output, kind in CALCULATED.items():
        with translation.override("fr"):
            written = written_by_scripts(Question("q", "computed", {}, {"value": kind}))
        attributes = "".join(f" data-{name}='{each}'" for name, each in written.items())
        body = body.replace(f'<output id="{output}"', f'<output id="{output}"{attributes}')
    return body


def test_question_shows_only_when_its_condition_is_true(page):
    assert not page.is_visible("#nom")

    page.check("#yes")
    assert page.is_visible("#nom")

    page.check("#no")
    assert not page.is_visible("#nom")


def test_question_that_is_hidden_again_is_blank_to_others_and_keeps_what_was_typed(page):
    page.check("#yes")
    page.fill("#nom", "Durand")
    assert page.is_visible("#suite")

    page.check("#no")
    assert not page.is_visible("#suite")

    page.check("#yes")
    assert page.is_visible("#suite")
    assert page.input_value("#nom") == "Durand"


def test_question_in_a_hidden_section_is_blank(page):
    page.check("#yes")
    page.fill("#nom", "Durand")
    page.fill("#ville", "Dole")
    assert page.is_visible("#wish-b")

    page.fill("#nom", "")

    assert not page.is_visible("#wish-b")


def test_question_is_marked_as_required_and_as_optional(page):
    page.check("#yes")
    page.fill("#nom", "Durand")
    assert page.evaluate("document.getElementById('ville').required")
    assert not page.is_visible(".g-optional")

    page.fill("#nom", "Martin")
    assert not page.evaluate("document.getElementById('ville').required")
    assert page.is_visible(".g-optional")


@pytest.mark.parametrize(("day", "is_adult"), [("22", True), ("23", False), ("", False), ("x", False)])
def test_day_in_three_inputs_is_read(page, day, is_adult):
    for part, text in {"year": "2008", "month": "11", "day": day}.items():
        page.fill(f"#{part}", text)

    assert page.is_visible("#adult") is is_adult


def test_amount_over_the_items_of_a_group_is_computed_as_one_types(page):
    page.fill("#first", "1 234,50")
    assert page.inner_text("#total") == "617,25\xa0€"

    page.fill("#second", "1000")
    assert page.inner_text("#total") == "1\u202f117,25\xa0€"
    assert page.is_visible("#costly")

    page.fill("#second", "0,5")
    assert page.inner_text("#total") == "617,50\xa0€"
    assert not page.is_visible("#costly")


@pytest.mark.parametrize(("cost", "rounded"), [("2469", "1235"), ("24690", "12\u202f345")])
def test_numbers_days_and_truths_are_written_as_the_server_writes_them(page, cost, rounded):
    page.fill("#first", cost)
    for part, text in {"year": "2008", "month": "12", "day": "2"}.items():
        page.fill(f"#{part}", text)

    assert page.inner_text("#round") == rounded
    assert page.inner_text("#eve") == "1er décembre 2008"
    assert page.inner_text("#truth") == "Oui"


def test_amount_is_said_once_and_only_when_one_stops_typing(page):
    page.evaluate("""() => {
        globalThis.sayings = []
        new MutationObserver(() => globalThis.sayings.push(document.getElementById("said").textContent))
            .observe(document.getElementById("said"), { childList: true })
    }""")
    page.click("#first")
    page.keyboard.type("123456")

    expect(page.locator("#said")).to_have_text("61\u202f728,00\xa0€")
    assert page.evaluate("globalThis.sayings") == ["61\u202f728,00\xa0€"]


def test_what_waits_in_a_template_is_brought_up_where_it_stands(page):
    assert page.locator("template").count() == 0
    assert not page.is_visible("#plus")

    page.fill("#first", "2000")

    assert page.is_visible("#plus")


def test_choice_that_does_not_show_counts_for_nothing(page):
    page.check("#yes")
    page.fill("#nom", "Durand")
    page.fill("#ville", "Dole")
    page.check("#wish-b")
    assert page.is_visible("#both")

    page.fill("#ville", "")

    assert not page.is_visible("#wish-b")
    assert not page.is_visible("#both")


def test_verdicts_are_posted_with_the_form(page):
    page.check("#yes")
    page.fill("#first", "2")

    verdicts = json.loads(page.input_value("[name=_verdicts]"))

    assert ["show", "question/nom", True] in verdicts
    assert ["show", "question/majeur", None] in verdicts
    assert ["compute", "question/total", "1"] in verdicts
