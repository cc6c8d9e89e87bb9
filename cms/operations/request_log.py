"""Request log, one line a request: route, status, duration, number of queries; never a URL.

    {"message": "GET filing:step 200", "request_id": "5f0c…", "method": "GET", "route": "filing:step", "status": 200,
     "duration_ms": 12.3, "queries": 1, …}

A route is the name of a URL (`filing:step`), so that no reference, token or search of a person gets into a line.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

from cms.operations.logs import request_id
from runtime.limits.client import is_from_proxy

logger = logging.getLogger("guichet.requests")

ID_HEADER = "X-Request-ID"
_GIVEN_ID = re.compile(r"[\w-]{8,64}\Z", re.ASCII)
#: Others are counted as one: neither a line nor a label may hold an invented name.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestLineMiddleware:
    """Names the request, counts its queries, writes its line, returns its name in a header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = _given_id(request) or secrets.token_hex(8)
        # Never unset: Django logs some errors after the last middleware, and the next request brings its own name.
        request_id.set(request.id)
        queries, started = _Queries(), time.perf_counter()
        with connection.execute_wrapper(queries):
            response = self.get_response(request)
        _tell(request, response, seconds=time.perf_counter() - started, queries=queries.count)
        response[ID_HEADER] = request.id
        return response


class _Queries:
    """Counts the statements of one request."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., object], *call: object) -> object:
        self.count += 1
        return execute(*call)


def method_of(request: HttpRequest) -> str:
    """Return the method, `OTHER` for one that no page answers."""
    return request.method if request.method in METHODS else "OTHER"


def route_of(request: HttpRequest) -> str:
    """Return the name of the URL that answered, `unknown` when none did."""
    match = request.resolver_match
    return (match and match.view_name) or "unknown"


def _given_id(request: HttpRequest) -> str:
    """Return the name that a proxy of ours gave to the request; any other client could forge lines with it."""
    given = request.headers.get(ID_HEADER, "")
    return given if _GIVEN_ID.match(given) and is_from_proxy(request) else ""


def _tell(request: HttpRequest, response: HttpResponse, *, seconds: float, queries: int) -> None:
    facts = {
        "method": method_of(request),
        "route": route_of(request),
        "status": response.status_code,
        "duration_ms": round(seconds * 1000, 1),
        "queries": queries,
    }
    logger.info("%s %s %s", facts["method"], facts["route"], facts["status"], extra={"facts": facts})
