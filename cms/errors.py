"""Pages for what goes wrong: 400, 403, 404, 500 and a form whose security token is stale.

They ask nothing of the database, the session or the Host header, which may be what is wrong.
"""

import logging
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cms.frame import bare_frame

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """What an error page says: what happened, and what to do next."""

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
    """The page of last resort: if even the theme cannot be drawn, bare words."""
    try:
        return error_page(request, 500, BROKEN)
    except Exception:
        logger.exception("The error page itself failed.")
        return HttpResponse(format_html("<h1>{}</h1><p>{}</p>", BROKEN.title, BROKEN.message), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Let the view answer a stale or missing CSRF token itself, so that what was typed is not lost.

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
    """Draw `themes/error.html` with `title`, `message` and the frame of the page."""
    context = {"title": words.title, "message": words.message, **bare_frame(request)}
    return HttpResponse(render_to_string("themes/error.html", context), status=status)
