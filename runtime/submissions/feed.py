"""Feed of all events of a department in one order that never changes, so that no puller misses one.

Rows get their numbers before they are committed: a later one may be seen first, and a reader that went past it would
never see the earlier one. So a reader gives each event its position: only committed events are seen and placed, after
all those placed before. Writers wait for nobody; readers of one department wait for each other.
"""

from django.db import connection, transaction

from runtime.submissions.models import Event
from schemas.models import Department

#: Events that one reading places at most: more come with the next.
PLACED_AT_ONCE = 1_000

#: `department` is read under a lock that lets writers refer to it.
_PLACE = (
    "UPDATE runtime_event SET position = placed.position FROM ("
    "SELECT id, row_number() OVER (ORDER BY id) + "
    "(SELECT COALESCE(MAX(position), 0) FROM runtime_event WHERE department_id = %s) AS position "
    "FROM runtime_event WHERE department_id = %s AND position IS NULL ORDER BY id LIMIT %s"
    ") AS placed WHERE runtime_event.id = placed.id"
)


def events_since(department: Department, position: int, *, limit: int) -> list[Event]:
    """Return the next `limit` events of `department` after `position`, in order, with their submissions.

    Two queries when nothing is new, four more when events are placed.
    """
    if Event.objects.filter(department_id=department.pk, position__isnull=True).exists():
        _place(department)
    rows = Event.objects.filter(department_id=department.pk, position__gt=position)
    found = rows.select_related("submission__version").defer("submission__version__document", "submission__sealed")
    return list(found.order_by("position")[:limit])


@transaction.atomic
def _place(department: Department) -> None:
    Department.objects.select_for_update(no_key=True).get(pk=department.pk)
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [department.pk, department.pk, PLACED_AT_ONCE])
