"""However often somebody presses or goes back, one request is sent (bar F3, F4)."""

import re

import pytest
from playwright.sync_api import expect

from runtime.submissions.models import Submission
from tests.browser.answering import Filler, Pointer
from tests.browser.requests_made import answers_of, procedure
from tests.browser.server import in_database

pytestmark = pytest.mark.browser

KEY = "signalement-voirie"


def at_review(visitor):
    """Fill a report up to the check of its answers."""
    filler = Filler(visitor.open(f"/demarches/{KEY}/commencer/"), procedure(KEY), Pointer())
    filler.go_through(answers_of(KEY))
    filler.hand.tick(filler.main.get_by_role("checkbox"))
    return filler


def token_of(page):
    return page.url.split("/d/")[1].split("/")[0]


def sent_from(token):
    return in_database(lambda: list(Submission.objects.filter(draft_token=token).values_list("reference", flat=True)))


@pytest.mark.parametrize("has_script", [True, False])
def test_double_click_sends_one_request(visit, has_script):
    filler = at_review(visit(has_script=has_script))
    token = token_of(filler.page)

    filler.button("Send my request").dblclick(no_wait_after=True)

    # The second click may end the navigation of the first: what counts is where the person lands.
    shown = filler.page.locator(".g-code").first
    expect(shown).to_be_visible(timeout=30_000)
    expect(filler.page).to_have_url(re.compile("/envoyee/$"))
    assert sent_from(token) == [shown.inner_text()]


def test_two_tabs_of_one_draft_send_one_request(visit):
    visitor = visit()
    filler = at_review(visitor)
    tab = visitor.new_page()
    tab.goto(filler.page.url)
    late = Filler(tab, procedure(KEY), Pointer())

    receipt = filler.send()

    assert late.send() == receipt
    assert sent_from(token_of(tab)) == [receipt[0]]


def test_two_drafts_send_two_requests(visit):
    visitor = visit()

    first = at_review(visitor).send()
    second = at_review(visitor).send()

    assert first != second


@pytest.mark.parametrize("has_script", [True, False])
def test_back_after_sending_shows_the_receipt_again(visit, has_script):
    filler = at_review(visit(has_script=has_script))
    reference, _ = filler.send()

    filler.page.go_back()

    assert filler.page.url.endswith("/envoyee/")
    assert reference in filler.main.inner_text()


def test_change_in_an_old_tab_offers_a_new_request(visit):
    visitor = visit()
    filler = at_review(visitor)
    tab = visitor.new_page()
    tab.goto(filler.page.url.replace("/verifier/", "/danger/"))
    late = Filler(tab, procedure(KEY), Pointer())
    question = procedure(KEY).questions["danger_immediat"]
    reference, _ = filler.send()

    late.choose(question, ["no"], late.main)
    late.press("Continue")

    assert visitor.last.status == 409
    assert reference in late.main.inner_text()
    assert sent_from(token_of(filler.page)) == [reference]


def test_new_request_of_an_old_tab_has_what_was_typed(visit):
    visitor = visit()
    filler = at_review(visitor)
    tab = visitor.new_page()
    tab.goto(filler.page.url.replace("/verifier/", "/lieu/"))
    late = Filler(tab, procedure(KEY), Pointer())
    reference, _ = filler.send()

    late.give(procedure(KEY).questions["lieu"], {"text": "Devant la mairie"}, scope=late.main)
    late.press("Continue")
    late.press("Start a new request with these answers")
    late.press("Save and go back to checking")

    assert "Devant la mairie" in late.main.inner_text()
    assert late.send()[0] != reference
