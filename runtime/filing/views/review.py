"""Review of the answers, sending, the receipt, and a new draft from a submission."""

import logging
from hmac import compare_digest

import segno
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from runtime.delivery.notifications import email_of
from runtime.drafts.access import Gone, NotYours, Opened, Sent, open_for, sent_from, sent_here
from runtime.drafts.cookies import drafts_of
from runtime.drafts.lifetimes import has_receipt
from runtime.drafts.quotas import count_begun, count_try
from runtime.drafts.step_outcome import journey_of
from runtime.failpoints import reach
from runtime.filing import addresses, pages
from runtime.filing.pages import personal
from runtime.filing.resubmit import begin_again
from runtime.filing.submit import Changed, Incomplete, draft_digest, send
from runtime.limits.limiter import Verdict
from runtime.links.addresses import public_url
from runtime.presentation.field_names import html_id
from runtime.presentation.language import current_language
from runtime.presentation.messages import word_wait
from runtime.presentation.summary import every_row, summarise, with_sizes
from runtime.submissions.content import key_hash, open_content
from runtime.submissions.models import Submission
from runtime.submissions.reference import read_key
from runtime.vault.storage import StorageError
from schemas.answers.journey import Journey
from schemas.versions import load_compiled

logger = logging.getLogger(__name__)

QR_MASK = 4  # ISO/IEC 18004 (2015), 7.8: the one without fine lines


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, key: str, draft: str) -> HttpResponseBase:
    """Show all answers to check (GET) and send them (POST)."""
    if request.method == "POST":
        return _take_review(request, key, draft)
    found = open_for(request, key, draft)
    if not isinstance(found, Opened):
        return pages.refuse_draft(request, found, key=key, draft=draft)
    return _show_review(request, found, notices=_notices(request))


def _notices(request: HttpRequest) -> list[str]:
    notes = {"changed": _("Your answers changed in another tab. Check them again before you send them.")}
    return [notes[name] for name in request.GET.getlist("note") if name in notes]


def _show_review(
    request: HttpRequest, found: Opened, *, notices: list[str] | None = None, status: int = 200
) -> HttpResponseBase:
    today = timezone.localdate()
    journey = journey_of(found.compiled, found.content, today=today)
    token = found.draft.token
    if journey.failing:
        return redirect(addresses.draft_url("outcome", found.key, token))
    if journey.first_incomplete is not None:
        return redirect(addresses.step_url(found.key, token, journey.first_incomplete.id, note="elsewhere"))
    must_consent = _("Tick the box to confirm that your answers are right: then they can be sent.")
    errors = [{"text": must_consent, "href": "#consent"}] if "erreurs" in request.GET else []
    context = {
        **pages.context_of(found.compiled, found.version),
        "steps": _with_changes(found, journey),
        "consent": _("I confirm that these answers are right, and I have read how my data is used."),
        "privacy": pages.privacy_of(found.compiled.document),
        "errors": errors,
        "notices": notices or [],
        "digest": draft_digest(found.content),
        "form_action": addresses.draft_url("review", found.key, token),
        "save_url": addresses.draft_url("save", found.key, token),
        "back_url": addresses.step_url(found.key, token, journey.steps[-1].id),
    }
    return render(request, "themes/review.html", context, status=status)


def _with_changes(found: Opened, journey: Journey) -> list[dict[str, object]]:
    """Return the summary, each row with the address where its answer is changed."""
    language = current_language()
    steps = summarise(found.compiled, journey.answers, language=language, today=timezone.localdate())
    for step in steps:
        url = addresses.step_url(found.key, found.draft.token, str(step["id"]), retour="1")
        for row in every_row([step]):
            if not row["rows"]:
                row["change_url"] = f"{url}#{html_id(str(row['name']))}"
    return with_sizes(steps)


def _take_review(request: HttpRequest, key: str, token: str) -> HttpResponseBase:
    """Send, if the person confirmed; a repeat gives the same receipt, a change after sending a choice (bar F2, F4)."""
    reach("request read")
    epoch = drafts_of(request).get(token)
    if epoch is None:
        return pages.resume_page(request, status=403, key=key, token=token)
    digest = request.POST.get("_digest", "")
    if request.POST.get("consent") != "yes":
        sent = sent_from(key, token)
        name, query = ("review", {"erreurs": "1"}) if sent is None else ("sent", {})
        return redirect(addresses.draft_url(name, key, token, **query))
    outcome = send(key, token, digest=digest, epoch=epoch)
    reach("before the answer")
    if outcome is None or isinstance(outcome, NotYours):
        return pages.refuse_draft(request, outcome or Gone(), key=key, draft=token)
    if isinstance(outcome, Sent):
        return _after_sending(request, outcome, key=key, digest=digest)
    if isinstance(outcome, Changed):
        return redirect(addresses.draft_url("review", key, token, note="changed"))
    return _to_mend(key, token, outcome)


def _after_sending(request: HttpRequest, outcome: Sent, *, key: str, digest: str) -> HttpResponseBase:
    if outcome.submission.digest != digest:
        return pages.already_sent_page(request, outcome, key=key, step="")
    return redirect(addresses.draft_url("sent", key, outcome.submission.draft_token))


def _to_mend(key: str, token: str, outcome: Incomplete) -> HttpResponseBase:
    """Go to the page where the first problem is fixed; the review itself redirects to missing answers."""
    for problem in outcome.problems:
        return redirect(addresses.draft_url("mend", key, token, at=problem.pointer.strip("/").split("/")[0]))
    return redirect(addresses.draft_url("review", key, token))


@personal
@require_safe
def mend(request: HttpRequest, key: str, draft: str) -> HttpResponseBase:
    """Open the step that asks the question `at`, so that an answer which is no longer right is given again."""
    found = open_for(request, key, draft)
    if not isinstance(found, Opened):
        return pages.refuse_draft(request, found, key=key, draft=draft)
    step = found.compiled.step_of.get(request.GET.get("at", ""))
    if step is None:
        return redirect(addresses.draft_url("review", key, draft))
    return redirect(addresses.step_url(key, draft, step.id, note="mend", retour="1"))


@personal
def _review_again(request: HttpRequest, reason: str, key: str, draft: str) -> HttpResponseBase:
    """Show the answers again with a fresh security token (bar F13)."""
    found = open_for(request, key, draft)
    if not isinstance(found, Opened) or reason.startswith(("Origin", "Referer")):
        return pages.refuse_draft(request, NotYours() if isinstance(found, Opened) else found, key=key, draft=draft)
    notice = _("This page had been open for too long: nothing was sent. Check your answers and send them once more.")
    return _show_review(request, found, notices=[notice], status=403)


review.csrf_failure = _review_again


@personal
@require_safe
def sent(request: HttpRequest, key: str, draft: str) -> HttpResponseBase:
    """Show the receipt to the browser that sent; to any other, where to follow a submission."""
    found = sent_here(request, key, draft)
    if found is None or not has_receipt(found.submission, at=found.submission.read_at):
        return redirect(reverse("tracking:lookup"))
    return render(request, "themes/sent.html", _receipt(found.submission))


def _receipt(submission: Submission) -> dict[str, object]:
    compiled = load_compiled(submission.version, current_language(submission.language))
    content = open_content(submission)
    tracking = reverse("tracking:status", kwargs={"reference": submission.reference})
    return {
        **pages.context_of(compiled, submission.version),
        "reference": submission.reference,
        "key": content.key,
        "received_at": submission.received_at,
        "next_text": compiled.document.texts.get("sent", ""),
        "state": compiled.document.circuit.states[submission.state].label,
        "tracking_url": tracking,
        "tracking_short": public_url(reverse("tracking:lookup")).split("://", 1)[-1],
        "qr_svg": qr_code(public_url(tracking), title=_("Follow this request")),
        "email": email_of(compiled, content.answers) if submission.deliveries.exists() else "",
        "leave_url": reverse("tracking:leave"),
    }


def qr_code(text: str, *, title: str) -> str:
    """Return an SVG picture of `text`, without style attributes, which the page's policy would refuse.

    The mask is fixed: trying all eight costs more than the rest of the page, and readers accept any.
    """
    drawn = segno.make(text, error="m", micro=False, mask=QR_MASK).svg_inline(
        scale=1, border=2, dark="#000", svgclass="g-qr", lineclass="g-qr-line", omitsize=True, title=title
    )
    return mark_safe(drawn)  # noqa: S308 - drawn by the library from our own address


@personal
@require_POST
def again(request: HttpRequest, key: str, draft: str) -> HttpResponseBase:
    """Begin a new draft with the answers of a submission, and the raw input since.

    Its answers open without the key as long as the receipt does; later, whoever uses this browser gives the key first.
    """
    found = sent_here(request, key, draft)
    if found is None:
        return redirect(addresses.start_url(key))
    if not has_receipt(found.submission, at=found.submission.read_at) and (
        refused := _ask_key(request, found, key=key)
    ):
        return refused
    verdict = count_begun(request)
    if not verdict.is_allowed:
        return _wait_to_begin(request, found, key=key, verdict=verdict)
    try:
        return begin_again(request, found.submission)
    except StorageError as error:
        logger.error("Files cannot be copied (%s).", type(error).__name__)  # noqa: TRY400 - the class says it all
        return pages.unrecorded_page(request, back_url=addresses.draft_url("sent", key, draft))


def _ask_key(request: HttpRequest, found: Sent, *, key: str) -> HttpResponseBase | None:
    """Return the page that asks for the key of a submission, until the right one is posted; tries are limited (X2)."""
    step, typed = request.POST.get("next_step", ""), request.POST.get("code", "").strip()
    if not typed:
        return pages.already_sent_page(request, found, key=key, step=step, errors=[_("Enter your tracking code.")])
    verdict = count_try(request)
    if not verdict.is_allowed:
        response = pages.already_sent_page(request, found, key=key, step=step, errors=[word_wait(verdict.wait_seconds)])
        response.status_code = 429
        response["Retry-After"] = str(verdict.wait_seconds)
        return response
    if compare_digest(key_hash(read_key(typed) or ""), found.submission.key_hash):
        return None
    error = _("This is not the tracking code of this request. Check it on your receipt, then try again.")
    return pages.already_sent_page(request, found, key=key, step=step, errors=[error])


def _wait_to_begin(request: HttpRequest, found: Sent, *, key: str, verdict: Verdict) -> HttpResponseBase:
    """Offer the choice again, with the raw input, once this address has begun too many drafts (bar X13)."""
    notices = [pages.too_many_begun(verdict.wait_seconds)]
    step = request.POST.get("next_step", "")
    response = pages.already_sent_page(request, found, key=key, step=step, notices=notices)
    response.status_code = 429
    response["Retry-After"] = str(verdict.wait_seconds)
    return response


@personal
def _choose_again(request: HttpRequest, reason: str, key: str, draft: str) -> HttpResponseBase:
    """Offer the choice again with a fresh security token, and the raw input (bar F13)."""
    pages.refuse_other_sites(reason)
    found = sent_here(request, key, draft)
    if found is None:
        return redirect(addresses.start_url(key))
    response = pages.already_sent_page(request, found, key=key, step=request.POST.get("next_step", ""))
    response.status_code = 403
    return response


again.csrf_failure = _choose_again
