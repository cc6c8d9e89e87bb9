"""Pages of the submissions of a department, continued by a cursor whatever is filed in between."""

import base64
import binascii
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from runtime.api.payloads import ListFilters
from runtime.api.problems import Refusal
from runtime.submissions.models import Submission
from schemas.models import Department

#: As the days of a filter (`runtime.api.payloads.Day`).
FIRST_YEAR, LAST_YEAR = 1970, 2999


def page_of(department: Department, filters: ListFilters) -> tuple[list[Submission], str | None]:
    """Return the submissions of a page, newest first, and the cursor of the next one. One query."""
    rows = _filtered(Submission.objects.filter(department_id=department.pk), filters)
    if filters.cursor:
        at, pk = _read_cursor(filters.cursor)
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk), received_at__lte=at)
    rows = rows.select_related("version", "department").defer("version__document", "sealed", "wrapped_key")
    found = list(rows.order_by("-received_at", "-pk")[: filters.limit + 1])
    page = found[: filters.limit]
    return page, _cursor(page[-1]) if len(found) > filters.limit else None


def _filtered(rows: QuerySet[Submission], filters: ListFilters) -> QuerySet[Submission]:
    named = {"procedure_key": filters.procedure, "state": filters.state, "category": filters.category}
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    if filters.received_from:
        rows = rows.filter(received_at__gte=_beginning(filters.received_from))
    if filters.received_to:
        rows = rows.filter(received_at__lt=_beginning(filters.received_to + timedelta(days=1)))
    return rows


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _cursor(row: Submission) -> str:
    text = f"{row.received_at.isoformat()}|{row.pk}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[datetime, int]:
    """Return the position in a cursor of ours. Raises a `Refusal` for any other text."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        at, _, pk = text.partition("|")
        moment, number = datetime.fromisoformat(at), int(pk)
    except (ValueError, binascii.Error):
        raise _not_ours() from None
    # A database may move a moment into another zone: the last years that a date can hold would then overflow.
    if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR or not 0 < number < 2**63:
        raise _not_ours()
    return moment, number


def _not_ours() -> Refusal:
    return Refusal("bad-parameter", errors=[{"parameter": "cursor", "code": "bad_value"}])
