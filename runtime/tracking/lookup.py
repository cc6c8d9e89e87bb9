"""Look-up of a submission by reference, and comparison of its key, at the same cost whether it exists or not."""

from django.http import HttpRequest

from runtime.limits.client import client_address
from runtime.limits.limiter import Verdict, hit, limit
from runtime.submissions.content import KEY_PURPOSE
from runtime.submissions.models import Submission
from runtime.submissions.reference import read_key, read_reference
from runtime.submissions.versions import the_only
from runtime.vault.encryption import matches
from schemas.sites import site_of


def count_lookup(request: HttpRequest) -> Verdict:
    """Count one look-up of this client, and of the whole site, where too many only raise an alarm. One query."""
    return hit(
        limit("lookups", client_address(request), seconds=60),
        limit("lookups_of_all", request.get_host(), seconds=3_600, only_alarms=True),
    )


def find_here(request: HttpRequest, typed: str) -> Submission | None:
    """Return the submission whose reference was typed, if it belongs to the site of `request`.

    One query, also for text that cannot be a reference: a refusal takes as long.
    """
    return the_only(Submission.objects.filter(reference=read_reference(typed) or "", site=site_of(request)))


def get_opened(reference: str) -> Submission | None:
    """Return a submission that this browser opened before: its site was checked then. One query."""
    return the_only(Submission.objects.filter(reference=reference))


def key_opens(submission: Submission | None, typed: str) -> bool:
    """Return, in constant time, whether a typed key opens `submission`; the same work is done for None."""
    stored = submission.key_hash if submission else "0" * 64
    return matches(read_key(typed) or "", KEY_PURPOSE, stored)
