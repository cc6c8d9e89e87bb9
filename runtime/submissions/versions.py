"""Submissions with their version, at the cost of one query on their own table."""

from django.db.models import QuerySet

from runtime.clock import DatabaseNow
from runtime.submissions.models import Submission
from schemas.versions import known_version


def the_only(rows: QuerySet[Submission]) -> Submission | None:
    """Return the only row that `rows` can hold with its version, department and `read_at`, None when there is none."""
    for submission in rows.order_by().annotate(read_at=DatabaseNow()):
        submission.version = known_version(submission.version_id)
        if submission.department_id == submission.version.department_id:
            submission.department = submission.version.department
        return submission
    return None
