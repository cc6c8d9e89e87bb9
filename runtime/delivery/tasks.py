"""What a worker of the queue does: send one row, and a few others that wait for another try."""

import uuid

from django_tasks import task

from runtime.delivery.sender import deliver_due, deliver_one

#: How many overdue rows a task sends beside its own, so that tries follow each other where nothing runs by the hour.
OTHERS = 10


@task
def deliver_row(row_id: str) -> None:
    """Send the delivery with this id if it is due, then some of those whose time has come."""
    deliver_one(uuid.UUID(row_id))
    deliver_due(OTHERS)
