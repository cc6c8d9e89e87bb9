"""Refusals of the API as RFC 9457 problems, worded in the language in use.

Refusal             a call that is refused; `code` names a line of `KINDS`
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from runtime.api.responses import json_text
from runtime.links.addresses import public_url

MEDIA_TYPE = "application/problem+json"

#: Pause before trying again when the database or the disk is away.
RETRY_SECONDS = 30

Errors = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem: its status, its title, and what to do next unless the refusal says it better."""

    status: int
    title: str | Promise
    detail: str | Promise = ""


KINDS: Mapping[str, ProblemKind] = {
    "unreadable": ProblemKind(
        400, _("This request cannot be read"), _("Check that it is valid JSON, or a valid form for files, in UTF-8.")
    ),
    "bad-parameter": ProblemKind(
        400,
        _("A header or a parameter is missing or not right"),
        _("“errors” names it; correct it and send the request again."),
    ),
    "unauthorized": ProblemKind(
        401,
        _("This needs a key or a token that is valid"),
        _("Send the header “Authorization: Bearer”, with the key of the request or the token of your program."),
    ),
    "forbidden": ProblemKind(
        403,
        _("This token may not do that"),
        _("Ask the manager of the department for a token with this right."),
    ),
    "withheld": ProblemKind(
        403,
        _("The antivirus does not let this file out"),
        _("It was not analysed yet, or it is infected. Try again in a few minutes, or ask for another file."),
    ),
    "not-found": ProblemKind(
        404,
        _("There is nothing here for you"),
        _("Check the address. A request is found with its reference and, for its answers, its key."),
    ),
    "method-not-allowed": ProblemKind(
        405, _("This address does not take this method"), _("The header “Allow” lists those that it takes.")
    ),
    "not-acceptable": ProblemKind(
        406, _("The API answers in JSON only"), _("Let the header “Accept” take application/json.")
    ),
    "changed-content": ProblemKind(
        409,
        _("This idempotency key was used for something else"),
        _("What was done first stands. Use a new key for a new request."),
    ),
    "version-changed": ProblemKind(
        409,
        _("This procedure was published again"),
        _("Read its new version, then send answers to that one."),
    ),
    "not-advanced": ProblemKind(409, _("The request was not moved"), _("Read its state and what is open from there.")),
    "too-large": ProblemKind(413, _("This is too large"), _("Send less at a time. Nothing was recorded.")),
    "unsupported-media-type": ProblemKind(
        415,
        _("This type of content is not taken here"),
        _("Send application/json, or multipart/form-data for files."),
    ),
    "invalid": ProblemKind(
        422,
        _("What was sent is not right"),
        _("“errors” lists every mistake with its place. Nothing was recorded."),
    ),
    "too-many": ProblemKind(
        429, _("Too many requests"), _("Wait for as many seconds as the header “Retry-After” says, then try again.")
    ),
    "broken": ProblemKind(
        500, _("Something went wrong on our side"), _("Nothing was recorded. Try again with the same idempotency key.")
    ),
    "unavailable": ProblemKind(
        503,
        _("This cannot be recorded or read at the moment"),
        _("Nothing was recorded. Try again after “Retry-After” seconds, with the same idempotency key."),
    ),
}


class Refusal(Exception):  # noqa: N818  the name says what became of the request
    """A refused call. `errors` are `{pointer or parameter, code, detail}`, `more` members of the response."""

    def __init__(
        self,
        code: str,
        *,
        detail: str | Promise = "",
        errors: Errors = (),
        more: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.detail, self.errors = code, detail, errors
        self.more, self.headers = more or {}, headers or {}


def too_many(wait_seconds: int) -> Refusal:
    """Refuse a caller who has to wait so many seconds."""
    return Refusal("too-many", headers={"Retry-After": str(wait_seconds)})


def problem(refusal: Refusal) -> HttpResponse:
    """Return the response to a refusal; it is never cached."""
    kind = KINDS[refusal.code]
    told = {
        "type": type_url(refusal.code),
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(refusal.detail or kind.detail),
        **({"errors": list(refusal.errors)} if refusal.errors else {}),
        **refusal.more,
    }
    headers = {"Cache-Control": "no-store", **_usual_headers(kind.status), **refusal.headers}
    return HttpResponse(json_text(told), status=kind.status, content_type=MEDIA_TYPE, headers=headers)


def problem_of_status(status: int) -> HttpResponse:
    """Return the response to an error before or beyond the API: the first kind of this status."""
    code = next((code for code, kind in KINDS.items() if kind.status == status), "")
    return problem(Refusal(code or ("broken" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "unreadable")))


def type_url(code: str) -> str:
    """Return the URL that identifies a kind of problem, where the page of the API explains it."""
    return public_url(f"/api/v1/#{code}")


def _usual_headers(status: int) -> dict[str, str]:
    if status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": 'Bearer realm="guichet"'}
    return {"Retry-After": str(RETRY_SECONDS)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
