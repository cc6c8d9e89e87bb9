"""What somebody chooses or types moves nothing by itself, and the language can be changed on every page."""

import pytest

from tests.browser.answering import Filler, Pointer, said
from tests.browser.requests_made import PROCEDURES, answers_of, procedure

pytestmark = pytest.mark.browser

#: What browsers may fill in for whoever asks (WCAG 1.3.5).
TOKENS = {
    "acte-naissance": {"family-name", "given-name", "email", "tel", "address-line1", "postal-code", "address-level2"},
    "signalement-voirie": {"name", "email", "tel"},
    "permis-vegetaliser": {
        "family-name",
        "given-name",
        "email",
        "tel",
        "address-line1",
        "postal-code",
        "address-level2",
    },
}

#: Chromium asks for it when the page is there already.
ICON = "/static/themes/icon.svg"


def pages_of(visitor, key, **changes):
    """Go through a procedure; yield its filler on each page before anything is answered."""
    page = visitor.open(f"/demarches/{key}/commencer/")
    filler, answers = Filler(page, procedure(key), Pointer()), answers_of(key, **changes)
    while "/verifier/" not in page.url:
        yield filler
        filler.answer_page(answers)
        filler.press("Continue")


def followed(**changes):
    return {"suivi_courriel": True, "courriel": "camille@example.org"} | changes


@pytest.mark.parametrize("key", PROCEDURES)
def test_browsers_may_fill_in_who_asks(visit, key):
    changes = followed() if key == "signalement-voirie" else {}

    tokens = {
        field.get_attribute("autocomplete")
        for filler in pages_of(visit(), key, **changes)
        for field in filler.main.locator("[autocomplete]").all()
    }

    assert tokens >= TOKENS[key]


def change_everything(main):
    """Choose each choice and type in each input of a page."""
    for field in main.locator("input:not([type=hidden], [type=file]), textarea, select").all():
        if field.get_attribute("type") in ("radio", "checkbox"):
            field.check()
        else:
            field.fill("12")
            field.blur()


@pytest.mark.parametrize("key", PROCEDURES)
def test_choosing_and_typing_neither_move_nor_load_anything(visit, key):
    visitor, moved, asked = visit(), [], []
    for filler in pages_of(visitor, key):
        before, count = filler.page.url, len(visitor.journal.requests)
        change_everything(filler.main)
        moved += [filler.step_id] if filler.page.url != before else []
        asked += [each.url for each in visitor.journal.requests[count:] if not each.url.endswith(ICON)]
        filler.page.reload()

    assert moved == []
    assert asked == []


def switch(page, name):
    Pointer().press(page.get_by_role("banner").get_by_role("link", name=name, exact=True))


def test_language_switch_keeps_the_page(visit):
    lost = []
    visitor = visit()
    page = visitor.page
    key, answers = "signalement-voirie", answers_of("signalement-voirie")
    filler = Filler(page, procedure(key), Pointer())

    def there_and_back():
        path = page.url.removeprefix(visitor.site).partition("?")[0]
        switch(page, "English")
        there = page.url.removeprefix(visitor.site), page.locator("html").get_attribute("lang")
        switch(page, "Français")
        back = page.url.removeprefix(visitor.site), page.locator("html").get_attribute("lang")
        if (there, back) != ((f"/en{path}", "en"), (path, "fr")):
            lost.append((path, there, back))

    for path in ("/", "/suivi/", "/demarches/reprendre/", f"/demarches/{key}/", f"/demarches/{key}/commencer/"):
        visitor.open(path)
        there_and_back()
    while "/verifier/" not in page.url:
        filler.answer_page(answers)
        filler.press("Continue")
        there_and_back()
    reference, _ = filler.send()
    there_and_back()
    visitor.open(f"/suivi/{reference}/")
    there_and_back()

    assert lost == []


@pytest.mark.parametrize("key", PROCEDURES)
def test_pages_say_which_answers_may_be_left_out(visit, key):
    sentence = said("fr", "All the fields are required, unless they are marked “optional”.")

    silent = [
        filler.step_id
        for filler in pages_of(visit(), key)
        if filler.main.locator("[required], [aria-required]").count() and sentence not in filler.main.inner_text()
    ]

    assert silent == []
