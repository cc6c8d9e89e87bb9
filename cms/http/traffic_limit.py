"""Limits of what one client, and everybody together, send in an hour: pages and kilobytes (bar X13)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cms.http.csp import is_admin
from cms.http.errors import Words, error_page
from runtime.api.endpoint import is_api
from runtime.limits.client import client_address
from runtime.limits.limiter import Bucket, hit, limit

BYTES_A_KILOBYTE = 1_000
HOUR = 3_600
#: Part of the addresses of suggestions, in every language.
SUGGESTIONS = "/listes/"
TOO_MUCH = Words(
    _("Too much was sent from your connection in one hour"),
    _("Nothing of it was recorded. Go back: what you typed is still there. Wait a few minutes, then send it again."),
)


class TrafficLimitMiddleware:
    """Answers 429 once a client has sent its share of the hour, before the body is read; one statement a post.

    Who has logged in is not counted, nor are the calls of programs with a token: those have limits of their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"} or (is_admin(request) and request.user.is_authenticated):
            return self.get_response(request)
        verdict = hit(*_buckets(request))
        if verdict.is_allowed:
            return self.get_response(request)
        response = error_page(request, 429, TOO_MUCH)
        response["Retry-After"] = str(verdict.wait_seconds)
        return response


def _has_limits_of_its_own(request: HttpRequest) -> bool:
    """Return whether calls are counted elsewhere: those of programs with a token, and suggestions as one types."""
    return (is_api(request) and "Authorization" in request.headers) or SUGGESTIONS in request.path_info


def _buckets(request: HttpRequest) -> list[Bucket]:
    client, announced = client_address(request), request.META.get("CONTENT_LENGTH") or "0"
    kilobytes = 1 + (int(announced) if announced.isdigit() else 0) // BYTES_A_KILOBYTE
    buckets = [
        limit("kilobytes", client, seconds=HOUR, amount=kilobytes),
        limit("kilobytes_of_all", seconds=HOUR, amount=kilobytes, only_alarms=True),
    ]
    if not _has_limits_of_its_own(request):
        buckets += [
            limit("posts", client, seconds=HOUR),
            limit("posts_of_all", seconds=HOUR, only_alarms=True),
        ]
    return buckets
