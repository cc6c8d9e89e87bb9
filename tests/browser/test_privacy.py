"""What browsers keep, load and tell: nothing before a form, nobody else, no secret (bar X4, X27, P6)."""

import pytest

from tests.browser.answering import Filler, Pointer, said
from tests.browser.journal import TOTALS
from tests.browser.requests_made import PROCEDURES, answers_of, new_email, procedure
from tests.browser.tours import mailed_link

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/", "/en/", *(f"/demarches/{key}/" for key in PROCEDURES), "/suivi/ouvrir/perdu/"])
def test_no_cookie_before_a_form(visit, path):
    visitor = visit()

    visitor.open(path)

    assert visitor.cookies() == set()


def test_cookies_are_those_the_request_needs_and_scripts_cannot_read_who_asks(visit):
    visitor = visit()
    filler = Filler(
        visitor.open("/demarches/signalement-voirie/commencer/"), procedure("signalement-voirie"), Pointer()
    )

    filler.go_through(answers_of("signalement-voirie"))

    assert visitor.cookies() == {"csrftoken", "guichet_drafts"}
    assert "guichet_drafts" not in filler.page.evaluate("() => document.cookie")


def test_secrets_are_neither_in_addresses_nor_in_referers(visit):
    visitor, email = visit(), new_email()
    page = visitor.open("/demarches/signalement-voirie/commencer/")
    filler = Filler(page, procedure("signalement-voirie"), Pointer())
    filler.answer_page(answers_of("signalement-voirie"))
    filler.press("Save and finish later")
    draft_code = page.locator(".g-code").inner_text()
    filler.main.get_by_role("textbox").fill(email)
    filler.press("Send me the link")
    visitor.open("/demarches/reprendre/")
    filler.main.get_by_role("textbox").fill(draft_code)
    filler.press("Open my draft")
    filler.go_through(answers_of("signalement-voirie"))
    reference, code = filler.send()
    visitor.open("/suivi/")
    filler.main.get_by_role("textbox").nth(0).fill(reference)
    filler.main.get_by_role("textbox").nth(1).fill(code)
    filler.press("See my request")

    told = [text for each in visitor.journal.requests for text in (each.url, each.referer)]
    compact = [text.replace("-", "") for text in told]

    assert [text for text in told if draft_code in text or code in text or email in text] == []
    assert [text for text in compact if draft_code.replace("-", "") in text or code.replace("-", "") in text] == []


def test_mailed_link_works_once_and_is_told_to_nobody_after(visit):
    visitor, email = visit(), new_email()
    page = visitor.open("/demarches/signalement-voirie/commencer/")
    filler = Filler(page, procedure("signalement-voirie"), Pointer())
    filler.answer_page(answers_of("signalement-voirie"))
    filler.press("Save and finish later")
    filler.main.get_by_role("textbox").fill(email)
    filler.press("Send me the link")
    link = mailed_link(email)
    other = visit()
    other.open(link)
    Pointer().press(other.page.locator("main form button"))
    opened = len(other.journal.requests)
    Pointer().press(other.page.get_by_role("navigation").get_by_role("link", name=said("fr", "Follow a request")))
    after = other.journal.requests[opened:]
    other.open(link)

    assert [each for each in after if link in each.url or link in each.referer] == []
    assert other.last.status == 404


def test_nobody_else_is_asked_for_anything(visit, site):
    """Looks at every request of every test of this run, which goes before this one."""
    asked = {host for journal in TOTALS.journals for host in journal.hosts()}

    assert asked == {site}


def test_policy_is_strict_and_nothing_was_refused_in_the_whole_run(visit):
    visitor = visit()
    visitor.open("/demarches/signalement-voirie/commencer/")
    policy = visitor.last.header_value("content-security-policy")

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert [complaint for journal in TOTALS.journals for complaint in journal.complaints] == []


def test_browser_does_refuse_and_tell_what_the_policy_forbids(visit):
    visitor = visit()
    page = visitor.open("/")

    with page.expect_console_message() as refusal:
        page.evaluate("() => { document.head.append(Object.assign(document.createElement('script'), { text: '1' })) }")

    assert "Content Security Policy" in refusal.value.text
    visitor.journal.complaints.clear()
