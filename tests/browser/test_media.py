"""Forced colours, paper and the page of a receipt: what counts is still there."""

import pytest

from tests.browser.answering import Filler, Pointer
from tests.browser.requests_made import answers_of, procedure

pytestmark = pytest.mark.browser

KEY = "signalement-voirie"


@pytest.fixture
def at_first_page(visit):
    page = visit().open(f"/demarches/{KEY}/commencer/")
    return Filler(page, procedure(KEY), Pointer())


@pytest.fixture
def receipt(at_first_page):
    at_first_page.go_through(answers_of(KEY))
    return at_first_page, at_first_page.send()


def test_forced_colors_keep_borders_of_what_can_be_pressed(at_first_page):
    page = at_first_page.page
    page.emulate_media(forced_colors="active")

    button = at_first_page.button("Continue")
    drawn = button.evaluate(
        "b => { const s = getComputedStyle(b); return [s.borderTopStyle, s.borderTopColor, s.backgroundColor] }"
    )

    assert page.evaluate("() => matchMedia('(forced-colors: active)').matches")
    assert page.get_by_role("heading", level=1).is_visible()
    assert drawn[0] == "solid"
    assert drawn[1] != drawn[2]


def test_forced_colors_show_what_is_chosen(at_first_page):
    page = at_first_page.page
    page.emulate_media(forced_colors="active")
    border = "input => getComputedStyle(input.closest('.g-choice')).borderTopColor"
    radio = at_first_page.main.get_by_role("radio").first

    before = radio.evaluate(border)
    radio.check()

    assert radio.evaluate(border) != before


def test_receipt_is_printed_with_its_codes_and_without_what_cannot_be_pressed(receipt):
    filler, (reference, code) = receipt
    page = filler.page

    page.emulate_media(media="print")

    assert {reference, code} <= set(page.locator(".g-code:visible").all_inner_texts())
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator("main [role=img]").is_visible()
    assert page.locator("button:visible").count() == 0
    assert page.get_by_role("navigation").count() == 0


def test_receipt_is_printed_black_on_white_in_dark_mode(receipt):
    page = receipt[0].page

    page.emulate_media(media="print", color_scheme="dark")

    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert (
        page.evaluate("() => getComputedStyle(document.querySelector('main')).backgroundColor") == "rgb(255, 255, 255)"
    )
    assert page.pdf(format="A4").startswith(b"%PDF-")
