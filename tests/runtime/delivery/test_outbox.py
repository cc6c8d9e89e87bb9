"""Posting: one encrypted row in the transaction, a call to the queue after it, and never a failure of the queue's."""

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from redis.exceptions import ConnectionError as RedisGone

from runtime.delivery.envelope import open_message
from runtime.delivery.models import Delivery
from runtime.delivery.outbox import may_mail, post_email
from runtime.vault.encryption import VaultError

PARAMS = {
    "reference": "BAD-2345-6789-ABCD-EFGH",
    "procedure": "Badge",
    "state": "Reçue",
    "changed_at": "2026-11-22T10:00:00+01:00",
    "link": "https://demo.example/suivi/ouvrir/SECRETTOKEN/",
    "link_days": 30,
    "department": {"name": "Accueil"},
}


def post(to="zoe@example.org"):
    return post_email(to=to, template="state_changed", params=PARAMS, language="fr")


@pytest.mark.django_db
def test_posting_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        post()


@pytest.mark.django_db
def test_neither_address_nor_content_can_be_read_in_the_row():
    delivery = post()

    stored = bytes(delivery.sealed) + bytes(delivery.wrapped_key) + repr(vars(delivery)).encode()
    assert b"zoe@example.org" not in stored
    assert b"SECRETTOKEN" not in stored
    assert open_message(delivery).to == "zoe@example.org"


@pytest.mark.django_db
def test_a_sealed_message_opens_in_its_own_row_only():
    one, other = post(), post()
    other.sealed, other.wrapped_key = one.sealed, one.wrapped_key

    with pytest.raises(VaultError):
        open_message(other)


@pytest.mark.django_db
def test_a_message_shows_neither_address_nor_content_in_its_repr():
    shown = repr(open_message(post()))

    assert "zoe" not in shown
    assert "SECRETTOKEN" not in shown


@pytest.mark.django_db
def test_the_mail_leaves_once_the_transaction_commits(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        delivery = post()
        assert mail.outbox == []

    delivery.refresh_from_db()
    assert [message.to for message in mail.outbox] == [["zoe@example.org"]]
    assert delivery.status == Delivery.Status.SENT


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_sends_nothing():
    with transaction.atomic():
        post()
        transaction.set_rollback(True)

    assert mail.outbox == []
    assert not Delivery.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("error", [RedisGone("redis.internal:6379"), OSError("zoe@example.org"), RuntimeError()])
def test_a_dead_queue_is_told_and_hinders_nobody(error, monkeypatch, caplog, django_capture_on_commit_callbacks):
    def refuse(*args, **kwargs):
        raise error

    monkeypatch.setattr("django_tasks.backends.immediate.ImmediateBackend.enqueue", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        delivery = post()

    delivery.refresh_from_db()
    assert delivery.status == Delivery.Status.PENDING
    assert type(error).__name__ in caplog.text
    assert "zoe@example.org" not in caplog.text


@pytest.mark.django_db
def test_an_address_has_its_share_of_anonymous_mails_and_no_more():
    allowed = [may_mail("zoe@example.org") for _ in range(settings.GUICHET_LIMITS["mails_to_address"])]

    assert all(allowed)
    assert not may_mail(" Zoe@Example.ORG ")
    assert may_mail("ali@example.org")
