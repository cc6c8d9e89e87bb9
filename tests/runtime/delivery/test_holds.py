"""Messages held after a restore: none leaves before it is released, and none of another fate is touched."""

import pytest

from runtime.delivery.holds import hold_pending, release_held
from runtime.delivery.models import Delivery
from runtime.delivery.outbox import post_email
from runtime.delivery.sender import deliver_due
from tests.runtime.delivery.test_outbox import PARAMS

Status = Delivery.Status


class Nobody:
    """A queue that nobody listens to."""

    @staticmethod
    def enqueue(row_id):
        pass


@pytest.fixture
def waiting(db, monkeypatch):
    monkeypatch.setattr("runtime.delivery.outbox.deliver_row", Nobody)
    return post_email(to="zoe@example.org", template="state_changed", params=PARAMS, language="fr")


def test_what_is_held_leaves_once_it_is_released(waiting, mailoutbox):
    assert hold_pending() == 1
    deliver_due(10)
    assert mailoutbox == []

    assert release_held() == 1
    deliver_due(10)
    assert [mail.extra_headers["X-Guichet-Delivery"] for mail in mailoutbox] == [str(waiting.pk)]


def test_what_failed_by_itself_or_has_no_content_left_is_not_released(waiting):
    Delivery.objects.update(status=Status.FAILED, failure="SMTPRecipientsRefused 550")
    assert (hold_pending(), release_held()) == (0, 0)

    Delivery.objects.update(failure="held after a restore", sealed=b"")
    assert release_held() == 0
