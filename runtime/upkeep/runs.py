"""Runs of jobs: each claimed by one process each time it is due, whatever number of them look at the same minute."""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from runtime.clock import DatabaseNow
from runtime.upkeep.jobs import JOBS, Job, JobReport
from runtime.upkeep.models import ScheduledJob

logger = logging.getLogger(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def run_due_jobs(jobs: Sequence[Job] = JOBS) -> dict[str, JobReport]:
    """Run those of `jobs` that are due and that nobody else runs, and return their reports by name.

    A job that raises is an alarm, and stops only itself.
    """
    missing = {job.name for job in jobs} - set(ScheduledJob.objects.values_list("name", flat=True))
    rows = [ScheduledJob(name=name, due_at=DatabaseNow()) for name in sorted(missing)]
    ScheduledJob.objects.bulk_create(rows, ignore_conflicts=True)
    return {job.name: _run(job, row) for job in jobs if (row := _claim(job))}


def last_runs() -> Mapping[str, ScheduledJob]:
    """Return the row of each job that ever ran, by name: `ended_at`, `succeeded_at`, `report`. One query."""
    return ScheduledJob.objects.filter(began_at__isnull=False).in_bulk()


def _claim(job: Job) -> ScheduledJob | None:
    """Take a job that is due for the time of its lease. Compare and set: of several processes, one changes the row.

    A time to come that is much further away than it can be was written when the clock was wrong, and counts for
    nothing. Twice as far: who waited for the row to be unlocked compares by the time before that.
    """
    now = DatabaseNow()
    is_due = Q(due_at__lte=now) | Q(due_at__gt=now + 2 * job.every)
    is_free = Q(lease_until__isnull=True) | Q(lease_until__lte=now) | Q(lease_until__gt=now + 2 * job.lease)
    rows = ScheduledJob.objects.filter(is_due, is_free, name=job.name)
    if not rows.update(lease_until=now + job.lease, began_at=now):
        return None
    return ScheduledJob.objects.get(name=job.name)


def _run(job: Job, row: ScheduledJob) -> JobReport:
    try:
        report = job.run()
    except Exception as error:  # one job's failure is no reason to keep the others
        logger.exception("Job %s failed.", job.name)
        report = JobReport(f"failed: {type(error).__name__}", is_well=False)
    changes = {"succeeded_at": DatabaseNow()} if report.is_well else {}
    # Unless the lease ended and another process took the job meanwhile.
    ScheduledJob.objects.filter(name=job.name, lease_until=row.lease_until).update(
        due_at=_next(job, row.began_at), lease_until=None, ended_at=DatabaseNow(), report=report.text, **changes
    )
    return report


def _next(job: Job, began_at: datetime) -> datetime:
    """Return the beginning of the period after the one in which a run began: a run that is late delays no other."""
    periods: int = (began_at - EPOCH) // job.every
    return EPOCH + timedelta(seconds=(periods + 1) * job.every.total_seconds())
