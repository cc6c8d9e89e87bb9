"""Single-use links to a draft or a submission: issued, checked, redeemed."""

import secrets
from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Least

from runtime.clock import DatabaseNow
from runtime.drafts.models import Draft
from runtime.links.models import AccessLink
from runtime.submissions.models import Submission
from runtime.vault.encryption import keyed_hash

TOKEN_BYTES = 24  # 192 bits: nobody guesses one, so looking one up needs no rate limit
PURPOSE = "access link"


def issue_link(*, draft: Draft | None = None, submission: Submission | None = None, lifetime: timedelta) -> str:
    """Return the token of a new link to one draft or one submission; only its hash is kept.

    A link to a draft ends with it at the latest.
    """
    expires_at = DatabaseNow() + lifetime
    token = secrets.token_urlsafe(TOKEN_BYTES)
    AccessLink.objects.create(
        token_hash=keyed_hash(token, PURPOSE),
        draft=draft,
        submission=submission,
        expires_at=Least(expires_at, draft.expires_at) if draft else expires_at,
    )
    return token


def peek(token: str) -> AccessLink | None:
    """Return the link of `token` if it is still valid, without using it up. One query."""
    return _usable(token).select_related("draft__version", "submission").first()


def redeem(token: str) -> AccessLink | None:
    """Use `token` up and return its link; None if it is unknown, expired or used. Works once, even in parallel."""
    if not _usable(token).update(used_at=DatabaseNow()):
        return None
    return AccessLink.objects.select_related("draft__version", "submission").get(token_hash=keyed_hash(token, PURPOSE))


def _usable(token: str) -> QuerySet[AccessLink]:
    return AccessLink.objects.filter(
        token_hash=keyed_hash(token, PURPOSE), used_at__isnull=True, expires_at__gt=DatabaseNow()
    )


def is_for_draft(token: str) -> bool:
    """Return whether `token` is or was that of a draft: for the advice to a person with a dead link."""
    return AccessLink.objects.filter(token_hash=keyed_hash(token, PURPOSE), draft__isnull=False).exists()
