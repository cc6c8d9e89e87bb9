"""Lifetimes of drafts and receipts."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from runtime.drafts.repository import DEFAULT_LIFETIME
from runtime.submissions.models import Submission
from schemas.format.document import Document
from schemas.format.durations import read_duration

#: How long the receipt, with the key on it, is shown again to the sender: others may use the same browser.
RECEIPT_LIFETIME = timedelta(hours=24)


def has_receipt(submission: Submission, *, at: datetime) -> bool:
    """Return whether the browser that sent `submission` still sees its receipt and answers without the key."""
    return submission.received_at > at - RECEIPT_LIFETIME


def draft_lifetime(document: Document) -> timedelta:
    """Return how long a draft of this procedure is kept: its `retention.draft`, 90 days when it does not say."""
    retention = document.privacy.get("retention")
    duration = retention.get("draft") if isinstance(retention, Mapping) else None
    return read_duration(str(duration)) if duration else DEFAULT_LIFETIME
