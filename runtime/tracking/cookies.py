"""Signed cookie that lists the submissions this browser opened with their key, most recent last, and their epochs."""

from collections.abc import Mapping

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from runtime.drafts.cookies import read_epochs, write_epochs
from runtime.submissions.models import Submission

NAME = "guichet_suivi"
SALT = "guichet.tracking"

#: Opening one more forgets the oldest, which its key still opens.
MAX_REFERENCES = 10
MAX_AGE_SECONDS = 2 * 3_600


def opened_references(request: HttpRequest) -> dict[str, int]:
    """Return what this browser opened, as reference and epoch; none if the cookie is forged or too old."""
    try:
        return read_epochs(signing.loads(request.COOKIES.get(NAME, ""), salt=SALT, max_age=MAX_AGE_SECONDS))
    except signing.BadSignature:
        return {}


def opened_cookie(epochs: Mapping[str, int]) -> str:
    """Return the value of a cookie that opens these references in these epochs."""
    return signing.dumps(write_epochs(epochs, most=MAX_REFERENCES), salt=SALT, compress=True)


def remember_reference(request: HttpRequest, response: HttpResponseBase, submission: Submission) -> None:
    """Let this browser see all of a submission for two hours, unless somebody closes it before."""
    others = {each: epoch for each, epoch in opened_references(request).items() if each != submission.reference}
    response.set_cookie(
        NAME,
        opened_cookie({**others, submission.reference: submission.epoch}),
        max_age=MAX_AGE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget_references(response: HttpResponseBase) -> None:
    """Let this browser see no answers any more; keys still open them."""
    response.delete_cookie(NAME, samesite="Lax")
