"""Tombstones of erased events: an erasure that the site made is told from a deletion by somebody else."""

from collections.abc import Iterator
from datetime import UTC, datetime

from runtime.submissions.models import Submission, Tombstone
from runtime.vault.encryption import keyed_hash, matches

#: Purpose of the key of vouchers.
VOUCHER_PURPOSE = "tombstone"


def leave_tombstones(submission: Submission, *, at: datetime) -> int:
    """Write a tombstone for each event of `submission`, and return how many.

    For whoever erases a submission and its events: in the same transaction, before the events are deleted.
    """
    rows = [Tombstone(id=pk, hash=text, erased_at=at) for pk, text in submission.events.values_list("pk", "hash")]
    for row in rows:
        row.voucher = keyed_hash(_vouched(row), VOUCHER_PURPOSE)
    return len(Tombstone.objects.bulk_create(rows))


def forged_tombstones() -> Iterator[int]:
    """Yield the ids of the tombstones that this site did not write, or that were changed since."""
    for row in Tombstone.objects.order_by("pk").iterator():
        if not matches(_vouched(row), VOUCHER_PURPOSE, row.voucher):
            yield row.pk


def _vouched(row: Tombstone) -> str:
    return f"{row.pk}:{row.hash}:{row.erased_at.astimezone(UTC).isoformat(timespec='microseconds')}"
