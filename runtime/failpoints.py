"""Named places where a test can kill the process or make it fail; in any other setting they do nothing.

`GUICHET_FAILPOINT` in the environment names one place and what happens there: `row written=kill`, or `=raise`.
`GUICHET_FAILPOINT_FILE` names a file that says the same, once: whoever removes it acts, all others go on.
Only settings that allow it (`GUICHET_FAILPOINTS_ALLOWED`, test settings) are listened to.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path

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


class FailpointError(Exception):
    """A test asked for a failure here."""


def reach(place: str) -> None:
    """Do what a test asked for at `place`, else nothing."""
    if not settings.GUICHET_FAILPOINTS_ALLOWED:
        return
    action = _asked(place)
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action:
        raise FailpointError(place)


def _asked(place: str) -> str:
    """Return what is to happen at `place`, `kill` or `raise`; an empty text when nothing is."""
    path = os.environ.get("GUICHET_FAILPOINT_FILE")
    if path:
        return _asked_once(place, Path(path))
    armed, _, action = os.environ.get("GUICHET_FAILPOINT", "").partition("=")
    return action if armed == place else ""


def _asked_once(place: str, path: Path) -> str:
    with suppress(FileNotFoundError):
        armed, _, action = path.read_text(encoding="utf-8").partition("=")
        if armed == place:
            path.unlink()
            return action
    return ""
