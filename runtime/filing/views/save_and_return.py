"""Pages to save a draft, to return to it by code, and to leave this device."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from runtime.delivery.notifications import plan_resume
from runtime.drafts.access import NotYours, Opened, end_here, open_for, opened
from runtime.drafts.content import open_draft
from runtime.drafts.cookies import forget_drafts, remember_draft
from runtime.drafts.kept_fields import apply_kept
from runtime.drafts.quotas import count_try
from runtime.drafts.repository import MAX_TRIES, find_by_code, find_draft, lock_draft, save_draft
from runtime.drafts.step_outcome import journey_of
from runtime.filing import addresses, pages
from runtime.filing.pages import personal
from runtime.forms.rendering import view_field
from runtime.limits.client import client_address
from runtime.links.addresses import public_url
from runtime.presentation.messages import word_wait
from runtime.submissions.reference import read_key
from schemas.questions.base import Question

EMAIL_QUESTION = Question(
    key="email", type="email", schema={"title": ""}, options={"autocomplete": "email"}, required=False
)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, key: str, draft: str) -> HttpResponseBase:
    """Show the return code and the last day of a draft; send a link to it by e-mail when asked."""
    found = open_for(request, key, draft)
    if not isinstance(found, Opened):
        return pages.refuse_draft(request, found, key=key, draft=draft)
    if request.method == "POST":
        return _send_link(request, found)
    return _saved_page(request, found, sent_to="1" if "envoye" in request.GET else "")


def _send_link(request: HttpRequest, found: Opened) -> HttpResponseBase:
    typed = request.POST.get("email", "").strip()
    try:
        validate_email(typed)
    except ValidationError:
        error = _("Enter your e-mail address in full, for example name@example.org.")
        return _saved_page(request, found, typed=typed, errors=[error], status=422)
    outcome = _mail_link(found.draft.token, to=typed, client=client_address(request))
    if outcome == "gone":
        return redirect(addresses.draft_url("save", found.key, found.draft.token))
    if outcome == "refused":
        error = _("Several e-mails were asked for already. Try again in an hour, or write down the code.")
        return _saved_page(request, found, typed=typed, errors=[error], status=429)
    return redirect(addresses.draft_url("save", found.key, found.draft.token, envoye="1"))


@personal
def _save_again(request: HttpRequest, reason: str, key: str, draft: str) -> HttpResponseBase:
    """Show the page again with a fresh security token and the address that was typed (bar F13)."""
    pages.refuse_other_sites(reason)
    found = open_for(request, key, draft)
    if not isinstance(found, Opened):
        return pages.refuse_draft(request, found, key=key, draft=draft)
    return _saved_page(request, found, typed=request.POST.get("email", ""), errors=[_too_old()], status=403)


save.csrf_failure = _save_again


def _too_old() -> str:
    return _("This page had been open for too long. What you typed is still here: continue once more.")


@transaction.atomic
def _mail_link(token: str, *, to: str, client: str) -> str:
    """Post a link, and note in the draft that links to it exist, so that they end with it; return the outcome.

    The row is locked: the draft cannot be sent in between, which would leave a link to nothing.
    """
    draft = lock_draft(token)
    if draft is None:
        return "gone"
    content = open_draft(draft)
    if not content.is_mailed:
        save_draft(draft, replace(content, is_mailed=True))
    return "posted" if plan_resume(draft, to=to, client=client) else "refused"


def _saved_page(
    request: HttpRequest, found: Opened, *, sent_to: str = "", typed: str = "", errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    field = view_field(EMAIL_QUESTION, raw=typed)
    field.label, field.hint = _("Your e-mail address"), _("We send you this link and do not keep the address.")
    field.errors = errors or []
    resume = reverse("filing:resume")
    context = {
        **pages.context_of(found.compiled, found.version),
        "return_code": found.content.code,
        "expires_at": found.draft.expires_at,
        "resume_url": resume,
        "resume_short": public_url(resume).split("://", 1)[-1],
        "continue_url": _where(found),
        "quit_url": addresses.draft_url("quit", found.key, found.draft.token),
        "form_action": addresses.draft_url("save", found.key, found.draft.token),
        "field": field,
        "errors": [{"text": text, "href": f"#{field.id}"} for text in field.errors],
        "sent_to": sent_to,
    }
    return render(request, "themes/saved.html", context, status=status)


def _where(found: Opened) -> str:
    """Return the page where the draft continues."""
    step = journey_of(found.compiled, found.content, today=timezone.localdate()).first_incomplete
    if step is None:
        return addresses.draft_url("review", found.key, found.draft.token)
    return addresses.step_url(found.key, found.draft.token, step.id)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponseBase:
    """Ask for a return code, and open its draft in this browser; raw input carried along is restored."""
    if request.method != "POST":
        return pages.resume_page(request)
    step_id = request.POST.get("next_step", "")
    verdict = count_try(request)
    if not verdict.is_allowed:
        response = _ask_again(request, word_wait(verdict.wait_seconds), status=429)
        response["Retry-After"] = str(verdict.wait_seconds)
        return response
    draft = find_by_code(request.POST.get("code", ""))
    if draft is None:
        return _ask_again(request, _code_error(request.POST.get("code", "")), status=422)
    found = opened(draft)
    if draft.token == request.POST.get("draft"):
        found = _with_kept(request, found, step_id)
    response = redirect(_where(found))
    remember_draft(request, response, draft.token, epoch=draft.epoch)
    return response


def _with_kept(request: HttpRequest, found: Opened, step_id: str) -> Opened:
    """Put the carried raw input into the draft, even when another request changes it meanwhile."""
    for _try in range(MAX_TRIES):
        content = apply_kept(found.compiled, found.content, step_id=step_id, post=request.POST)
        if content is found.content:
            return found
        if save_draft(found.draft, content):
            return replace(found, content=content)
        draft = find_draft(found.draft.token)
        if draft is None:
            return found
        found = opened(draft)
    raise TimeoutError("a draft changed at every try")


@personal
def _resume_again(request: HttpRequest, reason: str) -> HttpResponseBase:
    """Ask for the code again with a fresh security token; the raw input keeps travelling with it (bar F13)."""
    pages.refuse_other_sites(reason)
    return _ask_again(request, _too_old(), status=403)


resume.csrf_failure = _resume_again


def _code_error(typed: str) -> str:
    if not typed.strip():
        return _("Enter the code of your draft, for example 7KQ2-M9XD-4RTE-B3WF-HC6P.")
    if read_key(typed) is None:
        return _("No draft has such a code. Check each letter and figure: it looks like 7KQ2-M9XD-4RTE-B3WF-HC6P.")
    return _("No draft opens with this code: it was sent already, or its last day has passed.")


def _ask_again(request: HttpRequest, error: str, *, status: int) -> HttpResponseBase:
    posted = {name: request.POST.get(name, "") for name in ("procedure", "draft", "next_step")}
    return pages.resume_page(
        request, status=status, key=posted["procedure"], token=posted["draft"], step=posted["next_step"], errors=[error]
    )


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, key: str, draft: str) -> HttpResponseBase:
    """Forget a draft on this device, even one sent or gone meanwhile: for a computer that others use."""
    found = open_for(request, key, draft)
    if request.method == "POST" and not isinstance(found, NotYours):
        end_here(request, [draft])
        response = redirect(addresses.start_url(key))
        forget_drafts(request, response, [draft])
        return pages.clear_device(response)
    if not isinstance(found, Opened):
        return pages.refuse_draft(request, found, key=key, draft=draft)
    return _leave_page(request, found)


def _leave_page(request: HttpRequest, found: Opened, *, status: int = 200) -> HttpResponse:
    key, draft = found.key, found.draft.token
    context = {
        **pages.context_of(found.compiled, found.version),
        "return_code": found.content.code,
        "form_action": addresses.draft_url("quit", key, draft),
        "continue_url": _where(found),
    }
    return render(request, "themes/quit.html", context, status=status)


@personal
def _leave_again(request: HttpRequest, reason: str, key: str, draft: str) -> HttpResponseBase:
    """Ask again with a fresh security token (bar F13)."""
    pages.refuse_other_sites(reason)
    found = open_for(request, key, draft)
    if not isinstance(found, Opened):
        return pages.refuse_draft(request, found, key=key, draft=draft)
    return _leave_page(request, found, status=403)


leave.csrf_failure = _leave_again
