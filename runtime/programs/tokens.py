"""Tokens of programs: issued, found again by their keyed hash, revoked."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from runtime.clock import DatabaseNow
from runtime.programs.models import ServiceToken
from runtime.vault.encryption import keyed_hash
from schemas.models import Department

#: Prefix of every token, so that a leaked one is recognised.
PREFIX = "guichet_"
TOKEN_BYTES = 32
PURPOSE = "service token"


def issue_token(
    department: Department,
    *,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    by: AbstractBaseUser | None = None,
) -> tuple[ServiceToken, str]:
    """Make a token of a program and return its row and its text, which nothing shows again."""
    text = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    row = ServiceToken.objects.create(
        department=department,
        name=name,
        scopes=sorted(scopes),
        token_hash=keyed_hash(text, PURPOSE),
        expires_at=expires_at,
        created_by=by,
    )
    return row, text


def find_token(text: str) -> ServiceToken | None:
    """Return the token of `text`, if it is valid, and record the day. One query, two once a day."""
    usable = ServiceToken.objects.filter(revoked_at__isnull=True, expires_at__gt=DatabaseNow())
    found = usable.select_related("department").filter(token_hash=keyed_hash(text, PURPOSE)).first()
    today = timezone.localdate()
    if found is not None and found.last_used_on != today:
        ServiceToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return found


def revoke_token(token: ServiceToken) -> None:
    """End a token now; one that was revoked before keeps its date."""
    ServiceToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=DatabaseNow())
