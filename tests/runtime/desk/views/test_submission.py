"""The page of one request: what it says, what it offers, its files."""

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from runtime.desk.audit_log import is_genuine
from runtime.processing.advance import advance
from schemas.format.circuit import Actor
from tests.runtime.desk.conftest import FILE_BYTES, add_file
from tests.runtime.factories import make_submission

pytestmark = pytest.mark.django_db


def page_of(client, submission):
    return client.get(reverse("desk:submission", args=[submission.reference])).content.decode()


def test_page_says_what_was_sent_and_by_whom_it_is_answered(clients, submission):
    page = page_of(clients.agent, submission)

    facts = (submission.reference, "Ask for a certificate", "Reçue", "État civil", "Éloïse Lenoir", "1 March 1990")
    assert [text for text in facts if text not in page] == []
    assert "2 November 2026, 10:30" in page


def test_page_is_in_the_language_of_the_agent(clients, agent, submission):
    UserProfile.objects.filter(user=agent).update(preferred_language="fr")

    page = page_of(clients.agent, submission)

    assert "Demander un acte" in page
    assert "1er mars 1990" in page
    assert "2 novembre 2026, 10:30" in page


def test_history_tells_who_did_what_and_why(clients, agent, submission):
    advance(submission.pk, "prendre", actor=Actor.AGENT, by=agent)
    advance(submission.pk, "refuser", actor=Actor.AGENT, by=agent, reason="Pièce illisible\nRenvoyez-la")

    page = page_of(clients.agent, submission)

    assert "Request received" in page
    assert "The applicant" in page
    assert "Alice Martin" in page
    assert "Pièce illisible<br>Renvoyez-la" in page


def test_buttons_are_those_of_the_circuit_for_this_person(clients, version):
    received, accepted = make_submission(version), make_submission(version, state="acceptee", category="accepted")

    page = page_of(clients.agent, received)
    assert 'value="prendre"' in page
    assert 'value="copier"' in page
    assert 'value="retirer"' not in page
    assert 'value="annuler"' not in page_of(clients.agent, accepted)
    assert 'value="annuler"' in page_of(clients.manager, accepted)


def test_button_behind_a_false_guard_is_not_offered(clients, version):
    assert 'value="copier"' not in page_of(clients.agent, make_submission(version, {"nom": "A", "copie": False}))


def test_page_stands_when_the_content_cannot_be_opened(clients, submission, settings):
    settings.ENCRYPTION_KEYS = ["b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMTI="]

    page = page_of(clients.agent, submission)

    assert submission.reference in page
    assert "cannot be opened" in page
    assert "Lenoir" not in page


def test_opening_a_request_is_written_down_without_answers(clients, agent, submission):
    page_of(clients.agent, submission)

    entry = ModelLogEntry.objects.get(action="guichet.request_opened")
    assert (entry.user, entry.label, entry.data.keys()) == (agent, submission.reference, {"proof"})
    assert is_genuine(entry)


def test_file_is_given_back_inert_and_written_down(clients, agent, submission, stored):
    response = clients.agent.get(reverse("desk:file", args=[submission.reference, stored.pk]))

    assert b"".join(response.streaming_content) == FILE_BYTES
    assert response["Content-Disposition"].startswith('attachment; filename="acte.pdf"')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Length"] == str(len(FILE_BYTES))
    entry = ModelLogEntry.objects.get(action="guichet.file_opened")
    assert (entry.user, entry.label, entry.data["file"]) == (agent, submission.reference, str(stored.pk))


def test_file_is_linked_under_its_own_name(clients, submission):
    stored = add_file(submission, "relevé d'identité.pdf")

    page = page_of(clients.agent, submission)

    assert reverse("desk:file", args=[submission.reference, stored.pk]) in page
    assert "relevé d&#x27;identité.pdf" in page


def test_file_that_is_gone_leads_back_with_a_message(clients, submission, stored):
    storages["private"].erase(stored.path)

    response = clients.agent.get(reverse("desk:file", args=[submission.reference, stored.pk]), follow=True)

    assert response.redirect_chain == [(reverse("desk:submission", args=[submission.reference]), 302)]
    assert "This file cannot be opened" in response.content.decode()
    assert not ModelLogEntry.objects.filter(action="guichet.file_opened").exists()


def test_page_costs_a_bounded_number_of_queries(clients, agent, submission, stored, django_assert_max_num_queries):
    page_of(clients.agent, submission)
    advance(submission.pk, "prendre", actor=Actor.AGENT, by=agent)

    with django_assert_max_num_queries(18):  # one for what the antivirus said of its files, one for its last mail
        page_of(clients.agent, submission)
