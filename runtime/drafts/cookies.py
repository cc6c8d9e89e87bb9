"""Signed cookie that lists the drafts this browser opened, most recent last."""

from collections.abc import Collection

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

NAME = "guichet_drafts"
SALT = "guichet.drafts"

#: How many drafts one browser keeps (bar X13); opening one more forgets the oldest, which its code still opens.
MAX_DRAFTS = 20

#: As long as the longest-lived draft: an answer typed tomorrow in a page opened today is not lost.
MAX_AGE_SECONDS = 90 * 24 * 3600


def drafts_of(request: HttpRequest) -> tuple[str, ...]:
    """Return the tokens of the drafts that this browser opened; none if the cookie is forged or too old."""
    try:
        tokens = signing.loads(request.COOKIES.get(NAME, ""), salt=SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return ()
    return tuple(str(token) for token in tokens) if isinstance(tokens, list) else ()


def remember_draft(request: HttpRequest, response: HttpResponseBase, token: str) -> None:
    """Let this browser open the draft, or the receipt of what was sent from it."""
    others = [each for each in drafts_of(request) if each != token]
    _set(response, [*others, token][-MAX_DRAFTS:])


def forget_drafts(request: HttpRequest, response: HttpResponseBase, tokens: Collection[str]) -> None:
    """Let this browser forget these drafts, and the receipts of what was sent; codes and links still open them."""
    kept = [each for each in drafts_of(request) if each not in tokens]
    if kept:
        _set(response, kept)
    else:
        response.delete_cookie(NAME, samesite="Lax")


def _set(response: HttpResponseBase, tokens: list[str]) -> None:
    response.set_cookie(
        NAME,
        signing.dumps(tokens, salt=SALT, compress=True),
        max_age=MAX_AGE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
