"""Failpoints: named places where a test can kill the process or make it fail; in other settings they do nothing.

`GUICHET_FAILPOINT` in the environment names one place and the action there: `row written=kill`, or `=raise`.
`GUICHET_FAILPOINT_FILE` names a file with the same content, used once: the process that removes it acts, others go on.
Both are ignored unless settings allow them (`GUICHET_FAILPOINTS_ALLOWED`, test settings).
"""

import os
import signal
from contextlib import suppress
from pathlib import Path

from django.conf import settings

#: Every place, in the order of a request that sends.
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
#: The same for the worker that sends a message.
PLACES_OF_A_DELIVERY = ("delivery taken", "mail sent", "delivery settled")


class FailpointError(Exception):
    """A test asked for a failure here."""


def reach(place: str) -> None:
    """Do the action that a test asked for at `place`, else nothing."""
    if not settings.GUICHET_FAILPOINTS_ALLOWED:
        return
    action = _asked(place)
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action:
        raise FailpointError(place)


def _asked(place: str) -> str:
    """Return the action at `place`, `kill` or `raise`; an empty text when there is none."""
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
