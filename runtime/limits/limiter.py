"""Rate limits counted in the database, so that they hold with any number of workers and other services down."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from runtime.clock import epoch_sql
from runtime.vault.encryption import keyed_hash

logger = logging.getLogger(__name__)

PURPOSE = "limit"
#: No bucket may have a longer window: older counters are swept.
LONGEST_WINDOW_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Bucket:
    """At most `limit` hits of `name` in each window of `window_seconds`, windows being counted from 1970
    by the clock of the database: every machine sees the same.

    Past its limit a bucket refuses; one that `only_alarms` lets pass, and logs one line a window. One hit counts as
    `amount`.
    """

    name: str
    limit: int
    window_seconds: int
    only_alarms: bool = False
    amount: int = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """Verdict on a hit: whether it is within every limit; if not, how many seconds to wait before trying again."""

    is_allowed: bool
    wait_seconds: int = 0


def limit(kind: str, of: str = "", *, seconds: int, only_alarms: bool = False, amount: int = 1) -> Bucket:
    """Return the bucket of one kind of `GUICHET_LIMITS` for one client, address or account; "" for the whole site."""
    return Bucket(f"{kind}:{of}", settings.GUICHET_LIMITS[kind], seconds, only_alarms, amount)


def hit(*buckets: Bucket) -> Verdict:
    """Count one hit in each bucket and return whether all of them still allow it. One SQL statement.

    Exact when many do it at once: each hit sees its own number.
    """
    keys = {_hashed(bucket): bucket for bucket in buckets}
    hits, now = _count(keys)
    over = [bucket for key, bucket in keys.items() if hits[key] > bucket.limit]
    for key, bucket in keys.items():
        if bucket.only_alarms and hits[key] - bucket.amount <= bucket.limit < hits[key]:
            logger.error("Rate alarm: %s went over %s in %s s.", _kind(bucket), bucket.limit, bucket.window_seconds)
    waits = [_seconds_left(bucket, now) for bucket in over if not bucket.only_alarms]
    return Verdict(is_allowed=not waits, wait_seconds=max(waits, default=0))


def give_back(bucket: Bucket) -> None:
    """Take back the last hit of a bucket: what it was counted for did not happen. One SQL statement."""
    now, clock = epoch_sql()
    # As below: only parameters come from elsewhere.
    which = f'bucket = %s AND "window" = {now} / %s * %s AND hits >= %s'
    statement = f"UPDATE runtime_counter SET hits = hits - %s WHERE {which}"  # noqa: S608
    values = (bucket.amount, _hashed(bucket), *clock, bucket.window_seconds, bucket.window_seconds, bucket.amount)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _hashed(bucket: Bucket) -> str:
    return keyed_hash(f"{bucket.window_seconds}:{bucket.name}", PURPOSE)


def _kind(bucket: Bucket) -> str:
    """Return the part of a bucket's name that a log may show: the one before the colon, after which addresses are."""
    return bucket.name.partition(":")[0]


def _seconds_left(bucket: Bucket, now: int) -> int:
    return bucket.window_seconds - now % bucket.window_seconds


def _count(buckets: Mapping[str, Bucket]) -> tuple[Mapping[str, int], int]:
    """Add to each counter; return the counts, and the time in seconds since 1970 by which they were counted.

    Always in the same order: two transactions then cannot wait for each other.
    """
    now, clock = epoch_sql()
    ordered = [(key, buckets[key].window_seconds, buckets[key].amount) for key in sorted(buckets)]
    rows = ", ".join([f"(%s, {now} / %s * %s, %s)"] * len(ordered))
    # `window` is a reserved word; the names and the number of rows are ours, the values are parameters.
    statement = (
        f'INSERT INTO runtime_counter (bucket, "window", hits) VALUES {rows} '  # noqa: S608
        'ON CONFLICT (bucket, "window") DO UPDATE SET hits = runtime_counter.hits + excluded.hits '
        f"RETURNING bucket, hits, {now}"
    )
    values = [value for key, seconds, amount in ordered for value in (key, *clock, seconds, seconds, amount)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *clock])
        counted = cursor.fetchall()
    return {bucket: hits for bucket, hits, _ in counted}, counted[0][2]
