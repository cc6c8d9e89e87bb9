"""The description of the API: for programs as OpenAPI, for people as a page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from runtime.api.answers import answer, json_text, tagged
from runtime.api.description import openapi
from runtime.api.procedures import ASK_AGAIN
from schemas.canonical import digest_of_text


@require_safe
def openapi_json(request: HttpRequest) -> HttpResponse:
    document = openapi()
    return tagged(request, answer(document, headers=ASK_AGAIN), digest_of_text(json_text(document)))


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return openapi_json(request)
