"""Refusal of requests larger than anything this site accepts, before they are read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cms.http.errors import Words, error_page

TOO_LARGE = Words(
    _("What you sent is too large"),
    _("Nothing of it was recorded. Go back: what you typed is still there. Send fewer or smaller files at a time."),
)


class BodyLimitMiddleware:
    """Answers 413 to a body over `GUICHET_MAX_REQUEST_BYTES`; a proxy in front should refuse it too (bar X13)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > settings.GUICHET_MAX_REQUEST_BYTES:
            return error_page(request, 413, TOO_LARGE)
        return self.get_response(request)
