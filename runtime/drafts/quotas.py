"""Quotas of one client address: drafts begun (bar X13), codes tried (bar X2)."""

from django.http import HttpRequest

from runtime.limits.client import client_address
from runtime.limits.limiter import Bucket, Verdict, hit

#: A family, a library, not a script.
BEGUN_PER_HOUR = 60

#: Codes that one address may try in a minute, and all together in an hour before an alarm.
TRIES_PER_MINUTE = 10
TRIES_PER_HOUR_IN_ALL = 200


def count_begun(request: HttpRequest) -> Verdict:
    """Count a draft begun from the address of `request`, and return whether there were too many this hour."""
    return hit(Bucket(f"begin:{client_address(request)}", BEGUN_PER_HOUR, 3600))


def count_try(request: HttpRequest) -> Verdict:
    """Count a code tried from the address of `request`, and return whether there were too many this minute."""
    return hit(
        Bucket(f"resume:{client_address(request)}", TRIES_PER_MINUTE, 60),
        Bucket("resume", TRIES_PER_HOUR_IN_ALL, 3600, only_alarms=True),
    )
