"""Signed cookie that lists the submissions this browser opened with their key, most recent last."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

NAME = "guichet_suivi"
SALT = "guichet.tracking"

#: Opening one more forgets the oldest, which its key still opens.
MAX_REFERENCES = 10
MAX_AGE_SECONDS = 2 * 3_600


def opened_references(request: HttpRequest) -> tuple[str, ...]:
    """Return the references that this browser opened; none if the cookie is forged or too old."""
    try:
        references = signing.loads(request.COOKIES.get(NAME, ""), salt=SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return ()
    return tuple(str(reference) for reference in references) if isinstance(references, list) else ()


def opened_cookie(references: list[str]) -> str:
    """Return the value of a cookie that opens these references."""
    return signing.dumps(references, salt=SALT, compress=True)


def remember_reference(request: HttpRequest, response: HttpResponseBase, reference: str) -> None:
    """Let this browser see all of the submission `reference` for two hours."""
    others = [each for each in opened_references(request) if each != reference]
    response.set_cookie(
        NAME,
        opened_cookie([*others, reference][-MAX_REFERENCES:]),
        max_age=MAX_AGE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget_references(response: HttpResponseBase) -> None:
    """Let this browser see no answers any more; keys still open them."""
    response.delete_cookie(NAME, samesite="Lax")
