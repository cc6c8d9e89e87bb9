"""Retention: everything that is erased once it has expired or is old, one line a kind.

Lives of drafts are in the documents of their procedures. Rows that only record are kept for days that operators choose
(`GUICHET_KEEP_DAYS`). A house test asks of each model a line here, or a reason why it has none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from runtime.api.models import Push
from runtime.delivery.models import Delivery
from runtime.desk.audit_log import entries
from runtime.drafts.models import Draft
from runtime.files.models import Upload
from runtime.limits.limiter import LONGEST_WINDOW_SECONDS
from runtime.limits.models import Counter
from runtime.links.models import AccessLink
from runtime.privacy import expiry
from runtime.seals.daily import last_id_vouched
from runtime.seals.models import Seal
from runtime.simulation.models import SimulationCase, SimulationCount

#: Rows of one statement, so that no table is locked for long.
BATCH = 1_000

Status = Delivery.Status


@dataclass(frozen=True, slots=True)
class Retained:
    """One kind of what is erased: how many are due at a moment, and their erasure, which returns how many there were.

    `total` counts all there are where it would be a loss to erase them by mistake: most of them at once is more likely
    a clock or a volume gone wrong than meant.
    """

    name: str
    told: str
    due: Callable[[datetime], int]
    erase: Callable[[datetime], int]
    total: Callable[[], int] | None = None
    model: type[Model] | None = None


def _rows(
    name: str,
    told: str,
    rows: QuerySet[Model],
    past: Callable[[datetime], Q],
    *,
    erase: Callable[[QuerySet[Model]], int] = lambda rows: rows.delete()[0],
    is_guarded: bool = False,
) -> Retained:
    """Return the kind of those `rows` that are `past` the moment as many days ago as `GUICHET_KEEP_DAYS` says."""

    def due(now: datetime) -> QuerySet[Model]:
        return rows.filter(past(now - timedelta(days=settings.GUICHET_KEEP_DAYS.get(name, 0))))

    def erase_due(now: datetime) -> int:
        erased = 0
        while ids := list(due(now).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            erased += erase(rows.model.objects.filter(pk__in=ids))
        return erased

    total = rows.count if is_guarded else None
    return Retained(name, told, lambda now: due(now).count(), erase_due, total, rows.model)


RETENTION = (
    Retained(
        "drafts",
        "expired drafts, with their files, links and mails",
        lambda now: expiry.expired_drafts(now).count(),
        expiry.erase_expired_drafts,
        Draft.objects.count,
        Draft,
    ),
    Retained(
        "uploads",
        "files sent ahead for requests that did not come",
        lambda now: expiry.expired_uploads(now).count(),
        expiry.erase_expired_uploads,
        Upload.objects.count,
        Upload,
    ),
    Retained(
        "files",
        "files without a row",
        lambda _now: sum(1 for _ in expiry.orphan_names()),
        lambda _now: expiry.erase_orphans(),
        expiry.count_stored,
    ),
    _rows(
        "mail_content",
        "contents of mails that were given up",
        Delivery.objects.filter(status=Status.FAILED).exclude(sealed=b""),
        lambda before: Q(due_at__lte=before),
        erase=lambda rows: rows.update(sealed=b"", wrapped_key=b""),
    ),
    _rows(
        "deliveries",
        "mails that were sent or given up",
        Delivery.objects.filter(status__in=(Status.SENT, Status.FAILED)),
        lambda before: Q(due_at__lte=before),
    ),
    _rows(
        "links",
        "links that were used or have expired",
        AccessLink.objects.all(),
        lambda before: Q(used_at__lte=before) | Q(expires_at__lte=before),
    ),
    _rows(
        "pushes",
        "idempotency keys of programs",
        Push.objects.all(),
        lambda before: Q(event__at__lte=before),
    ),
    # Wagtail's own lines are the history of pages and procedures, which editors read. Ours go by whole sealed days:
    # `verify` then knows where what is left begins.
    _rows(
        "audit_log",
        "lines of the audit log",
        entries(),
        lambda before: Q(pk__lte=last_id_vouched(Seal.Journal.ACCESS, timezone.localdate(before))),
        is_guarded=True,
    ),
    _rows(
        "simulation_counts",
        "daily counts of simulators",
        SimulationCount.objects.all(),
        lambda before: Q(day__lt=timezone.localdate(before)),
    ),
    _rows(
        "simulation_cases",
        "contested results that were closed",
        SimulationCase.objects.all(),
        lambda before: Q(closed_at__lte=before),
    ),
    # Those that never ran too: without a worker they would only grow, and their deliveries leave all the same.
    _rows(
        "tasks",
        "tasks of the queue in the database",
        DBTaskResult.objects.all(),
        lambda before: Q(enqueued_at__lte=before),
    ),
    _rows(
        "sessions",
        "sessions that have expired",
        Session.objects.all(),
        lambda before: Q(expire_date__lte=before),
    ),
    _rows(
        "counters",
        "counters of rate limits",
        Counter.objects.all(),
        lambda before: Q(window__lte=int(before.timestamp()) - LONGEST_WINDOW_SECONDS),
    ),
)

#: Kinds of which more than half goes at once only if somebody says so.
GUARDED = tuple(kind.name for kind in RETENTION if kind.total)
