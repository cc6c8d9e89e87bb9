"""A real page whose rules show, require and compute as one types; and the same page without a script."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Site

from schemas.publishing import publish
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
