"""Sending: each row by one worker, again when it fails, given up in the end, and its content forgotten once sent."""

import io
import smtplib
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from runtime.delivery import sender
from runtime.delivery.models import Delivery
from runtime.delivery.outbox import post_email
from runtime.delivery.sender import LEASE, MAX_ATTEMPTS, Counts, deliver_due, deliver_one, retry_delay
from tests.runtime.delivery.test_outbox import PARAMS
from tests.runtime.parallel import in_parallel


def post(to="zoe@example.org", **changes):
    delivery = post_email(to=to, template="state_changed", params=PARAMS, language="fr")
    Delivery.objects.filter(pk=delivery.pk).update(**changes) if changes else None
    return delivery


@pytest.fixture
def server(monkeypatch):
    """A mail server that answers each address as told: an exception, or nothing for yes."""
    answers, sent = {}, []

    def send_messages(self, messages):
        for message in messages:
            if message.to[0] in answers:
                raise answers[message.to[0]]
            sent.append(message)
        return len(messages)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send_messages)
    answers["sent"] = sent
    return answers


@pytest.mark.django_db
def test_a_sent_row_keeps_nothing_of_its_message():
    delivery = post()

    deliver_due(10)

    delivery.refresh_from_db()
    assert (delivery.status, bytes(delivery.sealed), bytes(delivery.wrapped_key)) == ("sent", b"", b"")
    assert delivery.sent_at is not None
    assert delivery.lease_until is None


@pytest.mark.django_db
def test_the_mail_carries_the_id_of_its_row(settings):
    settings.GUICHET_SITE_URL = "https://demo.example"
    delivery = post()

    deliver_due(10)

    message = mail.outbox[0].message()
    assert message["X-Guichet-Delivery"] == str(delivery.id)
    assert message["Message-ID"] == f"<{delivery.id}@demo.example>"


@pytest.mark.django_db
def test_a_sent_row_is_not_sent_again():
    post()

    deliver_due(10)

    assert deliver_due(10) == Counts()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_row_that_another_worker_holds_is_left_alone():
    delivery = post(lease_until=timezone.now() + timedelta(seconds=5))

    assert deliver_one(delivery.id) is None


@pytest.mark.django_db
def test_a_row_whose_worker_died_is_taken_again_after_its_lease():
    post(lease_until=timezone.now() - timedelta(seconds=1), attempts=1)

    assert deliver_due(10).sent == 1
    assert timedelta(seconds=60) >= LEASE


@pytest.mark.django_db
def test_a_failure_postpones_the_row(server, caplog):
    server["zoe@example.org"] = smtplib.SMTPResponseException(451, b"zoe@example.org: later")
    delivery = post()

    counts = deliver_due(10)

    delivery.refresh_from_db()
    wait = delivery.due_at - timezone.now()
    assert counts == Counts(postponed=1)
    assert timedelta(seconds=50) < wait <= timedelta(seconds=75)
    assert (delivery.status, delivery.attempts, delivery.lease_until) == ("pending", 1, None)
    assert delivery.failure == "SMTPResponseException 451"
    assert "zoe@example.org" not in caplog.text


@pytest.mark.django_db
def test_a_row_is_given_up_after_its_last_try(server):
    server["zoe@example.org"] = OSError("down")
    delivery = post(attempts=MAX_ATTEMPTS - 1)

    counts = deliver_due(10)

    delivery.refresh_from_db()
    assert (counts.failed, delivery.status) == (1, "failed")
    assert deliver_due(10) == Counts()


@pytest.mark.django_db
def test_a_row_that_kills_its_worker_is_given_up_unopened(monkeypatch):
    monkeypatch.setattr(sender, "compose", lambda _: pytest.fail("opened"))
    post(attempts=MAX_ATTEMPTS, lease_until=timezone.now() - timedelta(hours=1))

    assert deliver_due(10) == Counts(failed=1)


@pytest.mark.django_db
def test_an_address_refused_for_good_is_not_tried_again(server):
    server["zoe@example.org"] = smtplib.SMTPRecipientsRefused({"zoe@example.org": (550, b"no such user")})
    delivery = post()

    deliver_due(10)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.failure) == ("failed", "SMTPRecipientsRefused 550")


@pytest.mark.django_db
def test_a_poisoned_row_stops_only_itself(server):
    poisoned = post(sealed=b"rubbish")
    post("ali@example.org")

    counts = deliver_due(10)

    poisoned.refresh_from_db()
    assert counts == Counts(sent=1, postponed=1)
    assert [message.to for message in server["sent"]] == [["ali@example.org"]]
    assert poisoned.failure == "Tampered"


@pytest.mark.django_db
def test_a_round_stops_at_its_limit():
    for _ in range(5):
        post()

    assert deliver_due(3).sent == 3


@pytest.mark.django_db
def test_no_row_is_begun_once_the_time_is_over():
    post()

    assert deliver_due(10, seconds=0) == Counts()
    assert deliver_due(10, seconds=60).sent == 1


@pytest.mark.django_db
def test_what_somebody_waits_for_leaves_before_a_backlog(server):
    earlier = timezone.now() - timedelta(hours=1)
    Delivery.objects.bulk_create(
        Delivery(wrapped_key=b"", sealed=b"", due_at=earlier, priority=Delivery.Priority.BULK) for _ in range(10_000)
    )
    post("news@example.org", due_at=earlier)
    post("first@example.org", priority=Delivery.Priority.AWAITED, due_at=timezone.now() - timedelta(minutes=2))
    post("second@example.org", priority=Delivery.Priority.AWAITED)

    assert deliver_due(3) == Counts(sent=3)

    assert [message.to[0] for message in server["sent"]] == [
        "first@example.org", "second@example.org", "news@example.org",
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_is_awaited_and_posted_meanwhile_does_not_wait_for_the_rest(server, monkeypatch):
    monkeypatch.setattr(sender, "ROUND", 2)
    for number in range(6):
        post(f"{number}@example.org", due_at=timezone.now() - timedelta(hours=6 - number))
    one, settle = [], sender._settle

    def settle_and_post(*args, **changes):
        if not one:
            one.append(post("awaited@example.org", priority=Delivery.Priority.AWAITED))
        return settle(*args, **changes)

    monkeypatch.setattr(sender, "_settle", settle_and_post)

    assert deliver_due(10).sent == 7

    assert [message.to[0] for message in server["sent"]].index("awaited@example.org") == 2


@pytest.mark.django_db
def test_a_row_that_is_gone_or_not_due_is_no_error():
    post(due_at=timezone.now() + timedelta(hours=1))

    assert deliver_one(uuid.uuid4()) is None
    assert deliver_due(10) == Counts()


@pytest.mark.parametrize("attempts", range(1, MAX_ATTEMPTS + 1))
def test_tries_are_a_minute_to_a_day_apart(attempts):
    delays = [retry_delay(attempts) for _ in range(50)]

    assert timedelta(minutes=1) <= min(delays)
    assert max(delays) <= timedelta(hours=24)
    assert len(set(delays)) > 40


@pytest.mark.django_db
def test_the_command_sends_what_is_due_and_prints_counts():
    post()
    post()
    output = io.StringIO()

    call_command("deliver", "--limit", "1", stdout=output)

    assert output.getvalue() == "sent 1, to try again 0, given up 0\n"
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_each_row_is_sent_by_one_of_many_workers(server, tmp_path, monkeypatch):
    monkeypatch.setattr("runtime.delivery.outbox.deliver_row", _Nobody)
    for _ in range(30):
        post()

    counts = in_parallel(4, lambda: deliver_due(30), folder=tmp_path)

    ids = [message.extra_headers["X-Guichet-Delivery"] for message in server["sent"]]
    assert sum(each.sent for each in counts) == 30
    assert len(set(ids)) == len(ids) == 30


class _Nobody:
    """A queue that nobody listens to."""

    @staticmethod
    def enqueue(row_id):
        pass
