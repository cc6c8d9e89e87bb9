"""Named places where a test can kill the process or make it fail; in any other setting they do nothing.

`GUICHET_FAILPOINT` in the environment names one place and what happens there: `row written=kill`, or `=raise`.
Only settings that allow it (`GUICHET_FAILPOINTS_ALLOWED`, test settings) are listened to.
"""

import os
import signal

from django.conf import settings

#: Every place, in the order a request that sends passes through them.
PLACES = (
    "request read",
    "files written",
    "before the transaction",
    "row written",
    "outbox written",
    "before commit",
    "after commit",
    "before the answer",
)


class FailpointReached(Exception):
    """A test asked for a failure here."""


def reach(place: str) -> None:
    """Do what a test asked for at `place`, else nothing."""
    if not settings.GUICHET_FAILPOINTS_ALLOWED:
        return
    armed, _, action = os.environ.get("GUICHET_FAILPOINT", "").partition("=")
    if armed != place:
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise FailpointReached(place)
