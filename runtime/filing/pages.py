"""Common parts of the pages of filing: context, headers, pages that say why something is not possible."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from runtime.drafts.access import Gone, NotYours, Sent
from runtime.drafts.kept_fields import PREFIX
from runtime.drafts.lifetimes import has_receipt
from runtime.filing import addresses
from runtime.forms.rendering import FieldView, view_field
from runtime.presentation.messages import word_duration, word_wait
from schemas.compilation.compiled import Compiled
from schemas.format.document import Document
from schemas.models import Version
from schemas.questions.base import Question

#: The question that asks for a return code; drawn like any other.
CODE_QUESTION = Question(key="code", type="short_text", schema={"title": ""}, options={}, required=True)

#: The field of Django's own that every page carries.
CSRF_FIELD = "csrfmiddlewaretoken"

#: What a browser drops when somebody leaves (W3C, Clear Site Data, 2017, 3.1).
CLEARED = '"cache", "storage"'

#: Pause before trying again when files cannot be kept.
RETRY_SECONDS = 120


def personal(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark every response of a view as personal: no cache may keep it (bar X22)."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return mark_personal(view(request, *args, **kwargs))

    return wrapped


def mark_personal(response: HttpResponseBase) -> HttpResponseBase:
    """Forbid keeping `response` anywhere."""
    response["Cache-Control"] = "no-store, private"
    patch_vary_headers(response, ("Cookie",))
    return response


def clear_device(response: HttpResponseBase) -> HttpResponseBase:
    """Let the browser drop the pages that it keeps of this site; not its cookies, which open other drafts."""
    response["Clear-Site-Data"] = CLEARED
    return response


def refuse_other_sites(reason: str) -> None:
    """Raise PermissionDenied if a CSRF check failed because another site posts, not because a page grew old."""
    if reason.startswith(("Origin", "Referer")):
        raise PermissionDenied


def context_of(compiled: Compiled, version: Version) -> dict[str, object]:
    """Return the context of every page about a procedure."""
    document = compiled.document
    return {
        "procedure": {"key": document.key, "title": document.title, "summary": document.summary},
        "department": version.department.contact,
        "start_url": addresses.start_url(document.key),
    }


def privacy_of(document: Document) -> dict[str, object]:
    """Return the information on personal data (GDPR article 13), in words."""
    retention = document.privacy.get("retention")
    recipients = document.privacy.get("recipients")
    return {
        "purpose": document.privacy.get("purpose", ""),
        "basis": document.privacy.get("basis", ""),
        "retention": [word_duration(outcome, str(duration)) for outcome, duration in retention.items()]
        if isinstance(retention, Mapping)
        else [],
        "recipients": [each["label"] for each in recipients] if isinstance(recipients, list) else [],
    }


def kept_fields(post: QueryDict, *, is_step: bool) -> list[tuple[str, str]]:
    """Return the raw input of a page of questions, to be posted again from another page: nothing is lost on the way.

    Names of questions never begin with an underscore; those of our own fields do.
    """
    fields = [(name, value) for name, values in post.lists() for value in values]
    kept = [(name, value) for name, value in fields if name.startswith(PREFIX)]
    typed = [(PREFIX + name, value) for name, value in fields if not name.startswith(("_", PREFIX, CSRF_FIELD))]
    return kept + typed if is_step else kept


def _is_step(request: HttpRequest) -> bool:
    """Return whether a page of questions was posted, and not one that carries their raw input."""
    return request.resolver_match is not None and request.resolver_match.url_name in {"begin", "step"}


def resume_page(
    request: HttpRequest,
    *,
    status: int = 200,
    key: str = "",
    token: str = "",
    step: str = "",
    errors: Iterable[str] = (),
) -> HttpResponse:
    """Draw the page that asks for a return code; the raw input just posted travels with it."""
    field = _code_field(request, errors)
    field.label, field.hint = _("Code of your draft"), _("Five groups of four letters and figures.")
    notice = _(
        "To protect your answers, this page opens only on the device where they were typed. "
        "Enter the code of your draft to go on."
    )
    context = {
        "form_action": reverse("filing:resume"),
        "field": field,
        "errors": [{"text": text, "href": f"#{field.id}"} for text in field.errors],
        "kept": [
            *kept_fields(request.POST, is_step=_is_step(request)),
            *((n, v) for n, v in (("procedure", key), ("draft", token), ("next_step", step)) if v),
        ],
        "notice": notice if token else "",
    }
    return render(request, "themes/resume.html", context, status=status)


def _code_field(request: HttpRequest, errors: Iterable[str]) -> FieldView:
    """Return the field of a code, with what was typed in it; a question of a procedure may have its name too."""
    code = "" if _is_step(request) else request.POST.get("code", "")
    field = view_field(CODE_QUESTION, raw=code, required=True)
    field.errors = list(errors)
    return field


def too_many_begun(wait_seconds: int) -> str:
    """Say that too many drafts were begun from one connection, and when to try again."""
    sentence = _("Too many requests were started from your connection. %(wait)s What you typed is still here.")
    return sentence % {"wait": word_wait(wait_seconds)}


def already_sent_page(
    request: HttpRequest, sent: Sent, *, key: str, step: str, notices: Iterable[str] = (), errors: Iterable[str] = ()
) -> HttpResponse:
    """Draw the choice after a change to a sent draft: see the submission, or send a new one (bar F4).

    A new one takes the answers of the first: it asks for the key once the receipt, which shows it, opens no more.
    """
    token, field = sent.submission.draft_token, None
    if not has_receipt(sent.submission, at=sent.submission.read_at):
        field = _code_field(request, errors)
        field.label = _("Tracking code")
        field.hint = _("It stands below the number on your receipt: five groups of four characters.")
    context = {
        "field": field,
        "errors": [{"text": text, "href": f"#{field.id}"} for text in field.errors] if field else [],
        "reference": sent.submission.reference,
        "tracking_url": addresses.draft_url("sent", key, token),
        "form_action": addresses.draft_url("again", key, token),
        "kept": [*kept_fields(request.POST, is_step=_is_step(request)), ("next_step", step)],
        "notices": list(notices),
    }
    return render(request, "themes/already_sent.html", context, status=409)


def unrecorded_page(request: HttpRequest, *, back_url: str) -> HttpResponse:
    """Say that nothing was recorded, because files cannot be kept at the moment (bar F9)."""
    context = {
        "title": _("Your request could not be recorded"),
        "paragraphs": [
            _("Files cannot be kept at the moment. Nothing was sent, and what you had saved before is kept."),
            _("Try again in a few minutes."),
        ],
        "link_url": back_url,
        "link_text": _("Go back"),
    }
    response = render(request, "themes/message.html", context, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def refuse_draft(
    request: HttpRequest, found: NotYours | Sent | Gone, *, key: str, draft: str, step: str = ""
) -> HttpResponseBase:
    """Answer a browser that does not hold a draft: ask for its code, or say that it is gone or was sent."""
    if isinstance(found, NotYours):
        return resume_page(request, status=403, key=key, token=draft, step=step)
    if isinstance(found, Gone):
        return gone_page(request, key)
    return redirect(addresses.draft_url("sent", key, draft))


def gone_page(request: HttpRequest, key: str) -> HttpResponse:
    """Say that the draft no longer exists."""
    context = {
        "title": _("This draft can no longer be opened"),
        "paragraphs": [
            _("It was deleted, or nobody came back to it before its last day."),
            _("You can start a new request."),
        ],
        "link_url": addresses.start_url(key),
        "link_text": _("Start again"),
    }
    return render(request, "themes/message.html", context, status=404)
