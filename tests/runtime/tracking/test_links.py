"""Mailed links: looking shows a button, the button opens, once; nothing secret stays in an address or a log."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms.operations.logs import redacted
from runtime.drafts import cookies as draft_cookies
from runtime.links.access import issue_link
from runtime.links.models import AccessLink
from tests.runtime.factories import make_draft
from tests.runtime.tracking.conftest import CANARIES

MONTH = timedelta(days=30)


@pytest.fixture
def token(submission):
    return issue_link(submission=submission, lifetime=MONTH)


@pytest.fixture
def link_url(token):
    return f"/suivi/ouvrir/{token}/"


def test_looking_at_a_link_shows_a_button_and_opens_nothing(client, link_url):
    pages = [client.get(link_url), client.head(link_url), client.get(link_url)]

    assert {page.status_code for page in pages} == {200}
    assert "guichet_suivi" not in client.cookies
    assert AccessLink.objects.get().used_at is None


def test_the_button_opens_the_request(client, link_url, page_url):
    page = client.post(link_url, follow=True)

    assert page.redirect_chain == [(page_url, 302)]
    assert all(canary in page.content.decode() for canary in CANARIES)


def test_the_button_works_once(client, link_url):
    client.post(link_url)

    again = Client().post(link_url)

    assert again.status_code == 404
    assert "guichet_suivi" not in again.cookies


def test_a_dead_link_says_what_to_do_and_nothing_of_the_request(client, submission, link_url):
    AccessLink.objects.update(expires_at=timezone.now())

    page = client.get(link_url)

    assert page.status_code == 404
    assert submission.reference not in page.content.decode()


def test_used_and_false_links_look_the_same(client, link_url, token):
    client.post(link_url)
    false_token = "A" * len(token)

    used = Client().get(link_url).content.decode()
    false = Client().get(f"/suivi/ouvrir/{false_token}/").content.decode()

    assert used.replace(token, "") == false.replace(false_token, "")


def test_a_link_to_a_draft_gives_the_cookie_of_drafts(client, version):
    draft = make_draft(version)
    token = issue_link(draft=draft, lifetime=MONTH)

    answer = client.post(f"/suivi/ouvrir/{token}/")

    assert answer["Location"] == f"/demarches/badge/d/{draft.token}/vous/"
    assert draft_cookies.NAME in client.cookies


def test_a_used_link_to_a_draft_points_to_its_code(client, version):
    token = issue_link(draft=make_draft(version), lifetime=MONTH)
    client.post(f"/suivi/ouvrir/{token}/")

    assert client.get(f"/suivi/ouvrir/{token}/").context["what"] == "draft"


def test_opening_needs_the_token_of_our_page(link_url):
    client = Client(enforce_csrf_checks=True)

    assert client.post(link_url).status_code == 403
    assert AccessLink.objects.get().used_at is None


def test_an_opened_page_has_no_secret_in_its_address(client, link_url, token, key):
    page = client.post(link_url, follow=True)

    assert token not in page.request["PATH_INFO"]
    assert token not in page.content.decode()
    assert key not in page.content.decode()


def test_no_secret_reaches_a_log_on_the_whole_way(client, submission, key, token, link_url, unknown, caplog):
    caplog.set_level(logging.DEBUG)

    client.post("/suivi/", {"reference": submission.reference, "key": key})
    client.post("/suivi/", {"reference": unknown, "key": key})
    client.get(link_url)
    client.post(link_url)
    client.post(link_url)
    client.get(f"/suivi/{submission.reference}/")
    client.post(f"/suivi/{submission.reference}/actions/retirer/", {"reason": "CANARI-RAISON"})

    written = "\n".join(record.getMessage() for record in caplog.records)
    assert written
    assert not any(secret in written for secret in (key, key.replace("-", ""), "CANARI-RAISON", *CANARIES))
    assert token not in redacted(written)  # it stands in an address: what logs addresses passes the filter
