"""Submissions for programs: one by its reference, its events, the list of a department."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_noop
from ninja import Path, Query

from runtime.api.app import api, responses
from runtime.api.authentication import ANYBODY, BEARER, Anonymous, Caller, Holder, Program, caller_of, program_of
from runtime.api.listing import page_of
from runtime.api.payloads import EventsOut, ListFilters, SubmissionOut, SubmissionsOut
from runtime.api.problems import Refusal, too_many
from runtime.api.representation import event_payloads, status_of, whole_of
from runtime.api.responses import has_already, json_response, shows_etag
from runtime.desk.audit_log import record_reading
from runtime.processing.advance import ACTORS_OF_SERVICE
from runtime.programs.models import Scope
from runtime.submissions.attachments import Withheld, download_of
from runtime.submissions.models import Submission
from runtime.submissions.reference import read_reference
from runtime.tracking.context import live_etag
from runtime.tracking.lookup import count_lookup, find_here, get_opened, key_opens
from schemas.format.circuit import Actor

Reference = Annotated[str, Path(..., max_length=60, description=gettext_noop("The number of a request."))]

#: A file has the type that inspection found when it came.
FILE = {"*/*": {"schema": {"type": "string", "format": "binary"}}}


@api.get(
    "/submissions",
    response=responses("unauthorized", "forbidden", s200=SubmissionsOut),
    summary=gettext_noop("List the requests of the department"),
    description=gettext_noop("Newest first, without answers. For a token that may read status."),
    tags=["submissions"],
    operation_id="submissions",
    openapi_extra=BEARER,
)
def list_submissions(request: HttpRequest, filters: Query[ListFilters]) -> HttpResponse:
    caller = program_of(request, Scope.READ_STATUS)
    rows, following = page_of(caller.token.department, filters)
    return json_response({"items": [status_of(row) for row in rows], "next": following})


@api.get(
    "/submissions/{reference}",
    response=responses("unauthorized", "forbidden", "not-found", s200=SubmissionOut),
    summary=gettext_noop("Read a request"),
    description=gettext_noop(
        "State and dates with the reference alone; answers too with the key of the request, or with a token of its "
        "department that may read answers. With If-None-Match, a request that did not change costs a 304 and is not "
        "counted as a look-up."
    ),
    tags=["submissions"],
    operation_id="submission",
    openapi_extra=ANYBODY,
)
def read_submission(request: HttpRequest, reference: Reference) -> HttpResponse:
    caller = caller_of(request)
    submission, has_all = found_for(request, caller, reference)
    etag = live_etag(submission, is_open=has_all)
    if has_already(request, etag):
        return _unchanged(etag)
    if not has_all:
        return json_response(status_of(submission), headers={"ETag": etag})
    _note(caller, submission)
    actors = ACTORS_OF_SERVICE if isinstance(caller, Program) else {Actor.CITIZEN}
    return json_response(whole_of(submission, actors), headers={"ETag": etag})


@api.get(
    "/submissions/{reference}/events",
    response=responses("unauthorized", "forbidden", "not-found", s200=EventsOut),
    summary=gettext_noop("Read what happened to a request"),
    description=gettext_noop(
        "In order. With the key of the request, or with a token of its department that may pull events; reasons for "
        "who may read answers."
    ),
    tags=["submissions"],
    operation_id="submission-events",
    openapi_extra=BEARER,
)
def read_events(request: HttpRequest, reference: Reference) -> HttpResponse:
    caller = caller_of(request)
    if isinstance(caller, Anonymous):
        raise Refusal("unauthorized")
    submission, has_all = found_for(request, caller, reference, scope=Scope.EVENTS, otherwise="unauthorized")
    etag = live_etag(submission, is_open=has_all)
    if has_already(request, etag):
        return _unchanged(etag)
    _note(caller, submission, is_reading=has_all)
    events = submission.events.order_by("number")
    for event in events:
        event.submission = submission
    told = {"items": event_payloads(submission, events, with_reasons=has_all)}
    return json_response(told, headers={"ETag": etag})


@api.get(
    "/submissions/{reference}/files/{file_id}",
    response=responses("unauthorized", "forbidden", "withheld", "not-found", s200=None),
    summary=gettext_noop("Take back a file of a request"),
    description=gettext_noop(
        "With the key of the request, or with a token of its department that may read answers; `file_id` is the id of "
        "the file in the answers."
    ),
    tags=["submissions"],
    operation_id="submission-file",
    openapi_extra={**BEARER, "responses": {200: {"content": FILE}}},
)
def read_file(request: HttpRequest, reference: Reference, file_id: UUID) -> HttpResponseBase:
    caller = caller_of(request)
    if isinstance(caller, Anonymous):
        raise Refusal("unauthorized")
    submission, _ = found_for(request, caller, reference, scope=Scope.READ_ANSWERS, otherwise="unauthorized")
    stored = submission.files.filter(pk=file_id).first()
    if stored is None:
        raise Refusal("not-found")
    try:
        response = download_of(submission, stored)
    except Withheld:
        raise Refusal("withheld") from None
    _note(caller, submission, file=str(stored.pk))
    return response


def found_for(
    request: HttpRequest,
    caller: Caller,
    reference: str,
    *,
    scope: Scope = Scope.READ_STATUS,
    otherwise: str = "not-found",
) -> tuple[Submission, bool]:
    """Return a submission and whether `caller` may read its answers. Raises the same `Refusal` for all others.

    A program sees the submissions of its department, and no others; any other caller is counted, and gets `otherwise`
    whether the reference or the key is wrong (bar X1, X2).
    """
    if isinstance(caller, Program):
        caller.needs(scope)
        return of_department(caller, reference), caller.token.may(Scope.READ_ANSWERS)
    return _looked_up(request, caller, reference, otherwise)


def of_department(caller: Program, reference: str) -> Submission:
    """Return a submission of the department of a program. Raises a `Refusal` for any other. One query."""
    found = get_opened(read_reference(reference) or "")
    if found is None or found.department_id != caller.token.department_id:
        raise Refusal("not-found")
    return found


def _looked_up(
    request: HttpRequest, caller: Anonymous | Holder, reference: str, otherwise: str
) -> tuple[Submission, bool]:
    """Look a submission up as the tracking page does: a caller who shows its ETag is not counted again."""
    key = caller.key if isinstance(caller, Holder) else ""
    seen = get_opened(read_reference(reference) or "")
    is_right = key_opens(seen, key)
    if seen and (is_right or not key) and shows_etag(request, live_etag(seen, is_open=is_right)):
        return seen, is_right
    verdict = count_lookup(request)
    if not verdict.is_allowed:
        raise too_many(verdict.wait_seconds)
    found = find_here(request, reference)
    if found is None or (key and not is_right):
        raise Refusal(otherwise)
    return found, is_right


def _unchanged(etag: str) -> HttpResponse:
    return HttpResponse(status=304, headers={"ETag": etag, "Cache-Control": "no-store, private"})


def _note(caller: Caller, submission: Submission, *, is_reading: bool = True, **facts: str) -> None:
    """Log that a program read a submission."""
    if isinstance(caller, Program) and is_reading:
        record_reading(submission, caller.token, **facts)
