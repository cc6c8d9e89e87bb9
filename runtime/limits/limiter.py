"""Rate limits counted in the database, so that they hold with any number of workers and other services down."""

import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from runtime.limits.models import Counter
from runtime.vault.encryption import keyed_hash

logger = logging.getLogger(__name__)

PURPOSE = "limit"
SWEEP_SECONDS = 3_600
#: No bucket may have a longer window: what is older is swept.
LONGEST_WINDOW_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Bucket:
    """At most `limit` hits of `name` in each window of `window_seconds`, windows being counted from 1970.

    Past its limit a bucket refuses; one that `only_alarms` lets pass, and logs one line a window.
    """

    name: str
    limit: int
    window_seconds: int
    only_alarms: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Verdict on a hit: whether it is within every limit; if not, how many seconds to wait before trying again."""

    is_allowed: bool
    wait_seconds: int = 0


def hit(*buckets: Bucket) -> Verdict:
    """Count one hit in each bucket and return whether all of them still allow it. One SQL statement.

    Exact when many do it at once: each hit sees its own number.
    """
    now = time.time()
    keys = {(_hashed(bucket), _window(bucket, now)): bucket for bucket in buckets}
    hits = _count(keys)
    _sweep_sometimes(now)
    over = [bucket for key, bucket in keys.items() if hits[key] > bucket.limit]
    for key, bucket in keys.items():
        if bucket.only_alarms and hits[key] == bucket.limit + 1:
            logger.error("Rate alarm: %s went over %s in %s s.", _kind(bucket), bucket.limit, bucket.window_seconds)
    waits = [_seconds_left(bucket, now) for bucket in over if not bucket.only_alarms]
    return Verdict(is_allowed=not waits, wait_seconds=max(waits, default=0))


def sweep(now: float) -> int:
    """Delete the counters of windows that are over and return how many."""
    return Counter.objects.filter(window__lt=int(now) - LONGEST_WINDOW_SECONDS).delete()[0]


def _hashed(bucket: Bucket) -> str:
    return keyed_hash(f"{bucket.window_seconds}:{bucket.name}", PURPOSE)


def _kind(bucket: Bucket) -> str:
    """Return the part of a bucket's name that a log may show: the one before the colon, after which addresses are."""
    return bucket.name.partition(":")[0]


def _window(bucket: Bucket, now: float) -> int:
    return int(now) // bucket.window_seconds * bucket.window_seconds


def _seconds_left(bucket: Bucket, now: float) -> int:
    return max(1, _window(bucket, now) + bucket.window_seconds - int(now))


def _count(keys: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], int]:
    """Add one to each counter, always in the same order: two transactions then cannot wait for each other."""
    ordered = sorted(keys)
    rows = ", ".join(["(%s, %s, 1)"] * len(ordered))
    # `window` is a reserved word; the names and the number of rows are ours, the values are parameters.
    statement = (
        f'INSERT INTO runtime_counter (bucket, "window", hits) VALUES {rows} '  # noqa: S608
        'ON CONFLICT (bucket, "window") DO UPDATE SET hits = runtime_counter.hits + 1 RETURNING bucket, "window", hits'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for key in ordered for value in key])
        return {(bucket, window): hits for bucket, window, hits in cursor.fetchall()}


class _Sweep:
    """Time of the next sweep by this process: once an hour, so that only one request pays for it."""

    next_at = time.time() + SWEEP_SECONDS


def _sweep_sometimes(now: float) -> None:
    if now >= _Sweep.next_at:
        _Sweep.next_at = now + SWEEP_SECONDS
        sweep(now)
