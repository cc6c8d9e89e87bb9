"""Jobs that run by themselves, in the order in which one `manage.py tick` runs those that are due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from runtime.clock import database_now
from runtime.delivery.sender import deliver_due
from runtime.seals.daily import last_day_over, seal_heads
from runtime.submissions.scans import rescan
from runtime.upkeep.sweep import sweep_all

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

#: One round of deliveries leaves a few seconds for the next one to begin on time.
DELIVER_SECONDS = 50
DELIVERIES_A_ROUND = 10_000
FILES_A_ROUND = 1_000


@dataclass(frozen=True, slots=True)
class JobReport:
    """What a run did, in words without personal data; unless `is_well`, an operator should look."""

    text: str
    is_well: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """Something to `run` once in each period of `every`, counted from 1970; it must be safe to repeat and to kill.

    A run that does not end within its `lease` is believed dead, and another may begin.
    """

    name: str
    every: timedelta
    lease: timedelta
    run: Callable[[], JobReport]


def _deliver() -> JobReport:
    return JobReport(str(deliver_due(DELIVERIES_A_ROUND, seconds=DELIVER_SECONDS)))


def _rescan() -> JobReport:
    return JobReport(str(rescan(FILES_A_ROUND)))


def _seal_heads() -> JobReport:
    seals = seal_heads(last_day_over(database_now()))
    return JobReport(f"seals {len(seals)}")


def _sweep() -> JobReport:
    swept = sweep_all()
    return JobReport(str(swept), is_well=swept.is_well)


#: One line a job. The lease of `deliver` is its round and the longest that one mail server may hang.
JOBS = (
    Job("deliver", every=MINUTE, lease=3 * MINUTE, run=_deliver),
    Job("antivirus", every=MINUTE, lease=HOUR, run=_rescan),
    Job("sweep", every=HOUR, lease=HOUR, run=_sweep),
    # Before the end of a day is settled nothing may be sealed: an hour later it is.
    Job("seal_heads", every=HOUR, lease=HOUR, run=_seal_heads),
)
