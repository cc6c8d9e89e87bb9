"""Signed cookie that lists the drafts this browser opened, most recent last, each with the epoch it was opened in.

A row whose epoch has moved on is not opened by the cookies of before, whoever kept a copy of one.
"""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

NAME = "guichet_drafts"
SALT = "guichet.drafts"

#: How many drafts one browser keeps (bar X13); opening one more forgets the oldest, which its code still opens.
MAX_DRAFTS = 20

#: As long as the longest-lived draft: an answer typed tomorrow in a page opened today is not lost.
MAX_AGE_SECONDS = 90 * 24 * 3600


def drafts_of(request: HttpRequest) -> dict[str, int]:
    """Return the drafts that this browser opened, as token and epoch; none if the cookie is forged or too old."""
    try:
        return read_epochs(signing.loads(request.COOKIES.get(NAME, ""), salt=SALT, max_age=MAX_AGE_SECONDS))
    except signing.BadSignature:
        return {}


def remember_draft(request: HttpRequest, response: HttpResponseBase, token: str, *, epoch: int = 0) -> None:
    """Let this browser open the draft, or the receipt of what was sent from it, as long as its epoch is `epoch`."""
    others = {each: since for each, since in drafts_of(request).items() if each != token}
    _set(response, {**others, token: epoch})


def forget_drafts(request: HttpRequest, response: HttpResponseBase, tokens: Collection[str]) -> None:
    """Let this browser forget these drafts, and the receipts of what was sent; codes and links still open them."""
    kept = {each: epoch for each, epoch in drafts_of(request).items() if each not in tokens}
    if kept:
        _set(response, kept)
    else:
        response.delete_cookie(NAME, samesite="Lax")


def read_epochs(entries: object) -> dict[str, int]:
    """Return what a cookie lists, by name: `["abc", "def:2"]` is abc in epoch 0 and def in epoch 2."""
    pairs = [str(entry).partition(":") for entry in entries] if isinstance(entries, list) else []
    return {name: int(epoch or 0) for name, _, epoch in pairs}


def write_epochs(epochs: Mapping[str, int], *, most: int) -> list[str]:
    """Return the last `most` entries as a cookie lists them."""
    return [f"{name}:{epoch}" if epoch else name for name, epoch in epochs.items()][-most:]


def _set(response: HttpResponseBase, epochs: Mapping[str, int]) -> None:
    response.set_cookie(
        NAME,
        signing.dumps(write_epochs(epochs, most=MAX_DRAFTS), salt=SALT, compress=True),
        max_age=MAX_AGE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
