"""Description of the API: for programs as OpenAPI, for people as a page made of it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from runtime.api.description import openapi, operations
from runtime.api.problems import KINDS
from runtime.api.responses import ASK_AGAIN, json_response, json_text, tagged
from schemas.canonical import digest_of_text

#: The tags of operations, in the order of the page.
TAGS = ("procedures", "filing", "submissions", "events", "simulators")


@require_safe
def openapi_json(request: HttpRequest) -> HttpResponse:
    document = openapi()
    return tagged(request, json_response(document, headers=ASK_AGAIN), digest_of_text(json_text(document)))


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Draw the page in the language asked for, by `?lang=` or by the browser: paths of the API have no language."""
    with translation.override(_language(request)):
        response = render(request, "themes/api.html", _context())
        response["Content-Language"] = translation.get_language()
    response["Cache-Control"] = ASK_AGAIN["Cache-Control"]
    patch_vary_headers(response, ("Accept-Language",))
    return response


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def _context() -> dict[str, object]:
    code, name = next(each for each in settings.LANGUAGES if each[0] != translation.get_language())
    document = openapi()
    return {
        "openapi_url": reverse("api:openapi"),
        "operations": [_told(document, *each) for each in sorted(operations(document), key=_place)],
        "problems": [
            {"code": code, "status": kind.status, "title": kind.title, "detail": kind.detail}
            for code, kind in KINDS.items()
        ],
        "alternate_url": f"{reverse('api:page')}?lang={code}",
        "alternate_code": code,
        "alternate_name": name,
    }


def _place(described: tuple[str, str, dict[str, Any]]) -> int:
    """Return the place of an operation on the page: reading, then filing, then following."""
    return TAGS.index(described[2]["tags"][0])


def _told(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, object]:
    media_type, fields = _body(document, operation)
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": _(operation["summary"]),
        "description": _in_words(operation),
        "parameters": [{**each, "description": _in_words(each)} for each in operation["parameters"]],
        "media_type": media_type,
        "fields": fields,
        "statuses": sorted(str(status) for status in operation["responses"]),
    }


def _body(document: dict[str, Any], operation: dict[str, Any]) -> tuple[str, list[dict[str, object]]]:
    """Return the type of the body of an operation and its properties."""
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        shape = content["schema"]
        if "$ref" in shape:
            shape = document["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
        required = shape.get("required", [])
        fields = shape["properties"].items()
        return media_type, [
            {"name": name, "required": name in required, "description": _in_words(each)} for name, each in fields
        ]
    return "", []


def _in_words(described: dict[str, Any]) -> str:
    text = described.get("description", "")
    return _(text).replace("`", "") if text else ""
