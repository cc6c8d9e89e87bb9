"""Refusal of requests in a declared charset other than UTF-8, before they are read: no browser sends one."""

import codecs
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cms.http.errors import BAD_REQUEST, error_page


class CharsetMiddleware:
    """Answers 400 to a body in another charset: names and texts decoded by it may hold characters no page can show."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_utf8((request.content_params or {}).get("charset", "utf-8")):
            return self.get_response(request)
        return error_page(request, 400, BAD_REQUEST)


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False
