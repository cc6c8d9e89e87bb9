"""Acting on a request: withdrawing it after a question, taking files back; nothing of it without the key."""

import pytest
from django.test import Client

from runtime.files.models import Scan
from runtime.processing.advance import advance
from runtime.submissions.events import open_reason
from runtime.vault.storage import PrivateStorage
from schemas.format.circuit import Actor
from tests.runtime.factories import make_submission, make_submission_with_file
from tests.runtime.tracking.test_status import give_cookie


@pytest.fixture
def act_url(page_url):
    return f"{page_url}actions/retirer/"


def test_the_button_of_the_page_leads_to_the_question(opened, page_url, act_url):
    answer = opened.post(page_url, {"transition": "retirer"})

    assert (answer.status_code, answer["Location"]) == (302, act_url)


@pytest.mark.parametrize("transition", ["a/b", "/", "é è", "../../", "x" * 5_000, "\x00", "\r\nX: y"])
def test_a_strange_button_leads_back_to_the_page(opened, submission, page_url, transition):
    page = opened.post(page_url, {"transition": transition}, follow=True)

    submission.refresh_from_db()
    assert page.status_code in (200, 404)
    assert submission.state == "recue"


def test_the_question_changes_nothing(opened, submission, act_url):
    page = opened.get(act_url)

    submission.refresh_from_db()
    assert "Retirer ma demande" in page.content.decode()
    assert submission.state == "recue"


def test_withdrawing_moves_the_request_and_keeps_the_reason(opened, submission, act_url, page_url):
    answer = opened.post(act_url, {"confirm": "yes", "reason": "Déménagement"})

    submission.refresh_from_db()
    event = submission.events.last()
    assert answer["Location"] == page_url
    assert (submission.state, event.actor, event.by) == ("retiree", "citizen", None)
    assert open_reason(event) == "Déménagement"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2_001])
def test_a_reason_missing_or_too_long_is_asked_again(opened, submission, act_url, reason):
    page = opened.post(act_url, {"confirm": "yes", "reason": reason})

    submission.refresh_from_db()
    assert page.status_code == 200
    assert 'href="#q-reason"' in page.content.decode()
    assert submission.state == "recue"


def test_without_the_key_nothing_moves_and_nothing_is_told(client, submission, unknown):
    real = client.post(f"/suivi/{submission.reference}/actions/retirer/", {"confirm": "yes", "reason": "x"})
    false = client.post(f"/suivi/{unknown}/actions/retirer/", {"confirm": "yes", "reason": "x"})

    submission.refresh_from_db()
    assert submission.state == "recue"
    assert (real.status_code, false.status_code) == (302, 302)


@pytest.mark.parametrize("transition", ["instruire", "accepter", "nimporte-quoi"])
def test_only_what_the_circuit_gives_to_citizens_can_be_done(opened, submission, page_url, transition):
    answer = opened.post(f"{page_url}actions/{transition}/", {"confirm": "yes", "reason": "x"})

    submission.refresh_from_db()
    assert answer["Location"] == page_url
    assert submission.state == "recue"


def test_what_is_over_can_no_longer_be_done(opened, submission, page_url, act_url):
    advance(submission.pk, "instruire", actor=Actor.SYSTEM)
    advance(submission.pk, "accepter", actor=Actor.SYSTEM)

    opened.post(act_url, {"confirm": "yes", "reason": "x"})

    submission.refresh_from_db()
    assert submission.state == "acceptee"
    assert "Retirer ma demande" not in opened.get(page_url).content.decode()


def test_a_double_click_withdraws_once(opened, submission, act_url):
    for _ in range(2):
        opened.post(act_url, {"confirm": "yes", "reason": "x"})

    assert submission.events.count() == 2


def test_an_act_needs_the_token_of_our_page(submission, act_url):
    client = Client(enforce_csrf_checks=True)
    give_cookie(client, submission.reference)

    assert client.post(act_url, {"confirm": "yes", "reason": "x"}).status_code == 403


# Files


def file_url(submission, stored):
    return f"/suivi/{submission.reference}/fichiers/{stored.pk}/"


def test_a_file_comes_back_saved_and_never_run(client, version):
    content = b"%PDF-1.4 <script>alert(1)</script>"
    submission, stored = make_submission_with_file(version, name='mon "badge".pdf', content=content)
    give_cookie(client, submission.reference)

    answer = client.get(file_url(submission, stored))

    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Length"] == str(len(content))


def test_the_page_links_to_its_files(client, version):
    submission, stored = make_submission_with_file(version)
    give_cookie(client, submission.reference)

    assert file_url(submission, stored) in client.get(f"/suivi/{submission.reference}/").content.decode()


def test_without_the_key_no_file_is_given(client, version):
    submission, stored = make_submission_with_file(version)

    answer = client.get(file_url(submission, stored))

    assert answer.status_code == 302
    assert b"secret" not in answer.content


def test_the_key_of_one_request_gives_no_file_of_another(client, version):
    mine, (theirs, stored) = make_submission(version), make_submission_with_file(version)
    give_cookie(client, mine.reference)

    assert client.get(file_url(mine, stored)).status_code == 404
    assert client.get(file_url(theirs, stored)).status_code == 302


@pytest.mark.parametrize(("scan", "words"), [(Scan.PENDING, "antivirus"), (Scan.INFECTED, "virus")])
def test_no_byte_of_a_withheld_file_is_given_and_what_to_do_is_said(client, version, monkeypatch, scan, words):

    submission, stored = make_submission_with_file(version)
    stored.scan = scan
    stored.save(update_fields=["scan"])
    give_cookie(client, submission.reference)
    monkeypatch.delattr(PrivateStorage, "open_decrypted")

    answer = client.get(file_url(submission, stored))

    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert f"/suivi/{submission.reference}/" in answer.content.decode()


def test_a_file_that_storage_lost_is_told_in_words(client, version, caplog):
    from django.core.files.storage import storages

    submission, stored = make_submission_with_file(version, name="kervadec.pdf")
    storages["private"].erase(stored.path)
    give_cookie(client, submission.reference)

    answer = client.get(file_url(submission, stored))

    assert answer.status_code == 503
    assert f"/suivi/{submission.reference}/" in answer.content.decode()
    assert "kervadec" not in caplog.text
