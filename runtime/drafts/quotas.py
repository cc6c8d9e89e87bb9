"""Quota of drafts that one client address may begin (bar X13)."""

from django.http import HttpRequest

from runtime.limits.client import client_address
from runtime.limits.limiter import Bucket, Verdict, hit

#: A family, a library, not a script.
BEGUN_PER_HOUR = 60


def count_begun(request: HttpRequest) -> Verdict:
    """Count a draft begun from the address of `request`, and return whether there were too many this hour."""
    return hit(Bucket(f"begin:{client_address(request)}", BEGUN_PER_HOUR, 3600))
