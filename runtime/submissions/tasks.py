"""Task of queue workers: analyse the files that wait, those of the submission that was just sent first."""

import logging

from django_tasks import task

from runtime.submissions.scans import rescan

logger = logging.getLogger(__name__)

#: Files that a task analyses: all those of a submission, and some that wait for another try.
MOST_FILES = 100


@task
def scan_pending() -> None:
    """Analyse pending files. The order of `rescan` puts those never tried first."""
    rescan(MOST_FILES)


def wake_antivirus() -> None:
    """Ask the queue to analyse new files now; if the queue is down, `manage.py sweep` finds them."""
    try:
        scan_pending.enqueue()
    except Exception as error:  # noqa: BLE001 - whatever a queue raises, the rows are written and wait
        logger.warning("The queue does not answer (%s): files wait for the antivirus.", type(error).__name__)
