"""Rotation of `ENCRYPTION_KEYS`: every data key wrapped again under the newest of them, while the site serves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cms.operations.wrapped_keys import WRAPPED_TABLES, KeyUse, Standing, WrappedTable, key_uses
from runtime.vault.encryption import VaultError, rewrap, site_key_ids

#: Rows that one transaction locks: a request that wants one of them waits for milliseconds.
BATCH = 200


@dataclass(frozen=True, slots=True)
class Rotated:
    """Outcome of a rotation: rows wrapped again and rows that no longer open, by table, and every row's key now."""

    rewrapped: Mapping[str, int]
    damaged: Mapping[str, int]
    uses: Sequence[KeyUse]

    def rows_of(self, standing: Standing) -> int:
        return sum(use.rows for use in self.uses if use.standing is standing)

    @property
    def left(self) -> int:
        """How many rows still need a former key; those that it does not open either are lost without it too."""
        return self.rows_of(Standing.FORMER) - sum(self.damaged.values())


def rotate_all() -> Rotated:
    """Wrap every data key again that a former key of `ENCRYPTION_KEYS` wraps; the data itself is not touched.

    Safe to kill, to repeat and to run twice at once. Rows that a request holds at that moment are passed over and met
    again, until a whole round finds nothing to do.
    """
    rewrapped: Counter[str] = Counter()
    while True:
        counts = {table.name: rotate_table(table) for table in WRAPPED_TABLES}
        done = {name: each["rewrapped"] for name, each in counts.items()}
        rewrapped.update(done)
        if not any(done.values()):
            damaged = {name: each["damaged"] for name, each in counts.items()}
            return Rotated(rewrapped, damaged, key_uses())


def rotate_table(table: WrappedTable) -> Counter[str]:
    """Wrap the rows of one table again, a batch a transaction, and count those `rewrapped` and those `damaged`."""
    counts: Counter[str] = Counter()
    last: Any = None
    while pks := _rotate_batch(table, counts, after=last):
        last = pks[-1]
    return counts


@transaction.atomic
def _rotate_batch(table: WrappedTable, counts: Counter[str], *, after: Any) -> list[Any]:
    """Wrap the next rows again, locked meanwhile so that none changes under our hands; return their primary keys."""
    rows = table.keyed_rows().filter(key_id__in=site_key_ids()[1:])
    if after is not None:
        rows = rows.filter(pk__gt=after)
    locked = rows.select_for_update(skip_locked=True).order_by("pk")
    found = list(locked.values_list("pk", "wrapped_key", table.bound_by)[:BATCH])
    for pk, wrapped, bound in found:
        try:
            again = rewrap(bytes(wrapped), f"{table.place}:{bound}")
        except VaultError:
            counts["damaged"] += 1
            continue
        table.rows.filter(pk=pk).update(wrapped_key=again)
        counts["rewrapped"] += 1
    return [pk for pk, *_ in found]
