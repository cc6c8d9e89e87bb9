"""Backlog of the outbox: the number of waiting messages, and the delay of the oldest one."""

from datetime import datetime

from runtime.delivery.models import Delivery


def oldest_due_seconds(now: datetime) -> int:
    """Return how many seconds the oldest due row has waited; 0 when there is none. One query, on an index."""
    waiting = Delivery.objects.filter(status=Delivery.Status.PENDING, due_at__lte=now)
    first = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    return int((now - first).total_seconds()) if first else 0


def waiting_count() -> int:
    """Return how many rows are still to be sent, including those to be tried again later."""
    return Delivery.objects.filter(status=Delivery.Status.PENDING).count()
