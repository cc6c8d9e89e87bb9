"""A form that follows the rules in its page as one types, under a strict content security policy."""

import json

import pytest

from tests.house.tree import ROOT

STATIC = ROOT / "runtime" / "static" / "runtime"
POLICY = "default-src 'none'; script-src 'self'"

BODY = """
<form method="post">
<div data-place="question/usage" data-names="usage">
  <input type="radio" name="usage" value="yes" id="yes"><input type="radio" name="usage" value="no" id="no"></div>
<div data-place="question/nom" data-names="nom" id="nom-place"><input name="nom" id="nom"></div>
<div data-place="section/suite" id="suite"><div data-place="question/ville" data-names="ville">
  <label>Ville <span class="g-optional">(optional)</span></label><input name="ville" id="ville"></div></div>
<div data-place="question/wishes" data-names="wishes">
  <div><input type="checkbox" name="wishes" value="a" id="wish-a"></div>
  <div data-place="choice/wishes/b"><input type="checkbox" name="wishes" value="b" id="wish-b"></div></div>
<div data-place="question/naissance" data-names="naissance"><input name="naissance.year" id="year">
  <input name="naissance.month" id="month"><input name="naissance.day" id="day"></div>
<div data-place="question/majeur" id="adult">18</div>
<div data-place="question/enfants" data-names="enfants">
  <input type="hidden" name="enfants._ids" value="k1"><input name="enfants.k1.cout" id="first">
  <input type="hidden" name="enfants._ids" value="k2"><input name="enfants.k2.cout" id="second"></div>
<div data-place="question/total" data-names="total"><output id="total"></output></div>
<div data-place="question/cher" id="costly">cher</div>
</form>
"""


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
        ["show", "question/elsewhere", True],
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
    opened.wait_for_function("document.getElementById('nom-place').hidden")
    yield opened
    opened.close()
    assert complaints == []


def answer(route):
    name = route.request.url.rsplit("/", 1)[1]
    if name.endswith(".js"):
        route.fulfill(body=(STATIC / name).read_text(encoding="utf-8"), content_type="text/javascript")
        return
    held = f'<script type="application/json" data-form-rules data-evaluator="/rules.js">{json.dumps(PAGE)}</script>'
    text = f'<!doctype html><html lang="fr">{BODY}{held}<script type="module" src="/form_rules.js"></script></html>'
    route.fulfill(body=text, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


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
    assert page.inner_text("#total") == ""

    page.fill("#second", "1000")
    assert page.inner_text("#total") == "1\u202f117,25"
    assert page.is_visible("#costly")

    page.fill("#second", "0,5")
    assert page.inner_text("#total") == "617,5"
    assert not page.is_visible("#costly")
