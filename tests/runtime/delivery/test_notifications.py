"""Which mails an act causes, what they say in each language, and what they never say."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import resolve
from django.utils import timezone

from runtime.delivery.emails import SUBJECTS, render_mail
from runtime.delivery.models import Delivery
from runtime.delivery.notifications import email_of, plan_receipt, plan_resume
from runtime.links.access import redeem
from runtime.links.models import AccessLink
from runtime.processing.advance import advance
from schemas.format.circuit import Actor
from schemas.versions import load_compiled
from tests.runtime.delivery.test_outbox import PARAMS
from tests.runtime.factories import make_draft, make_submission, make_version

ANSWERS = {"nom": "Zoé Kervadec", "courriel": "zoe@example.org", "motif": "CANARI-MOTIF"}
KEY = "2345-6789-ABCD-EFGH-JKMN"


@pytest.fixture
def version(db, settings):
    settings.GUICHET_SITE_URL = "https://demo.example"
    return make_version()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do something in a transaction that commits, and return the mails that it sends."""

    def commit(act):
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return mail.outbox

    return commit


def token_in(body):
    return re.search(r"https://demo\.example(?:/en)?/suivi/ouvrir/([\w-]+)/", body).group(1)


def test_the_receipt_says_what_the_law_asks(version, committed):
    received = datetime(2026, 11, 22, 9, 15, tzinfo=UTC)
    submission = make_submission(version, ANSWERS, KEY, received_at=received)

    [receipt] = committed(lambda: plan_receipt(submission, to="zoe@example.org"))

    assert submission.reference in receipt.subject
    for said in (
        submission.reference,
        "22 novembre 2026",
        "Demander un badge",
        "Service de l’accueil",
        "accueil@ville.example",
        "01 99 00 12 34",
        "Nous vous répondons sous dix jours.",
        "https://demo.example/suivi/",
    ):
        assert said in receipt.body
    assert re.search(r"\b10(\sh\s|:)15\b", receipt.body)  # in Paris


def test_the_receipt_holds_neither_the_key_nor_an_answer(version, committed):
    submission = make_submission(version, ANSWERS, KEY)

    [receipt] = committed(lambda: plan_receipt(submission, to="zoe@example.org"))

    text = receipt.message().as_string() + receipt.body
    assert KEY not in text
    assert "Kervadec" not in text
    assert "CANARI" not in text


def test_the_link_of_the_receipt_opens_the_request_once(version, committed):
    submission = make_submission(version, ANSWERS)
    [receipt] = committed(lambda: plan_receipt(submission, to="zoe@example.org"))

    token = token_in(receipt.body)

    assert redeem(token).submission == submission
    assert redeem(token) is None


def test_the_receipt_speaks_the_language_of_the_request(version, committed):
    submission = make_submission(version, ANSWERS, language="en")

    [receipt] = committed(lambda: plan_receipt(submission, to="zoe@example.org"))

    assert receipt.subject == f"Your request {submission.reference} has been received"
    assert "Ask for a badge" in receipt.body
    assert "https://demo.example/en/suivi/ouvrir/" in receipt.body


def test_planning_a_receipt_costs_three_statements(version, django_assert_num_queries):
    submission = make_submission(version, ANSWERS)

    with django_assert_num_queries(3):
        plan_receipt(submission, to="zoe@example.org")


def test_an_address_gets_three_receipts_an_hour(version, caplog):
    submission = make_submission(version, ANSWERS)

    planned = [plan_receipt(submission, to="zoe@example.org") is not None for _ in range(4)]

    assert planned == [True, True, True, False]
    assert "zoe@example.org" not in caplog.text


def test_a_change_of_state_is_news_without_an_answer(version, committed):
    submission = make_submission(version, ANSWERS)

    [news] = committed(lambda: advance(submission.pk, "instruire", actor=Actor.SYSTEM))

    assert "En cours d’examen" in news.body
    assert "CANARI" not in news.body
    assert redeem(token_in(news.body)).submission == submission


def test_people_wait_for_the_mails_about_what_they_do_themselves(version):
    submission = make_submission(version, ANSWERS)
    received = plan_receipt(submission, to="zoe@example.org")
    resumed = plan_resume(make_draft(version, ANSWERS), to="ali@example.org", client="192.0.2.1")
    advance(submission.pk, "instruire", actor=Actor.SYSTEM)
    news = Delivery.objects.order_by("created_at").last()
    advance(submission.pk, "retirer", actor=Actor.CITIZEN, reason="Erreur")
    withdrawn = Delivery.objects.order_by("created_at").last()

    priorities = [each.priority for each in (received, resumed, news, withdrawn)]

    awaited = Delivery.Priority.AWAITED
    assert priorities == [awaited, awaited, Delivery.Priority.NEWS, awaited]


def test_a_link_to_a_draft_ends_with_it(version):
    draft = make_draft(version, ANSWERS, expires_at=timezone.now() + timedelta(days=3))
    plan_resume(draft, to="zoe@example.org", client="192.0.2.1")

    assert AccessLink.objects.get().expires_at == draft.expires_at


def test_without_an_address_there_is_no_news(version):
    submission = make_submission(version, {"nom": "Zoé"})

    advance(submission.pk, "instruire", actor=Actor.SYSTEM)

    assert not Delivery.objects.exists()


def test_what_the_person_does_counts_against_their_address(version):
    for _ in range(4):
        submission = make_submission(version, ANSWERS)
        advance(submission.pk, "retirer", actor=Actor.CITIZEN, reason="Erreur")

    assert Delivery.objects.count() == 3


def test_a_link_to_a_draft_opens_it_and_says_until_when(version, committed):
    draft = make_draft(version, ANSWERS)

    [message] = committed(lambda: plan_resume(draft, to="zoe@example.org", client="192.0.2.1"))

    assert redeem(token_in(message.body)).draft == draft
    assert draft.code_hash not in message.body
    assert "CANARI" not in message.body


def test_the_first_answered_email_question_is_the_address(version):
    compiled = load_compiled(version, "fr")

    assert email_of(compiled, ANSWERS) == "zoe@example.org"
    assert email_of(compiled, {"nom": "zoe@example.org"}) == ""


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", SUBJECTS)
def test_what_an_author_wrote_is_text_in_every_mail(name, language):
    nasty = 'A\r\nBcc: eve@example.org\r\n\r\n<script>alert(1)</script> {{ link }} {% now "Y" %} \u202eexe \x00'
    params = {
        **PARAMS,
        "procedure": nasty,
        "account": nasty,
        "received_at": PARAMS["changed_at"],
        "expires_at": PARAMS["changed_at"],
    }

    written = render_mail(name, params, language=language)

    assert "\n" not in written.subject
    assert "<script>alert(1)</script> {{ link }} {% now" in written.body
    assert not set("\r\x00\u202e") & set(written.body)


def test_a_subject_cannot_carry_a_header():
    params = {**PARAMS, "reference": "X\r\nBcc: eve@example.org", "received_at": PARAMS["changed_at"]}
    written = render_mail("receipt", params, language="fr")

    message = mail.EmailMessage(written.subject, written.body, to=["zoe@example.org"]).message()

    assert message["Bcc"] is None


def test_links_lead_to_our_own_page(version, committed):
    [receipt] = committed(lambda: plan_receipt(make_submission(version, ANSWERS), to="zoe@example.org"))

    assert resolve(f"/suivi/ouvrir/{token_in(receipt.body)}/").view_name == "tracking:open"
