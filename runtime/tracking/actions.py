"""Actions of an applicant on an opened submission: transitions (withdraw), downloads. Nothing without the key."""

import logging
import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from runtime.files.models import Scan
from runtime.filing.pages import personal
from runtime.processing.advance import Moved, NotAdvanced, ReasonMissing, advance
from runtime.submissions.attachments import Withheld, download_of
from runtime.submissions.content import open_content
from runtime.submissions.models import Submission
from runtime.tracking.context import citizen_transitions, in_words
from runtime.tracking.forms import MAX_REASON, error_lines, reason_field
from runtime.tracking.views import opened_here
from runtime.vault.encryption import VaultError
from runtime.vault.storage import StorageError
from schemas.format.circuit import Actor, Transition, TransitionReason

logger = logging.getLogger(__name__)

#: Title and advice of the pages shown in place of a file.
NO_FILE = (
    gettext_noop("There is no such file in your request"),
    gettext_noop("Open it from the page of your request."),
)
UNREADABLE = (
    gettext_noop("This file cannot be opened at the moment"),
    gettext_noop("It is still there. Try again in a few minutes, or ask the department."),
)
WITHHELD = {
    Scan.PENDING: (
        gettext_noop("This file cannot be opened yet"),
        gettext_noop("The antivirus has not analysed it. Try again in a few minutes; you have nothing else to do."),
    ),
    Scan.INFECTED: (
        gettext_noop("A virus was found in this file"),
        gettext_noop("Nobody can open it. Check your device, then send the department another file."),
    ),
}


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, reference: str, transition_id: str) -> HttpResponse:
    """Ask for confirmation, then do the transition. A transition no longer possible leads back to the page."""
    submission = opened_here(request, reference)
    if submission is None:
        return redirect("tracking:status", reference)
    found = citizen_transitions(submission, in_words(submission), open_content(submission))
    transition = next((each for each in found if each.id == transition_id), None)
    if transition is None:
        return redirect("tracking:status", submission.reference)
    if request.method != "POST":
        return _confirm_page(request, submission, transition)
    reason = request.POST.get("reason", "").strip()
    if len(reason) > MAX_REASON:
        error = _("Your reason must be %(limit)s characters or less.") % {"limit": MAX_REASON}
        return _confirm_page(request, submission, transition, reason=reason, error=error)
    return _do(request, submission, transition, reason=reason)


@personal
@require_safe
def file(request: HttpRequest, reference: str, file_id: uuid.UUID) -> HttpResponseBase:
    """Give back a file of a submission that this browser opened: saved, never shown (bar X8)."""
    submission = opened_here(request, reference)
    if submission is None:
        return redirect("tracking:status", reference)
    stored = submission.files.filter(pk=file_id).first()
    if stored is None:
        return _file_page(request, reference, NO_FILE, status=404)
    try:
        return download_of(submission, stored)
    except Withheld as withheld:
        return _file_page(request, reference, WITHHELD[Scan(withheld.scan)], status=403)
    except (StorageError, VaultError):
        logger.exception("File %s cannot be given back.", stored.pk)
        return _file_page(request, reference, UNREADABLE, status=503)


def _do(request: HttpRequest, submission: Submission, transition: Transition, *, reason: str) -> HttpResponse:
    try:
        advance(submission.pk, transition.id, actor=Actor.CITIZEN, reason=reason, expected_rev=submission.rev)
    except ReasonMissing:
        return _confirm_page(request, submission, transition, error=_("Enter your reason, for example: I have moved."))
    except NotAdvanced as refusal:
        level = logging.INFO if isinstance(refusal, Moved) else logging.WARNING
        logger.log(level, "A transition of a citizen was refused: %s.", refusal.code)
    return redirect("tracking:status", submission.reference)


def _confirm_page(
    request: HttpRequest, submission: Submission, transition: Transition, *, reason: str = "", error: str = ""
) -> HttpResponse:
    field = reason_field(reason, error=error, is_required=transition.reason is TransitionReason.REQUIRED)
    context = {
        "transition": {"id": transition.id, "label": transition.label},
        "reference": submission.reference,
        "field": field if transition.reason is not TransitionReason.NONE else None,
        "errors": error_lines(field),
        "form_action": reverse("tracking:act", args=[submission.reference, transition.id]),
        "back_url": reverse("tracking:status", args=[submission.reference]),
    }
    return render(request, "themes/confirm_transition.html", context)


def _file_page(request: HttpRequest, reference: str, words: tuple[str, str], *, status: int) -> HttpResponse:
    title, advice = words
    context = {
        "title": _(title),
        "paragraphs": [_(advice)],
        "link_url": reverse("tracking:status", args=[reference]),
        "link_text": _("Back to my request"),
    }
    return render(request, "themes/message.html", context, status=status)
