"""Suggestions while somebody types: with keys, with a finger, said to who does not see them, and done without."""

import pytest
from playwright.sync_api import expect

from tests.browser.answering import Pointer
from tests.browser.every_type import KEY, RIGHT, SCHOOLS, publish_every_type

pytestmark = pytest.mark.browser

SCHOOL = "École de votre enfant"
LONG = f"{SCHOOLS[2].name} (Rive gauche)"


@pytest.fixture(scope="module")
def published(site):
    publish_every_type()


@pytest.fixture
def places(published, visit):
    """Return a function that opens the step where places are asked for."""

    def at_places(**somebody):
        page = visit(**somebody).open(f"/demarches/{KEY}/commencer/")
        fill(page, RIGHT["quand"])
        go_on(page)
        return page

    return at_places


def fill(page, typed):
    for name, text in typed.items():
        page.locator(f'main input[name="{name}"]').fill(text)


def go_on(page):
    Pointer().press(page.get_by_role("button", name="Continuer", exact=True).last)


def school(page):
    return page.get_by_role("combobox", name=SCHOOL, exact=True)


def options(page):
    return page.get_by_role("option")


def test_suggestions_are_listed_said_and_picked_with_keys(places):
    page = places()

    school(page).press_sequentially("ecole")
    expect(options(page)).to_have_count(3)
    expect(page.get_by_text("3 propositions")).to_have_attribute("role", "status")
    expect(school(page)).to_have_attribute("aria-expanded", "true")
    expect(school(page)).to_have_attribute("aria-activedescendant", "")
    school(page).press("ArrowUp")
    school(page).press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    school(page).press("Enter")

    expect(school(page)).to_have_value(LONG)
    expect(options(page)).to_have_count(0)
    expect(school(page)).to_have_attribute("aria-expanded", "false")
    assert "/ou/" in page.url


def test_escape_closes_and_keeps_what_is_typed(places):
    page = places()

    school(page).press_sequentially("jules")
    expect(options(page)).to_have_count(2)
    school(page).press("ArrowDown")
    school(page).press("Escape")

    expect(options(page)).to_have_count(0)
    expect(school(page)).to_have_value("jules")


def test_nothing_is_picked_for_whoever_does_not_pick(places):
    page = places()

    school(page).press_sequentially("lac")
    expect(page.get_by_text("1 proposition", exact=True)).to_have_count(1)
    school(page).press("Tab")

    expect(school(page)).to_have_value("lac")
    expect(options(page)).to_have_count(0)


def test_a_finger_picks_and_what_names_nothing_is_said(places):
    page = places()

    school(page).press_sequentially("zzz")
    expect(page.get_by_text("Aucune proposition")).to_have_count(1)
    school(page).fill("")
    school(page).press_sequentially("gauche")
    school(page).fill("jules")
    options(page).last.click()

    expect(school(page)).to_have_value("École Jules-Ferry (Rive gauche)")
    expect(school(page)).to_be_focused()


def test_a_choice_is_found_among_those_of_the_page_without_asking_for_them(places):
    page = places()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/listes/" in request.url else None)

    page.get_by_role("combobox", name="Quelle salle voulez-vous ?").press_sequentially("FETES N° 2")
    expect(options(page)).to_have_count(10)
    options(page).first.click()

    expect(page.get_by_role("combobox", name="Quelle salle voulez-vous ?")).to_have_value("Salle des fêtes n° 2")
    assert asked == []


def test_a_list_that_cannot_be_asked_takes_what_is_typed(places):
    page = places()

    school(page).press_sequentially("ju")
    expect(page.get_by_text("2 propositions")).to_have_count(1)
    page.route("**/listes/**", lambda route: route.fulfill(status=429, body=""))
    with page.expect_response("**/listes/**"):
        school(page).fill("lac")
    expect(options(page)).to_have_count(0)

    expect(page.get_by_text("proposition")).to_have_count(0)
    expect(school(page)).to_have_value("lac")


def test_without_a_script_half_a_name_is_enough_and_the_rest_is_chosen(places):
    page = places(has_script=False)
    fill(page, {**RIGHT["ou"], "ecole": "jules", "salle": "fêtes n° 3"})
    go_on(page)

    Pointer().tick(page.get_by_role("radio", name="École Jules-Ferry (Rive gauche)", exact=True))
    Pointer().tick(page.get_by_role("radio", name="Salle des fêtes n° 30", exact=True))
    go_on(page)

    assert "/numeros/" in page.url
