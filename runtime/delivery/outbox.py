"""Posting of messages: each becomes a row, in the transaction that causes it, and leaves after the commit."""

import logging
import uuid
from collections.abc import Mapping
from functools import partial

from django.db import transaction

from runtime.clock import DatabaseNow
from runtime.delivery.envelope import Message, seal_message
from runtime.delivery.models import Delivery
from runtime.delivery.tasks import deliver_row
from runtime.drafts.models import Draft
from runtime.limits.limiter import Bucket, hit, limit
from runtime.submissions.models import Submission
from schemas.problems import Json

logger = logging.getLogger(__name__)

HOUR = 3_600


def post_email(
    *,
    to: str,
    template: str,
    params: Mapping[str, Json],
    language: str,
    priority: Delivery.Priority = Delivery.Priority.NEWS,
    submission: Submission | None = None,
    draft: Draft | None = None,
) -> Delivery:
    """Write one outgoing e-mail about a submission or a draft, and return its row: one INSERT.

    `template` is one of `runtime.delivery.emails`, `params` its parameters; both, and the address, are encrypted.
    Nothing leaves before the transaction commits; a queue that is down delays the mail, never the request.
    """
    row_id = uuid.uuid4()
    wrapped_key, sealed = seal_message(Message(to, template, dict(params), language), row_id)
    delivery = Delivery(
        id=row_id,
        submission=submission,
        draft=draft,
        wrapped_key=wrapped_key,
        sealed=sealed,
        priority=priority,
        due_at=DatabaseNow(),
    )
    delivery.save(force_insert=True)
    transaction.on_commit(partial(wake_up, row_id))
    return delivery


def wake_up(row_id: uuid.UUID) -> None:
    """Ask the queue to send one row now; if the queue is down, `manage.py deliver` finds the row."""
    try:
        deliver_row.enqueue(str(row_id))
    except Exception as error:  # noqa: BLE001 - whatever a queue raises, the row is written and waits (bar F6)
        logger.warning("The queue does not answer (%s): delivery %s waits.", type(error).__name__, row_id)


def may_mail(address: str, *others: Bucket) -> bool:
    """Count one e-mail to `address` caused by an anonymous act, and in `others`; False when one had its share."""
    return hit(
        limit("mails_to_address", folded_address(address), seconds=HOUR),
        limit("mails_of_all", seconds=HOUR, only_alarms=True),
        *others,
    ).is_allowed


def folded_address(address: str) -> str:
    """Return the mailbox that an address leads to: in one case, and without what follows a plus (bar X29).

    >>> folded_address(" Zoe+ville@Example.org")
    'zoe@example.org'
    """
    local, at, domain = address.strip().casefold().rpartition("@")
    return (local.partition("+")[0] or local) + at + domain
