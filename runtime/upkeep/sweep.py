"""Sweep: everything that is due goes, kind after kind; a kind that would lose more than half of itself waits."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from runtime.clock import database_now
from runtime.privacy.expiry import count_missing
from runtime.upkeep.retention import RETENTION, Retained

logger = logging.getLogger(__name__)

#: Half of fewer rows is no loss that would need a question.
LEAST_GUARDED = 100


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: how many of each kind it erased, kinds it held back, kinds that failed.

    `missing` counts rows whose file is gone.
    """

    counts: Mapping[str, int]
    held: Mapping[str, str]
    failed: tuple[str, ...]
    missing: int

    @property
    def is_well(self) -> bool:
        return not self.held and not self.failed

    def __str__(self) -> str:
        told = {kind.name: kind.told for kind in RETENTION}
        lines = [f"{name}: {count} {told[name]}" for name, count in self.counts.items()]
        lines += [f"{name}: FAILED, see the log" for name in self.failed]
        return "\n".join([*lines, *self.held.values(), f"missing: {self.missing} rows whose file is gone"])


def sweep_all(*, confirmed: Collection[str] = ()) -> Swept:
    """Erase whatever is due by the clock of the database; safe to repeat and to kill.

    Of the kinds in `confirmed`, more than half may go. A kind that fails stops only itself.
    """
    now = database_now()
    counts, held, failed = {}, {}, []
    for kind in RETENTION:
        try:
            if kind.name not in confirmed and (alarm := _alarm(kind, now)):
                held[kind.name] = alarm
            else:
                counts[kind.name] = kind.erase(now)
        except Exception:  # what one kind meets is no reason to keep the others
            logger.exception("Sweep: %s failed.", kind.name)
            failed.append(kind.name)
    return _told(Swept(counts, held, tuple(failed), count_missing()))


def _alarm(kind: Retained, now: datetime) -> str:
    """Return why a kind must wait: it has many rows, and more than half of them are due. Empty when it need not."""
    if kind.total is None or (due := kind.due(now)) * 2 <= LEAST_GUARDED:
        return ""
    total = kind.total()
    if total < LEAST_GUARDED or due * 2 <= total:
        return ""
    return (
        f"{kind.name}: HELD, {due} of {total} would go ({kind.told}). Look at the clock of the database ({now:%F %R}"
        f" UTC) and at the volumes first; if they may go: manage.py sweep --erase-over-half {kind.name}"
    )


def _told(swept: Swept) -> Swept:
    logger.info("Swept: %s.", ", ".join(f"{name} {count}" for name, count in swept.counts.items()))
    for alarm in swept.held.values():
        logger.error("Sweep: %s", alarm)
    if swept.missing:
        logger.error("%s stored files are gone: restore them from a backup.", swept.missing)
    return swept
