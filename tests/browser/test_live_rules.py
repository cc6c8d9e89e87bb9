"""A real page whose rules show, require and compute as one types; and the same page without a script."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Site

from schemas.publishing import publish
from schemas.rules.naming import address_token
from tests.browser.answering import Pointer
from tests.browser.measuring import found_by_axe
from tests.browser.server import in_database
from tests.runtime.documents import document_of, group, question, text, yes_no

pytestmark = pytest.mark.browser

KEY = "essai-regles"
NUMBER = {"type": "integer"}
USAGE = {"==": [{"var": "usage"}, True]}
COST = question("cout", {"type": "string"}, widget="money", required=False)
STEPS = {
    "un": [
        yes_no("usage"),
        text("nom"),
        text("rue", required=False),
        group("enfants", COST, text("ecole", required=False), required=False),
        question("total", {"type": "string"}, required=False, widget="computed", value="money"),
        question("aide", {"type": "string"}, widget="long_text", required=False),
    ],
    "deux": [text("motif")],
}
RULES = {
    "dialect": 1,
    "show": {
        "question/nom": USAGE,
        "question/enfants.ecole": {">": [{"var": "item.cout"}, 10]},
        "question/aide": {">": [{"var": "total"}, 100]},
    },
    "require": {"rue": USAGE},
    "computed": {"total": {"*": [{"sum_of": ["enfants", {"var": "item.cout"}]}, {"num": "0.5"}]}},
}


def publish_rules():
    site = Site.objects.get(is_default_site=True)
    publish(document_of(STEPS, key=KEY, rules=RULES, department="voirie"), site=site)


@pytest.fixture(scope="module")
def published(site):
    in_database(publish_rules)


@pytest.fixture
def opened(published, visit):
    """Return a function that opens the first page of the procedure."""
    return lambda **somebody: visit(**somebody).open(f"/demarches/{KEY}/commencer/")


#: Keys of foreign forms, whose names on a page are not those that rules read.
ODD_KEYS = ["x-y", "veut oui", "été", "a.b", "prix (€)", "veut_ids"]


def publish_odd(key):
    """Publish a form whose question of this key, alone and in a group, is shown, shows, requires and is counted."""
    name = address_token(key)
    asked = [
        yes_no("oui"),
        question(key, NUMBER, widget="integer"),
        text("suite"),
        text("rue", required=False),
        question("total", {"type": "string"}, required=False, widget="computed", value="money"),
        group("à charge_ids", yes_no(key), text("ecole"), text("classe"), required=False),
        text("cantine"),
    ]
    rules = {
        "dialect": 1,
        "show": {
            f"question/{name}": {"==": [{"var": "oui"}, True]},
            "question/suite": {">": [{"var": name}, 1]},
            "question/à charge_ids.ecole": {"==": [{"var": f"item.{name}"}, True]},
            "question/cantine": {"any": ["à charge_ids", {"==": [{"var": "item.classe"}, "CP"]}]},
        },
        "require": {"rue": {">": [{"var": name}, 1]}},
        "computed": {"total": {"*": [{"var": name}, 2]}},
    }
    document = document_of({"un": asked}, key=f"cle-{ODD_KEYS.index(key)}", rules=rules, department="voirie")
    publish(document, site=Site.objects.get(is_default_site=True))


@pytest.mark.parametrize("key", ODD_KEYS)
def test_rules_follow_a_question_whatever_its_key(site, visit, key):
    in_database(lambda: publish_odd(key))
    page = visit().open(f"/demarches/cle-{ODD_KEYS.index(key)}/commencer/")
    Pointer().press(page.get_by_role("button", name="Ajouter"))
    number, school = page.get_by_label(f"Question {key}", exact=True), page.locator("main [name$='.ecole']")

    Pointer().tick(page.locator("input[name=oui][value=yes]"))
    expect(school).to_be_hidden()
    number.fill("7")
    Pointer().tick(page.locator("main .g-item input[value=yes]"))

    expect(field(page, "suite")).to_be_visible()
    expect(field(page, "rue")).to_have_attribute("required", "")
    expect(page.locator("#q-total")).to_have_text("14,00 €")
    expect(school).to_be_visible()
    page.locator("main [name$='.classe']").fill("CP")
    expect(field(page, "cantine")).to_be_visible()

    number.fill("1")
    expect(field(page, "suite")).to_be_hidden()
    Pointer().tick(page.locator("input[name=oui][value=no]"))
    expect(number).to_be_hidden()
    expect(page.locator("#q-total")).to_have_text("–")


def choose(page, value):
    Pointer().tick(page.locator(f"input[name=usage][value={value}]"))


def go_on(page):
    Pointer().press(page.get_by_role("button", name="Continuer", exact=True).last)


def field(page, name):
    return page.locator(f"main [name={name}]")


def test_a_question_comes_and_goes_as_one_answers_and_is_taken_at_once(opened):
    page = opened()
    expect(field(page, "nom")).to_have_count(0)

    choose(page, "yes")
    expect(field(page, "nom")).to_be_visible()
    assert found_by_axe(page) == []
    choose(page, "no")
    expect(field(page, "nom")).to_be_hidden()
    choose(page, "yes")
    field(page, "nom").fill("Zoé")
    field(page, "rue").fill("Grand-Rue")
    go_on(page)

    expect(field(page, "motif")).to_be_visible()


def test_marks_follow_what_must_be_answered(opened):
    page = opened()
    mark = page.locator("label[for=q-rue] .g-optional")
    expect(mark).to_be_visible()

    choose(page, "yes")
    expect(mark).to_be_hidden()
    expect(field(page, "rue")).to_have_attribute("required", "")

    choose(page, "no")
    expect(mark).to_be_visible()
    expect(field(page, "rue")).not_to_have_attribute("required", "")


def test_tab_goes_from_the_question_that_decides_to_the_one_it_brings_up(opened):
    page = opened()
    page.locator("input[name=usage][value=yes]").focus()

    page.keyboard.press("Space")
    expect(field(page, "nom")).to_be_visible()
    page.keyboard.press("Tab")

    expect(field(page, "nom")).to_be_focused()


def test_an_amount_follows_the_items_and_brings_up_what_hangs_on_it(opened):
    page = opened()
    Pointer().press(page.get_by_role("button", name="Ajouter"))
    cost, school = page.locator("main [name$='.cout']"), page.locator("main [name$='.ecole']")

    cost.fill("9")
    expect(page.locator("#q-total")).to_have_text("4,50 €")
    expect(school).to_be_hidden()
    expect(field(page, "aide")).to_be_hidden()

    cost.fill("1 000,10")
    expect(page.locator("#q-total")).to_have_text("500,05 €")
    expect(school).to_be_visible()
    expect(field(page, "aide")).to_be_visible()
    assert found_by_axe(page) == []


def test_without_a_script_it_comes_on_the_next_page(opened):
    page = opened(has_script=False)
    expect(field(page, "nom")).to_have_count(0)
    assert page.locator("output").inner_text() == "–"

    choose(page, "yes")
    field(page, "rue").fill("Grand-Rue")
    go_on(page)

    expect(field(page, "nom")).to_be_visible()
    expect(page.locator(".g-notice")).to_contain_text("D’autres questions s’ajoutent")


def test_first_view_loads_no_rules(opened):
    page = opened()

    loaded = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")

    assert [name for name in loaded if "rules" in name] == []
