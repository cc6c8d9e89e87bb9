"""Journals that are sealed: rows that are only ever added, in the order of their ids, each with a hash of its own."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from runtime.desk.audit_log import entries, proof_of
from runtime.seals.models import Seal
from runtime.submissions.models import Event, Tombstone

#: Rows held in memory at once.
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Journal:
    """One journal.

    `last_before` gives the id of its last row before a moment, 0 for none; `rows` its rows after one id and up to
    another, each as its id and its hash, those of rows erased on purpose included.
    """

    last_before: Callable[[datetime], int]
    rows: Callable[[int, int], Iterator[tuple[int, str]]]


def digest_of(journal: Journal, after: int, until: int) -> tuple[str, int]:
    """Return the SHA-256, in hexadecimal, over the rows of `journal` in this range of ids, and how many they are."""
    digest, count = hashlib.sha256(), 0
    for pk, text in journal.rows(after, until):
        digest.update(f"{pk}:{text}\n".encode())
        count += 1
    return digest.hexdigest(), count


def _last_event(moment: datetime) -> int:
    # From the end backwards, so that only what came after the moment is read.
    return Event.objects.filter(at__lt=moment).order_by("-pk").values_list("pk", flat=True).first() or 0


def _events(after: int, until: int) -> Iterator[tuple[int, str]]:
    here = {"pk__gt": after, "pk__lte": until}
    kept, erased = (rows.objects.filter(**here).order_by().values_list("pk", "hash") for rows in (Event, Tombstone))
    return kept.union(erased, all=True).order_by("pk").iterator(chunk_size=CHUNK)


def _last_entry(moment: datetime) -> int:
    return entries().filter(timestamp__lt=moment).order_by("-pk").values_list("pk", flat=True).first() or 0


def _entries(after: int, until: int) -> Iterator[tuple[int, str]]:
    for entry in entries().filter(pk__gt=after, pk__lte=until).order_by("pk").iterator(chunk_size=CHUNK):
        yield entry.pk, proof_of(entry)


#: An event is the head of its chain when it is added: sealing each as it comes seals every head that changed, and no
#: chain has to be read again.
JOURNALS: Mapping[str, Journal] = {
    Seal.Journal.EVENTS: Journal(_last_event, _events),
    Seal.Journal.ACCESS: Journal(_last_entry, _entries),
}
