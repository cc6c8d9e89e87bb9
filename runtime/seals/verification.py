"""Verification of everything that is only ever added: what was changed, moved, taken away or forged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from runtime.clock import database_now
from runtime.desk.audit_log import entries, has_proof, is_genuine
from runtime.seals.daily import seal_hash
from runtime.seals.journals import CHUNK, JOURNALS, digest_of
from runtime.seals.models import Seal
from runtime.submissions.events import verify_chain
from runtime.submissions.models import Event, Submission
from runtime.submissions.tombstones import forged_tombstones

#: Chains whose events are held in memory at once.
CHAINS_AT_ONCE = 500
#: The seal up to which rows may be of the old kind, without a key. The first is of the day before the upgrade that
#: brought seals and keys; the next is of the day of it, when the code before still wrote.
UPGRADED = 1


@dataclass(slots=True)
class Verified:
    """Counts of what was read, the last seal of each journal, and what is wrong, a sentence each, for an operator."""

    chains: int = 0
    entries: int = 0
    seals: int = 0
    last: list[Seal] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"chains {self.chains}, rows of the audit log {self.entries}, seals {self.seals}, wrong {len(self.faults)}"
        )


def verify_all() -> Verified:
    """Read every chain, the audit log and every seal, in bounded memory; safe while people file and agents process."""
    found, bare_until = Verified(), {}
    for name in JOURNALS:
        seals = list(Seal.objects.filter(journal=name).order_by("day"))
        bare_until[name] = seals[UPGRADED].last_id if len(seals) > UPGRADED else None
        found.seals += len(seals)
        found.last += seals[-1:]
        found.faults += _faults_of_seals(seals, kept_since=_kept_since(name))
    found.faults += [f"tombstone {pk}: not written by this site, or changed" for pk in forged_tombstones()]
    _verify_chains(found, bare_until[Seal.Journal.EVENTS])
    _verify_entries(found, bare_until[Seal.Journal.ACCESS])
    return found


def _kept_since(journal: str) -> date | None:
    """Return the first day whose rows are all kept: of the audit log, older ones are erased by whole sealed days."""
    days = settings.GUICHET_KEEP_DAYS["audit_log"] if journal == Seal.Journal.ACCESS else None
    return None if days is None else timezone.localdate(database_now() - timedelta(days=days))


def _faults_of_seals(seals: Iterable[Seal], *, kept_since: date | None) -> Iterator[str]:
    start = Seal(last_id=0, hash="")
    for before, seal in pairwise([start, *seals]):
        where = f"seal of {seal.day}, {seal.journal}"
        if seal.previous_hash != before.hash or seal.hash != seal_hash(seal):
            yield f"{where}: changed, forged, or the seal before was taken away"
        elif kept_since and seal.day < kept_since:
            continue
        elif digest_of(JOURNALS[seal.journal], before.last_id, seal.last_id) != (seal.digest, seal.rows):
            yield f"{where}: of rows {before.last_id + 1} to {seal.last_id}, some were taken away, added or rewritten"


def _verify_chains(found: Verified, bare_until: int | None) -> None:
    events = Prefetch("events", Event.objects.order_by("number"), to_attr="in_order")
    rows = Submission.objects.only("reference", "rev", "state").order_by("pk").prefetch_related(events)
    for submission in rows.iterator(chunk_size=CHAINS_AT_ONCE):
        found.chains += 1
        if verify_chain(submission, submission.in_order, bare_until=bare_until) is None:
            continue
        # It may have moved between the reading of its row and that of its events: under a lock, it cannot.
        number = _verify_locked(submission.pk, bare_until)
        if number is not None:
            found.faults.append(f"{submission.reference}: event {number} was changed, moved or taken away")


@transaction.atomic
def _verify_locked(pk: int, bare_until: int | None) -> int | None:
    submission = Submission.objects.select_for_update().get(pk=pk)
    return verify_chain(submission, bare_until=bare_until)


def _verify_entries(found: Verified, bare_until: int | None) -> None:
    for entry in entries().order_by("pk").iterator(chunk_size=CHUNK):
        found.entries += 1
        is_old = not has_proof(entry) and (bare_until is None or entry.pk <= bare_until)
        if not is_old and not is_genuine(entry):
            found.faults.append(f"audit log {entry.pk}, {entry.action} of {entry.label}: changed or forged")
