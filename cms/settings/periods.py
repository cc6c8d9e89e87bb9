"""Periods that operators may choose, in days."""

from environs import EnvValidationError

#: How long `manage.py sweep` keeps each kind of row that only records (runtime/upkeep/retention.py).
KEEP_DAYS = {
    "mail_content": 30,  # of mails that were given up; that of mails sent is gone at once
    "deliveries": 90,  # when a mail went, for whoever asks where theirs is
    "links": 30,  # a dead link still leads to good advice
    "pushes": 30,  # idempotency keys of programs
    "audit_log": 365,  # CNIL, délibération 2021-122 (14 October 2021): logs are kept six months to one year
    "simulation_counts": 760,  # two years and the month to compare; they name nobody
    "simulation_cases": 90,  # once closed
    "tasks": 14,  # as django_tasks_db does
}


def keep_days(given: dict[str, int]) -> dict[str, int]:
    """Return the periods with those of KEEP_DAYS, `audit_log=180,links=7`, in the place of the usual ones."""
    unknown = sorted(given.keys() - KEEP_DAYS.keys())
    if unknown:
        raise EnvValidationError(f"KEEP_DAYS knows {', '.join(KEEP_DAYS)}; not {', '.join(unknown)}", unknown)
    if min(given.values(), default=1) < 1:
        raise EnvValidationError("KEEP_DAYS counts whole days, at least 1", ["days"])
    return KEEP_DAYS | given
