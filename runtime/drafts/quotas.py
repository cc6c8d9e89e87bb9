"""Quotas of one client address: drafts begun (bar X13), codes tried (bar X2)."""

from django.http import HttpRequest

from runtime.limits.client import client_address
from runtime.limits.limiter import Bucket, Verdict, give_back, hit, limit


def count_begun(request: HttpRequest) -> Verdict:
    """Count a draft begun from the address of `request`, and return whether there were too many this hour."""
    return hit(_begun(request))


def forget_begun(request: HttpRequest) -> None:
    """Take back what `count_begun` counted: nothing was begun."""
    give_back(_begun(request))


def _begun(request: HttpRequest) -> Bucket:
    return limit("drafts", client_address(request), seconds=3_600)


def count_try(request: HttpRequest) -> Verdict:
    """Count a code tried from the address of `request`, and return whether there were too many this minute."""
    return hit(
        limit("codes", client_address(request), seconds=60), limit("codes_of_all", seconds=3_600, only_alarms=True)
    )
