"""Error pages: 400, 403, 404, 500, 503, and the page for a form whose security token is stale.

They ask nothing of the database, the session or the Host header, which may be the cause of the error.
"""

import logging
import sys
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cms.http.page_frame import bare_frame
from runtime.api.endpoint import is_api
from runtime.api.problems import problem_of_status
from runtime.filing.pages import mark_personal
from runtime.vault.storage import NO_ROOM, StorageError

logger = logging.getLogger(__name__)

#: Faults that end by themselves: the database, the disk.
PASSING = (OperationalError, InterfaceError, StorageError)
RETRY_SECONDS = 30
CSRF_FIELD = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Words:
    """Text of an error page: what happened, and what to do next."""

    title: str | Promise
    message: str | Promise


BAD_REQUEST = Words(
    _("We could not read what your browser sent"),
    _("Go back to the home page and try again from there."),
)
FORBIDDEN = Words(
    _("You do not have access to this page"),
    _("If you think you should have access to it, contact the department concerned."),
)
NOT_FOUND = Words(
    _("Page not found"),
    _("If you typed the address, check that it is correct. If you pasted it, check that you copied all of it."),
)
BROKEN = Words(
    _("Something went wrong on our side"),
    _("Your last action was not recorded. Try again in a few minutes: what you had saved before is kept."),
)
UNAVAILABLE = Words(
    _("The service is not available for the moment"),
    _("Your last action was not recorded. What you had saved before is kept."),
)
STALE_TOKEN = Words(
    _("This page had been open for too long"),
    _("Nothing was sent. Go back to the previous page, reload it and try again. Your browser must accept cookies."),
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400, BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403, FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Draw the page of last resort: if the theme cannot be drawn, bare text. Django calls it for uncaught errors."""
    try:
        if is_passing(sys.exc_info()[1]):
            return unavailable(request)
        return error_page(request, 500, BROKEN)
    except Exception:
        logger.exception("The error page itself failed.")
        return HttpResponse(format_html("<h1>{}</h1><p>{}</p>", BROKEN.title, BROKEN.message), status=500)


def is_passing(error: BaseException | None) -> bool:
    """Return whether `error` comes from the database or the disk that cannot answer now, rather than from our code."""
    return isinstance(error, PASSING) or (isinstance(error, OSError) and error.errno in NO_ROOM)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that nothing was recorded and when to try again; raw input is on the page, to be posted once more.

    Not so for a form with a password in it, nor for one of another site, which would get a good token.
    """
    if is_api(request):
        return problem_of_status(503)
    fields = _typed(request) if request.method == "POST" and _is_from_here(request) else []
    context = {
        "title": UNAVAILABLE.title,
        "message": UNAVAILABLE.message,
        "kept": fields,
        "has_files": bool(fields and request.FILES),
        "is_post": request.method == "POST",
        "form_action": request.get_full_path(),
        "csrf_token": get_token(request) if fields else "",
        **bare_frame(request),
    }
    response = HttpResponse(render_to_string("themes/unavailable.html", context), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return mark_personal(response)


class _CsrfCheck(CsrfViewMiddleware):
    """The usual check, its verdict alone: the database is away, and no view can word a refusal."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(status=403)


def _is_from_here(request: HttpRequest) -> bool:
    return _CsrfCheck(unavailable).process_view(request, unavailable, (), {}) is None


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != CSRF_FIELD]
    return [] if any("password" in name for name, _ in fields) else fields


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Let the view answer a stale or missing CSRF token itself, so that raw input is not lost.

    A view function that has an attribute `csrf_failure` is answered by calling it with the request, the reason (for
    logs, not for people) and the arguments of the URL; any other gets a clear 403.
    """
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return error_page(request, 403, STALE_TOKEN)
    handler = getattr(match.func, "csrf_failure", None)
    if handler is None:
        return error_page(request, 403, STALE_TOKEN)
    response: HttpResponse = handler(request, reason, *match.args, **match.kwargs)
    return response


def error_page(request: HttpRequest, status: int, words: Words) -> HttpResponse:
    """Draw `themes/error.html` with `title`, `message` and the frame of the page; programs get a problem in JSON."""
    if is_api(request):
        return problem_of_status(status)
    context = {"title": words.title, "message": words.message, **bare_frame(request)}
    if status == 500:  # what an operator finds in the logs
        context["code"] = getattr(request, "id", "")
    return HttpResponse(render_to_string("themes/error.html", context), status=status)
