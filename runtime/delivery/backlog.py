"""Backlog of the outbox: the number of waiting messages, and the delay of the oldest one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django.db.models.functions import Coalesce, Greatest

from runtime.clock import DatabaseNow
from runtime.delivery.models import Delivery


@dataclass(frozen=True, slots=True)
class Backlog:
    """How long the oldest due row has waited, in seconds, 0 when there is none; the time of the database then."""

    oldest_seconds: int
    read_at: datetime


def read_backlog() -> Backlog:
    """Return the backlog as it is. One query, on an index, whatever there is to send."""
    waiting = Delivery.objects.filter(status=Delivery.Status.PENDING, due_at__lte=DatabaseNow())
    # Whatever is due is past: the greatest is the time itself, in a form that Django takes for an aggregate.
    time = Coalesce(Greatest(Min("due_at"), DatabaseNow()), DatabaseNow())
    found = waiting.aggregate(first=Min("due_at"), read_at=time)
    first, read_at = found["first"], found["read_at"]
    return Backlog(int((read_at - first).total_seconds()) if first else 0, read_at)


def waiting_count() -> int:
    """Return how many rows are still to be sent, including those to be tried again later."""
    return Delivery.objects.filter(status=Delivery.Status.PENDING).count()
