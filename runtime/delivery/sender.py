"""Sending of due messages: each row taken by one worker for a minute, retried if it fails, given up in the end.

A worker that dies after sending and before saying so lets its lease end: the mail goes twice, with the same id.
"""

import logging
import math
import random
import smtplib
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet

from runtime.clock import DatabaseNow
from runtime.delivery.emails import render_mail
from runtime.delivery.envelope import open_message
from runtime.delivery.models import Delivery
from runtime.failpoints import reach

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 10
#: Tries follow after about 1 min, 5 min, 20 min, 1 h 20, 5 h 20, 21 h, then each day (bar F8).
FIRST_DELAY_SECONDS = 75
DELAY_FACTOR = 4
LONGEST_DELAY_SECONDS = 86_400
LEAST_JITTER = 0.8
#: Rows looked up at once: what is posted meanwhile and awaited comes before the rest of a backlog.
ROUND = 50


@dataclass(frozen=True, slots=True)
class Counts:
    """Outcomes of the rows of one round."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"sent {self.sent}, to try again {self.postponed}, given up {self.failed}"


def deliver_due(limit: int, *, seconds: float = math.inf) -> Counts:
    """Try up to `limit` due rows, the awaited and the oldest first, and count the outcomes.

    None is begun after so many seconds.
    """
    outcomes: Counter[str] = Counter()
    until = time.monotonic() + seconds
    while (left := limit - outcomes.total()) > 0 and (ids := _due_ids(min(left, ROUND))):
        for row_id in ids:
            if time.monotonic() >= until:
                return _counted(outcomes)
            outcomes.update(filter(None, [deliver_one(row_id)]))
    return _counted(outcomes)


def _counted(outcomes: Counter[str]) -> Counts:
    counts = Counts(*(outcomes[status] for status in ("sent", "pending", "failed")))
    if outcomes:
        logger.info("Deliveries: %s.", counts)
    return counts


def deliver_one(row_id: uuid.UUID) -> str | None:
    """Try one row and return its new status; None when it is not due, or another worker holds it."""
    delivery = _take(row_id)
    if delivery is None:
        return None
    reach("delivery taken")
    if delivery.attempts > MAX_ATTEMPTS:
        return _give_up(delivery, "no worker came back from it")
    try:
        compose(delivery).send()
    except Exception as error:  # noqa: BLE001 - a row that cannot be sent stops only itself (bar F16); it is logged
        return _fail(delivery, error)
    reach("mail sent")
    status = _settle(delivery, status=Delivery.Status.SENT, sent_at=DatabaseNow(), sealed=b"", wrapped_key=b"")
    reach("delivery settled")
    return status


def compose(delivery: Delivery) -> EmailMessage:
    """Return the e-mail of a row, its id in `X-Guichet-Delivery` and in the Message-ID. Raises `VaultError`."""
    message = open_message(delivery)
    mail = render_mail(message.template, message.params, language=message.language)
    headers = {
        "X-Guichet-Delivery": str(delivery.id),
        "Message-ID": f"<{delivery.id}@{urlsplit(settings.GUICHET_SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834 (2004), section 5: no out-of-office answers
    }
    return EmailMessage(mail.subject, mail.body, to=[message.to], headers=headers)


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after this many tries, between 1 minute and 24 hours, never twice the same."""
    seconds = min(FIRST_DELAY_SECONDS * DELAY_FACTOR ** (attempts - 1), LONGEST_DELAY_SECONDS)
    return timedelta(seconds=seconds * random.uniform(LEAST_JITTER, 1))  # noqa: S311 - spreads load, hides nothing


def _due() -> QuerySet[Delivery]:
    is_free = Q(lease_until__isnull=True) | Q(lease_until__lte=DatabaseNow())
    return Delivery.objects.filter(is_free, status=Delivery.Status.PENDING, due_at__lte=DatabaseNow())


def _due_ids(limit: int) -> list[uuid.UUID]:
    return list(_due().order_by("priority", "due_at").values_list("pk", flat=True)[:limit])


def _take(row_id: uuid.UUID) -> Delivery | None:
    """Take a row for the time of a lease. Compare and set: of several workers, one sees its UPDATE change a row.

    The try is counted now, so that a row that kills its worker is given up too.
    """
    lease_until = DatabaseNow() + LEASE
    if not _due().filter(pk=row_id).update(lease_until=lease_until, attempts=F("attempts") + 1):
        return None
    return Delivery.objects.filter(pk=row_id).first()


def _fail(delivery: Delivery, error: Exception) -> str:
    """Record a failure by its kind alone: what a mail server says may quote the address."""
    reason = f"{type(error).__name__} {_codes(error)}".strip()
    if delivery.attempts >= MAX_ATTEMPTS or _is_final(error):
        return _give_up(delivery, reason)
    logger.warning("Delivery %s failed (%s), try %s.", delivery.id, reason, delivery.attempts)
    return _settle(
        delivery,
        status=Delivery.Status.PENDING,
        due_at=DatabaseNow() + retry_delay(delivery.attempts),
        failure=reason,
    )


def _give_up(delivery: Delivery, reason: str) -> str:
    logger.error("Delivery %s is given up (%s).", delivery.id, reason)
    return _settle(delivery, status=Delivery.Status.FAILED, failure=reason)


def _settle(delivery: Delivery, *, status: Delivery.Status, **changes: object) -> str:
    """Record the outcome of a row and release it; one that another worker has sent meanwhile stays sent."""
    rows = Delivery.objects.filter(pk=delivery.pk, status=Delivery.Status.PENDING)
    rows.update(status=status, lease_until=None, **{"failure": "", **changes})
    return status.value


def _codes(error: Exception) -> str:
    """Return the SMTP codes that a mail server answered, if any."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return " ".join(sorted({str(code) for code, _ in error.recipients.values()}))
    return str(getattr(error, "smtp_code", ""))


def _is_final(error: Exception) -> bool:
    """Return whether the server refuses the address for good (5xx, RFC 5321 section 4.2.1)."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )
