"""Each procedure is filed on a small phone without JavaScript, by label, and found again on another device."""

import pytest

from tests.browser.answering import Filler, Pointer, said
from tests.browser.requests_made import PROCEDURES, answers_of, procedure

pytestmark = pytest.mark.browser

#: A word of the request that only whoever has the key may read.
TELLTALES = {
    "acte-naissance": "de La Fontaine-Exemple",
    "signalement-voirie": "12 rue des Exemples",
    "permis-vegetaliser": "Deux bacs en bois.",
}


def follow(visitor, reference, code):
    """Look a request up from the home page, as somebody does who holds the receipt."""
    page, hand = visitor.page, Pointer()
    hand.press(page.get_by_role("navigation").get_by_role("link", name=said("fr", "Follow a request")))
    field = page.get_by_role("main").get_by_role("textbox")
    hand.write(field.nth(0), reference)
    hand.write(field.nth(1), code)
    hand.press(page.get_by_role("button", name=said("fr", "See my request"), exact=True))


@pytest.mark.parametrize("key", PROCEDURES)
def test_procedure_is_filed_and_found_again(visit, key):
    page = visit(has_script=False).open("/")
    compiled = procedure(key)
    filler = Filler(page, compiled, Pointer())

    filler.hand.press(page.get_by_role("link", name=compiled.document.title))
    filler.hand.press(page.get_by_role("link", name="Commencer", exact=True))
    filler.go_through(answers_of(key))
    reference, code = filler.send()
    other = visit(has_script=False)
    other.open("/")
    follow(other, reference, code)

    assert other.page.url.endswith(f"/suivi/{reference}/")
    assert TELLTALES[key] in other.page.get_by_role("main").inner_text()


def test_number_alone_shows_no_answer(visit):
    visitor = visit(has_script=False)
    visitor.open("/demarches/signalement-voirie/commencer/")
    filler = Filler(visitor.page, procedure("signalement-voirie"), Pointer())
    filler.go_through(answers_of("signalement-voirie"))
    reference, _ = filler.send()

    other = visit(has_script=False)
    page = other.open(f"/suivi/{reference}/")

    assert reference in page.get_by_role("main").inner_text()
    assert TELLTALES["signalement-voirie"] not in page.get_by_role("main").inner_text()
