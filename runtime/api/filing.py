"""Filing from another program: files first, then the answers, checked and recorded as those of the wizard are."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import File, Form, UploadedFile

from runtime.api.answer_errors import worded_file_problem, worded_problems
from runtime.api.app import api, responses
from runtime.api.authentication import ANYBODY, Caller, Holder, Program, allow, caller_of
from runtime.api.idempotency import IdempotencyKey, once_token
from runtime.api.payloads import FiledOut, FileOut, SubmissionIn
from runtime.api.problems import Refusal, too_many
from runtime.api.procedures import Key, version_at_hand
from runtime.api.representation import links_of
from runtime.api.responses import json_response
from runtime.api.submit import Invalid, Outdated, Recorded, send_answers
from runtime.api.uploads import file_question, keep_upload
from runtime.drafts.lifetimes import has_receipt
from runtime.drafts.quotas import count_begun, forget_begun
from runtime.failpoints import reach
from runtime.limits.client import client_address
from runtime.limits.limiter import limit
from runtime.presentation.language import current_language
from runtime.processing.intake import answers_digest
from runtime.programs.models import Scope
from runtime.submissions.content import open_content
from runtime.submissions.models import Submission
from runtime.vault.encryption import keyed_hash
from schemas.models import Version
from schemas.problems import Problem
from schemas.versions import load_compiled

BODY_PROBLEMS = ("too-large", "unsupported-media-type", "invalid", "not-found", "unauthorized", "forbidden")


@api.post(
    "/procedures/{key}/uploads",
    response=responses(*BODY_PROBLEMS, s201=FileOut),
    summary=gettext_noop("Send a file ahead"),
    description=gettext_noop(
        "The form has `file` and `question`, the key of the question it answers (dots lead into groups). The answer "
        "holds `answer`: put it in the list of files of that question, as it is, within 24 hours."
    ),
    tags=["filing"],
    operation_id="upload",
    openapi_extra=ANYBODY,
)
def send_file(request: HttpRequest, key: Key, question: Form[str], file: File[UploadedFile]) -> HttpResponse:
    caller = caller_of(request)
    version = _filed_by(caller, version_at_hand(request, key, None))
    owner = _owner(request, caller)
    if not isinstance(caller, Program):
        allow(limit("uploads", owner, seconds=3_600))
    _refuse_other_fields(request)
    compiled = load_compiled(version, current_language())
    asked = file_question(compiled, question)
    if asked is None:
        raise Refusal("invalid", errors=[{"parameter": "question", "code": "unknown_question"}])
    kept = keep_upload(version, asked, file, path=question, owner=owner)
    reach("before the answer")
    if isinstance(kept, Problem):
        raise Refusal("invalid", errors=[worded_file_problem(asked, kept)])
    return json_response({"answer": kept.answer, "expires_at": kept.expires_at}, status=HTTPStatus.CREATED)


@api.post(
    "/procedures/{key}/submissions",
    response=responses(*BODY_PROBLEMS, "changed-content", s200=FiledOut, s201=FiledOut),
    summary=gettext_noop("File a request"),
    description=gettext_noop(
        "`answers` are final, as the schema of the procedure describes them. 201 when the request was recorded; 200, "
        "with the same reference, when this very call recorded it before. Keep the key: it opens the answers, and is "
        "given again within a day only, to the address or program that filed."
    ),
    tags=["filing"],
    operation_id="file",
    openapi_extra=ANYBODY,
)
def file_request(request: HttpRequest, key: Key, body: SubmissionIn, idempotency_key: IdempotencyKey) -> HttpResponse:
    reach("request read")
    caller = caller_of(request)
    version = _filed_by(caller, version_at_hand(request, key, None))
    if not isinstance(caller, Program):
        _count(request)
    token = once_token(caller, idempotency_key, act=f"file {version.site_id} {version.key}")[:32]
    sender = _owner(request, caller)
    outcome = send_answers(version, body.answers, token=token, expected=body.version, sender=sender)
    reach("before the answer")
    if not isinstance(caller, Program) and not (isinstance(outcome, Recorded) and outcome.is_new):
        forget_begun(request)
    if isinstance(outcome, Outdated):
        raise Refusal("version-changed", more={"version": version.number})
    if isinstance(outcome, Invalid):
        errors = worded_problems(load_compiled(version, current_language()), outcome.problems)
        raise Refusal("invalid", errors=errors)
    if outcome.submission.digest != answers_digest(body.answers):
        raise Refusal("changed-content", more={"reference": outcome.submission.reference})
    return _receipt(outcome.submission, sender, is_new=outcome.is_new)


def _filed_by(caller: Caller, version: Version) -> Version:
    """Return `version` if `caller` may file for it. Raises a `Refusal` for a key, or another department's program."""
    if isinstance(caller, Holder):
        raise Refusal("unauthorized")
    if isinstance(caller, Program):
        caller.needs(Scope.FILE)
        if caller.token.department_id != version.department_id:
            raise Refusal("not-found")
    return version


def _count(request: HttpRequest) -> None:
    verdict = count_begun(request)
    if not verdict.is_allowed:
        raise too_many(verdict.wait_seconds)


def _owner(request: HttpRequest, caller: Caller) -> str:
    """Return who sends, by whom waiting files are counted: a program, or an address; hashed, since it is stored."""
    name = f"token {caller.token.pk}" if isinstance(caller, Program) else client_address(request)
    return keyed_hash(name, "upload owner")


def _refuse_other_fields(request: HttpRequest) -> None:
    """Refuse a form with other fields: nothing about a file is taken from its sender's word."""
    names = [*request.POST, *request.FILES]
    unknown = [name for name in names if name not in {"question", "file"}]
    if unknown or len(request.FILES.getlist("file")) > 1 or len(request.POST.getlist("question")) > 1:
        errors = [{"parameter": name, "code": "unknown_name"} for name in unknown]
        raise Refusal("invalid", errors=errors or [{"parameter": "file", "code": "repeated"}])


def _receipt(submission: Submission, sender: str, *, is_new: bool) -> HttpResponse:
    """Return the receipt, its key only for a while and to its sender: an idempotency key that leaked opens nothing."""
    content = open_content(submission)
    is_shown = is_new or (has_receipt(submission, at=submission.read_at) and content.sender == sender)
    tracking = reverse("tracking:status", args=[submission.reference])
    links = links_of(submission, tracking_path=tracking)
    receipt = {
        "reference": submission.reference,
        "key": content.key if is_shown else None,
        "received_at": submission.received_at,
        "links": links,
    }
    status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    return json_response(receipt, status=status, headers={"Location": links["self"]})
