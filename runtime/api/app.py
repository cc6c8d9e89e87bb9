"""Application of the API: its operations, and the responses when one of them fails.

Modules register operations on `api`; `runtime.api.urls` wraps each in `runtime.api.endpoint.at_the_edge`.
"""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from runtime.api.parser import StrictParser
from runtime.api.payloads import ProblemOut
from runtime.api.problems import KINDS, Refusal, problem
from runtime.vault.encryption import VaultError
from runtime.vault.storage import NO_ROOM, StorageError

logger = logging.getLogger(__name__)

#: Errors of a value, by the beginning of the type of pydantic's error.
WORDS = {
    "missing": ("missing", _("This is missing.")),
    "extra_forbidden": ("unknown_name", _("This name is not known here: remove it.")),
    "": ("bad_value", _("This is not of the kind expected: look at the description of the API.")),
}

api = NinjaAPI(
    title="Guichet",
    version="1",
    description="File procedures, follow requests, and process them from another program.",
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
    urls_namespace="api",
)


def responses(*codes: str, **shapes: Any) -> dict[int, Any]:
    """Return the responses of an operation for its description: `s200=Shape`, and problems by their codes."""
    told = {int(name[1:]): shape for name, shape in shapes.items()}
    always = ("bad-parameter", "not-acceptable", "too-many", "broken", "unavailable")
    return told | {KINDS[code].status: ProblemOut for code in (*always, *codes)}


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return problem(error)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Report the values that do not fit the shapes: a path names nothing, a parameter is wrong, a body has mistakes."""
    places = {each["loc"][0] for each in error.errors}
    if "path" in places:
        return problem(Refusal("not-found"))
    told = [_error(each) for each in error.errors]
    return problem(Refusal("invalid" if places <= {"body", "form", "file"} else "bad-parameter", errors=told))


def _error(found: Mapping[str, Any]) -> dict[str, str]:
    place, *rest = (str(each) for each in found["loc"])
    code, words = WORDS.get(str(found["type"]), WORDS[""])
    if place == "body":
        return {"pointer": "".join(f"/{each}" for each in rest[1:]), "code": code, "detail": str(words)}
    return {"parameter": rest[-1] if rest else place, "code": code, "detail": str(words)}


@api.exception_handler(HttpError)
def unparsed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer an error raised while reading a body: the library hides it behind an error of its own."""
    return problem(error.__cause__ if isinstance(error.__cause__, Refusal) else Refusal("unreadable"))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(Refusal("not-found"))


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(Refusal("too-large"))


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(MultiPartParserError)
@api.exception_handler(UnreadablePostError)
def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(Refusal("unreadable"))


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
@api.exception_handler(StorageError)
@api.exception_handler(VaultError)
def answer_unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that nothing was recorded: the database, the disk or a key is away (bar F7, F9)."""
    logger.error("The API cannot serve (%s).", type(error).__name__)
    return problem(Refusal("unavailable"))


@api.exception_handler(OSError)
def no_room(request: HttpRequest, error: OSError) -> HttpResponse:
    """Say the same when the disk is too full to receive the request; anything else is an error of ours."""
    return answer_unavailable(request, error) if error.errno in NO_ROOM else broken(request, error)


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("The API failed.", exc_info=error)
    return problem(Refusal("broken"))
