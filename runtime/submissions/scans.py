"""Analysis of the files of submissions by the antivirus: each pending file taken by one worker, tried until a verdict.

The row is the truth. A file counts as clean only once the antivirus said so; whatever fails leaves it pending.
"""

import logging
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from runtime.clock import DatabaseNow
from runtime.files.antivirus import NoVerdict, scan_stream
from runtime.files.models import Scan, StoredFile
from runtime.submissions.attachments import stored_chunks
from runtime.vault.encryption import VaultError
from runtime.vault.storage import StorageError

logger = logging.getLogger(__name__)

#: Longer than a try may take (runtime.files.antivirus): a worker that died is followed by another.
LEASE = timedelta(seconds=60)
#: A round ends after so many failures in a row: the antivirus is down, and the other files would fare no better.
FAILURES_IN_A_ROW = 3
#: Files are analysed within seconds; after a quarter of an hour an operator should look (bar F11).
LATE_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Scanned:
    """Outcomes of a round: files found clean, files found infected, files that still wait."""

    clean: int = 0
    infected: int = 0
    waiting: int = 0

    def __str__(self) -> str:
        return f"files found clean {self.clean}, infected {self.infected}, waiting for the antivirus {self.waiting}"


def rescan(limit: int | None = None) -> Scanned:
    """Analyse the pending files, up to `limit`, those never tried first, and count the outcomes.

    Safe to repeat, to kill and to run beside others. Without antivirus nothing is analysed: what waits still waits.
    """
    outcomes = _scan_all(limit) if settings.GUICHET_CLAMD else Counter[str]()
    scanned = Scanned(outcomes[Scan.CLEAN], outcomes[Scan.INFECTED], _pending().count())
    if outcomes:
        logger.info("Antivirus: %s.", scanned)
    late = oldest_pending_seconds() // 60
    if late * 60 >= LATE_SECONDS:
        logger.error("Files have waited for the antivirus for %s minutes: see CLAMD_URL, and the log of clamd.", late)
    return scanned


def _scan_all(limit: int | None) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    failures = 0
    waiting = _free().order_by(F("scan_lease_until").asc(nulls_first=True), "created_at")
    for file_id in list(waiting.values_list("pk", flat=True)[:limit]):
        outcome = scan_file(file_id)
        outcomes[outcome or ""] += 1
        failures = failures + 1 if outcome == Scan.PENDING else 0
        if failures == FAILURES_IN_A_ROW:
            break
    return outcomes


def scan_file(file_id: uuid.UUID) -> str | None:
    """Analyse one file and return its new state; None when it is not pending, or another worker has it."""
    stored = _take(file_id)
    if stored is None:
        return None
    try:
        signature = scan_stream(stored_chunks(stored.submission, stored))
    except (NoVerdict, StorageError, VaultError) as error:
        logger.warning("File %s could not be analysed (%s: %s): it waits.", file_id, type(error).__name__, error)
        _pending().filter(pk=file_id).update(scan_lease_until=DatabaseNow())
        return Scan.PENDING
    return _settle(file_id, signature)


def oldest_pending_seconds() -> int:
    """Return for how many seconds the file that has waited longest has; 0 when none does. One query, on an index."""
    waiting = _pending().order_by("submission__received_at").annotate(read_at=DatabaseNow())
    first = waiting.values_list("read_at", "submission__received_at").first()
    return int((first[0] - first[1]).total_seconds()) if first else 0


def _pending() -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(scan=Scan.PENDING, submission__isnull=False)


def _free() -> QuerySet[StoredFile]:
    return _pending().filter(Q(scan_lease_until__isnull=True) | Q(scan_lease_until__lte=DatabaseNow()))


def _take(file_id: uuid.UUID) -> StoredFile | None:
    """Take a file for the time of a lease. Compare and set: of several workers, one sees its UPDATE change a row."""
    if not _free().filter(pk=file_id).update(scan_lease_until=DatabaseNow() + LEASE):
        return None
    return StoredFile.objects.select_related("submission").filter(pk=file_id).first()


def _settle(file_id: uuid.UUID, signature: str) -> str | None:
    """Record a verdict, unless another worker has meanwhile."""
    state = Scan.INFECTED if signature else Scan.CLEAN
    settled = (
        _pending()
        .filter(pk=file_id)
        .update(scan=state, signature=signature, scanned_at=DatabaseNow(), scan_lease_until=None)
    )
    if not settled:
        return None
    if signature:
        logger.error("File %s is infected (%s): nobody can open it.", file_id, signature)
    return state
