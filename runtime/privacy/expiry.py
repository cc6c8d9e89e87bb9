"""Sweep: expired drafts and files sent ahead are erased, and files without row (bar F10); pending ones are analysed.

A file is written before its row, and a row is deleted before its file: a crash in between leaves a file without a row,
never a row without its file.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from runtime.delivery.models import Delivery
from runtime.drafts.attachments import private_storage
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile, Upload
from runtime.links.models import AccessLink
from runtime.vault.storage import StorageError

logger = logging.getLogger(__name__)

#: A file whose HTTP request is still running has no row yet: only older ones are orphans.
ORPHAN_SECONDS = 24 * 3_600
#: An expired draft opens no more; a person who is sending it at this very moment may finish.
GRACE = timedelta(hours=1)
BATCH = 200
#: Models whose rows name files.
NAMED = (StoredFile, Upload)


def expired_drafts(now: datetime) -> QuerySet[Draft]:
    """Return the drafts past their last day at `now`."""
    return Draft.objects.filter(expires_at__lte=now - GRACE)


def expired_uploads(now: datetime) -> QuerySet[Upload]:
    """Return the files sent ahead for submissions that did not come, at `now`."""
    return Upload.objects.filter(expires_at__lte=now - GRACE)


def erase_expired_drafts(now: datetime) -> int:
    """Erase every draft past its last day with its files, links and mails, and return how many there were."""
    erased = 0
    while batch := _take_expired(now):
        erased += len(batch)
    return erased


def erase_expired_uploads(now: datetime) -> int:
    """Erase every file sent ahead whose submission did not come, and return how many there were."""
    erased = 0
    while batch := _take_uploads(now):
        erased += len(batch)
        for name in batch:
            _erase(name)
    return erased


def orphan_names() -> Iterator[str]:
    """Yield the names of files older than a day that no row names, half-written ones included."""
    names = private_storage().names(older_than_seconds=ORPHAN_SECONDS)
    while batch := list(islice(names, BATCH)):
        known = {path for rows in NAMED for path in rows.objects.filter(path__in=batch).values_list("path", flat=True)}
        yield from (name for name in batch if name not in known)


def erase_orphans() -> int:
    """Erase every file older than a day that no row names, and return how many there were."""
    return sum(_erase(name) for name in orphan_names())


def count_stored() -> int:
    """Count the files on the disk, with a row or without."""
    return sum(1 for _ in private_storage().names(older_than_seconds=0))


def count_missing() -> int:
    """Count the rows whose file is not there.

    The storage is listed, and asked only for what the list lacks: in a bucket each question is a request.
    """
    unseen: set[str] = set()
    for rows in NAMED:
        unseen.update(rows.objects.values_list("path", flat=True).iterator(chunk_size=BATCH))
    unseen.difference_update(private_storage().names(older_than_seconds=0))
    return sum(not private_storage().exists(path) and _is_named(path) for path in unseen)


def _is_named(path: str) -> bool:
    """Return whether a row still names `path`: one deleted since takes its file along."""
    return any(rows.objects.filter(path=path).exists() for rows in NAMED)


@transaction.atomic
def _rows_of_expired(now: datetime) -> tuple[Sequence[int], list[str]]:
    """Delete the rows of some expired drafts; return their ids and the names of their files, to be erased next."""
    drafts = expired_drafts(now).select_for_update(skip_locked=True)
    ids = list(drafts.order_by("pk").values_list("pk", flat=True)[:BATCH])
    files = StoredFile.objects.filter(draft__in=ids, submission=None)
    names = list(files.values_list("path", flat=True))
    files.delete()
    AccessLink.objects.filter(draft__in=ids).delete()
    Delivery.objects.filter(draft__in=ids).delete()
    Draft.objects.filter(pk__in=ids).delete()
    return ids, names


@transaction.atomic
def _take_uploads(now: datetime) -> list[str]:
    """Delete the rows of some files sent ahead and return their names, except those taken by a submission meanwhile."""
    rows = expired_uploads(now).select_for_update(skip_locked=True)
    found = dict(rows.order_by("pk").values_list("pk", "path")[:BATCH])
    Upload.objects.filter(pk__in=found).delete()
    return list(found.values())


def _take_expired(now: datetime) -> Sequence[int]:
    ids, names = _rows_of_expired(now)
    for name in names:
        _erase(name)
    return ids


def _erase(name: str) -> bool:
    """Erase a file that no row names; one that the disk cannot erase waits for the next sweep."""
    try:
        private_storage().erase(name)
    except StorageError as error:
        logger.error("A file without a row stays (%s).", type(error).__name__)  # noqa: TRY400 - its class says it all
        return False
    return True
