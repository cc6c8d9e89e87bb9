"""JSON responses of the API, with their caching."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags

#: For responses that one person or one department may read: no cache keeps them.
PERSONAL = {"Cache-Control": "no-store, private"}

#: What anybody may keep, and asks again before using it.
ASK_AGAIN = {"Cache-Control": "public, no-cache"}


def json_text(value: object) -> str:
    """Return `value` as JSON text; times in the time zone in use, with its offset."""
    return json.dumps(value, ensure_ascii=False, default=_moment)


def json_response(value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a response that only its caller may keep; `headers` may say otherwise."""
    return HttpResponse(
        json_text(value), status=status, content_type="application/json", headers={**PERSONAL, **(headers or {})}
    )


def tagged(request: HttpRequest, response: HttpResponse, tag: str) -> HttpResponse:
    """Return `response` under an ETag, or a 304 with the same headers when the caller has it already."""
    etag = f'"{tag}"'
    response["ETag"] = etag
    if not has_already(request, etag):
        return response
    kept = ("ETag", "Cache-Control", "Procedure-Version")
    return HttpResponse(status=304, headers={name: response[name] for name in kept if name in response})


def has_already(request: HttpRequest, etag: str) -> bool:
    """Return whether the caller claims to have what `etag` names, or anything (`*`)."""
    return shows_etag(request, etag) or "*" in parse_etags(request.headers.get("If-None-Match", ""))


def shows_etag(request: HttpRequest, etag: str) -> bool:
    """Return whether the caller shows `etag` itself, which nobody can who was not given it."""
    return not {etag, f"W/{etag}"}.isdisjoint(parse_etags(request.headers.get("If-None-Match", "")))


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return str(value)
