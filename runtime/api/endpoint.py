"""Common behaviour of all API endpoints: language, methods, media types, errors and caching.

Language from `Accept-Language` alone, `HEAD` as `GET`, `OPTIONS` without promises to other sites, JSON only, problems
instead of pages, nothing kept unless it says so. Cookies mean nothing here, so neither does their forgery.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from runtime.api.problems import MEDIA_TYPE, Refusal, problem

#: Prefix of every path of the API.
PREFIX = "/api/"

View = Callable[..., HttpResponseBase]


def at_the_edge(view: View, *, gives_files: bool = False) -> View:
    """Return `view` as an endpoint of the API; one that gives files answers whatever `Accept` says."""

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        with translation.override(_language(request)):
            if gives_files or _accepts_json(request):
                response = _answered(view, request, args, kwargs)
            else:
                response = problem(Refusal("not-acceptable"))
            response["Content-Language"] = translation.get_language()
        response.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ("Accept-Language", "Authorization"))
        return response

    return wrapped


def is_api(request: HttpRequest) -> bool:
    """Return whether a program asked, and expects a problem rather than a page."""
    return request.path_info.startswith(PREFIX)


def _answered(
    view: View, request: HttpRequest, args: tuple[object, ...], kwargs: dict[str, object]
) -> HttpResponseBase:
    method = request.method
    if method == "HEAD":
        request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = method
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _other_method(request, response["Allow"])
    return response


def _accepts_json(request: HttpRequest) -> bool:
    is_free = not request.headers.get("Accept", "").strip()
    return is_free or request.accepts("application/json") or request.accepts(MEDIA_TYPE)


@at_the_edge
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer for every path that does not exist."""
    return problem(Refusal("not-found"))


def _other_method(request: HttpRequest, allowed: str) -> HttpResponse:
    taken = {each.strip() for each in allowed.split(",")} | {"OPTIONS"}
    headers = {"Allow": ", ".join(sorted(taken | ({"HEAD"} if "GET" in taken else set())))}
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)
    return problem(Refusal("method-not-allowed", headers=headers))


def _language(request: HttpRequest) -> str:
    return translation.get_language_from_request(request)
