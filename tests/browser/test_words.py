"""What somebody chooses or types moves nothing by itself, and the language can be changed on every page."""

import pytest

from tests.browser.answering import Filler, Pointer
from tests.browser.requests_made import LANGUAGES, PROCEDURES, answers_of, procedure

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


@pytest.mark.parametrize("key", PROCEDURES)
def test_browsers_may_fill_in_who_asks(tours, key):
    tokens = {token for visit in tours.of(key, "fr").visits for token in visit.tokens}

    assert tokens >= TOKENS[key]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PROCEDURES)
def test_choosing_and_typing_neither_move_nor_load_anything(tours, key, language):
    assert tours.found(key, language, "moves") == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PROCEDURES)
def test_steps_say_which_answers_may_be_left_out(tours, key, language):
    assert tours.found(key, language, "unsaid") == {}


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
