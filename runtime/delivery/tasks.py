"""Tasks of queue workers: send one row of the outbox, and a few others that wait for another try."""

import uuid

from django_tasks import task

from runtime.delivery.sender import deliver_due, deliver_one

#: Overdue rows that a task sends beside its own, so that retries do not wait for the next minute.
OTHERS = 10


@task
def deliver_row(row_id: str) -> None:
    """Send the delivery with this id if it is due, then some other due ones."""
    deliver_one(uuid.UUID(row_id))
    deliver_due(OTHERS)
