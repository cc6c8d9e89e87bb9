"""Procedures for programs: the list, the document as it was published, the schema of its answers."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Query

from runtime.api.app import api, responses
from runtime.api.authentication import called_site
from runtime.api.payloads import ProceduresOut
from runtime.api.problems import Refusal
from runtime.api.responses import ASK_AGAIN, json_response, json_text, tagged
from runtime.links.addresses import public_url
from runtime.presentation.language import current_language
from schemas.answers.data_schema import data_schema
from schemas.canonical import digest_of_text
from schemas.models import Version
from schemas.versions import find_published, find_version, load_compiled, published

#: For responses that never change.
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}

Key = Annotated[
    str, Path(..., pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$", description=gettext_noop("The key of a procedure."))
]
Number = Annotated[
    int | None, Query(None, ge=1, le=1_000_000_000, description=gettext_noop("A version; the current one if absent."))
]


@api.get(
    "/procedures",
    response=responses(s200=ProceduresOut),
    summary=gettext_noop("List the procedures that can be filed now"),
    tags=["procedures"],
    operation_id="procedures",
)
def list_procedures(request: HttpRequest) -> HttpResponse:
    items = [_procedure(version) for version in published(called_site(request))]
    told = {"items": sorted(items, key=lambda item: str(item["title"]))}
    return tagged(request, json_response(told, headers=ASK_AGAIN), digest_of_text(json_text(told)))


@api.get(
    "/procedures/{key}",
    response=responses("not-found", s200=dict),
    summary=gettext_noop("Read a procedure as it was published"),
    description=gettext_noop(
        "The document itself, as canonical JSON (RFC 8785); its ETag is its SHA-256. The header Procedure-Version "
        "says its number; with that number as ?version= it never changes."
    ),
    tags=["procedures"],
    operation_id="procedure",
)
def read_procedure(request: HttpRequest, key: Key, version: Number) -> HttpResponse:
    found = version_at_hand(request, key, version)
    kept = FOR_EVER if version else ASK_AGAIN
    headers = {**kept, "Procedure-Version": str(found.number)}
    return tagged(request, HttpResponse(found.document, content_type="application/json", headers=headers), found.sha256)


@api.get(
    "/procedures/{key}/schema",
    response=responses("not-found", s200=dict),
    summary=gettext_noop("Read the schema of the answers to a procedure"),
    description=gettext_noop(
        "JSON Schema 2020-12, self-contained, in the language asked for. What it cannot say stands under "
        "x-guichet-server."
    ),
    tags=["procedures"],
    operation_id="schema",
)
def read_schema(request: HttpRequest, key: Key, version: Number) -> HttpResponse:
    found = version_at_hand(request, key, version)
    language = current_language()
    headers = {**ASK_AGAIN, "Procedure-Version": str(found.number)}
    schema = data_schema(load_compiled(found, language))
    return tagged(request, json_response(schema, headers=headers), f"{found.sha256}-{language}")


def version_at_hand(request: HttpRequest, key: str, number: int | None) -> Version:
    """Return a version that was published on this site. Raises a `Refusal` when there is none."""
    site = called_site(request)
    found = find_published(key, site=site) if number is None else find_version(key, number, site=site)
    if found is None:
        raise Refusal("not-found")
    return found


def _procedure(version: Version) -> dict[str, object]:
    document = load_compiled(version, current_language()).document
    here = public_url(f"/api/v1/procedures/{version.key}")
    return {
        "key": version.key,
        "title": document.title,
        "summary": document.summary,
        "version": version.number,
        "sha256": version.sha256,
        "published_at": version.published_at,
        "languages": list(document.languages),
        "department": version.department.contact,
        "links": {"self": here, "schema": f"{here}/schema", "submissions": f"{here}/submissions"},
    }
