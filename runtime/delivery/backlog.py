"""How far behind the outbox is: what waits, and for how long the first of it should have left."""

from datetime import datetime

from runtime.delivery.models import Delivery


def oldest_due_seconds(now: datetime) -> int:
    """Return for how many seconds the oldest row that is due has waited; 0 when none is. One query, on an index."""
    waiting = Delivery.objects.filter(status=Delivery.Status.PENDING, due_at__lte=now)
    first = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    return int((now - first).total_seconds()) if first else 0


def waiting_count() -> int:
    """Return how many rows are still to be sent, those to be tried again later included."""
    return Delivery.objects.filter(status=Delivery.Status.PENDING).count()
