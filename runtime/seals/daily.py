"""The seal of a day: taken once, it vouches for everything that was added to the journals up to its end."""

import logging
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from runtime.seals.journals import JOURNALS, digest_of
from runtime.seals.models import Seal
from runtime.vault.encryption import keyed_hash
from schemas.canonical import canonical_text

logger = logging.getLogger(__name__)

#: Purpose of the key of seals.
SEAL_PURPOSE = "seal"
#: A row gets its id before it is committed. Once a day has been over for so long, none of it is still to come.
SETTLED = timedelta(hours=1)


def last_day_over(now: datetime) -> date:
    """Return the last day that may be sealed at `now`."""
    return timezone.localdate(now - SETTLED) - timedelta(days=1)


def seal_heads(day: date) -> list[Seal]:
    """Seal what was added to each journal up to the end of `day`, and return its seals, also when it is sealed already.

    Reads what was added since the seal before, whatever its age, and nothing older. Safe to repeat. Raises `ValueError`
    for a day that has not been over for `SETTLED`.
    """
    if day > last_day_over(timezone.now()):
        raise ValueError(f"{day} is not over long enough to be sealed.")
    return [_sealed(name, day) for name in JOURNALS]


def last_id_vouched(journal: str, before: date) -> int:
    """Return the id of the last row sealed by a seal of a day before this one, 0 for none."""
    seals = Seal.objects.filter(journal=journal, day__lt=before).order_by("-day")
    return seals.values_list("last_id", flat=True).first() or 0


def seal_hash(seal: Seal) -> str:
    """Return the keyed hash of everything else in a seal."""
    row = {
        "journal": str(seal.journal),
        "day": seal.day.isoformat(),
        "last_id": seal.last_id,
        "rows": seal.rows,
        "digest": seal.digest,
        "previous_hash": seal.previous_hash,
    }
    return keyed_hash(canonical_text(row), SEAL_PURPOSE)


@transaction.atomic
def _sealed(name: str, day: date) -> Seal:
    seals = Seal.objects.filter(journal=name)
    if done := seals.filter(day__gte=day).order_by("day").first():
        return done
    journal, last = JOURNALS[name], seals.order_by("day").last()
    after = last.last_id if last else 0
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    until = max(after, journal.last_before(end))
    digest, rows = digest_of(journal, after, until)
    seal = Seal(journal=name, day=day, last_id=until, rows=rows, digest=digest, previous_hash=last.hash if last else "")
    seal.hash = seal_hash(seal)
    # Two at once would read the same rows: one of them is stopped by the constraint, and nothing is lost.
    seal.save(force_insert=True)
    logger.info("Sealed %s of %s: %s rows, seal %s.", name, day, rows, seal.hash)
    return seal
