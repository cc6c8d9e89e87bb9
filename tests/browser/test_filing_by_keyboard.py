"""Each procedure is filed with the keyboard alone."""

import pytest

from tests.browser.answering import Filler, Keys, said
from tests.browser.requests_made import PROCEDURES, answers_of, procedure

pytestmark = pytest.mark.browser


@pytest.fixture
def keys():
    return Keys()


@pytest.mark.parametrize("key", PROCEDURES)
def test_procedure_is_filed_and_followed(visit, keys, key):
    page = visit().open("/")
    compiled = procedure(key)
    filler = Filler(page, compiled, keys)

    keys.press(page.get_by_role("link", name=compiled.document.title))
    keys.press(page.locator("main a.g-button"))
    filler.go_through(answers_of(key))
    reference, code = filler.send()
    keys.press(page.get_by_role("main").get_by_role("link", name=said("fr", "Open the tracking page")))
    keys.write(page.get_by_role("main").get_by_role("textbox"), code)
    filler.press("Open my request")

    assert page.url.endswith(f"/suivi/{reference}/")
    assert page.locator(".g-answers").count() > 1


def at_plants(visit, keys):
    """File a planting permit up to the page of its repeated group."""
    page = visit().open("/demarches/permis-vegetaliser/commencer/")
    filler = Filler(page, procedure("permis-vegetaliser"), keys)
    answers = answers_of("permis-vegetaliser")
    while filler.step_id != "plantes":
        filler.answer_page(answers)
        filler.press("Continue")
    return filler, answers


def test_enter_in_an_input_goes_on_and_removes_nothing(visit, keys):
    filler, answers = at_plants(visit, keys)
    filler.answer_page(answers)

    with filler.page.expect_navigation():
        filler.page.keyboard.press("Enter")

    assert filler.step_id == "facade"


def test_entries_are_added_and_removed_in_place(visit, keys):
    filler, answers = at_plants(visit, keys)
    filler.answer_page(answers)
    first, second = (filler.main.get_by_role("group", name=f"Plante {number}", exact=True) for number in (1, 2))

    keys.press(first.get_by_role("button"))

    assert second.count() == 0
    assert first.get_by_role("textbox").first.input_value() == "Thym"


def focused(page):
    """Return the place in the document of what has the focus; -1 when nothing of the page has it."""
    return page.evaluate("() => Array.from(document.querySelectorAll('body *')).indexOf(document.activeElement)")


def pressed(page, key, times):
    found = []
    for _ in range(times):
        page.keyboard.press(key)
        found.append(focused(page))
    return found


def test_shift_tab_goes_back_the_same_way(visit):
    page = visit().open("/demarches/acte-naissance/commencer/")
    page.evaluate("() => { document.querySelector('[type=radio]').checked = true }")

    forward = pressed(page, "Tab", 12)
    assert -1 in forward, "twelve presses leave this page"
    forward = forward[: forward.index(-1)]

    assert pressed(page, "Shift+Tab", len(forward)) == forward[::-1]


def test_skip_link_leads_past_the_header(visit, keys):
    page = visit().open("/demarches/acte-naissance/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("() => document.activeElement.localName") == "main"
