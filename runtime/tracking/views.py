"""Pages of tracking: the form for reference and key, the page of a submission, its live part, leaving."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from runtime.drafts.access import end_epochs, end_here, sent_among
from runtime.drafts.cookies import drafts_of, forget_drafts
from runtime.filing.pages import clear_device, personal, refuse_other_sites
from runtime.limits.limiter import Verdict
from runtime.presentation.messages import word_wait
from runtime.submissions.models import Submission
from runtime.submissions.reference import read_reference
from runtime.tracking.context import closed_page, events_of, live_etag, live_part, open_page
from runtime.tracking.cookies import forget_references, opened_references, remember_reference
from runtime.tracking.forms import error_lines, key_field, reference_field
from runtime.tracking.lookup import count_lookup, find_here, get_opened, key_opens


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Ask for a reference and, for answers and files, its key."""
    if request.method != "POST":
        return _lookup_page(request)
    reference, key = request.POST.get("reference", "").strip(), request.POST.get("key", "").strip()
    if not reference:
        return _lookup_page(
            request, key=key, error=_("Enter the number of your request, for example NAI-7F3K-9Q2M-X4TB-8DHC.")
        )
    return _look_up(request, reference=reference, key=key)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a submission: all of it with its key, its state and dates otherwise."""
    if request.method == "POST":
        return _posted(request, reference)
    if submission := opened_here(request, reference):
        return render(request, "themes/tracking.html", open_page(submission))
    verdict = count_lookup(request)
    if not verdict.is_allowed:
        return _wait_page(request, verdict, reference=reference)
    submission = find_here(request, reference)
    if submission is None:
        return _not_found(request, reference=reference)
    context = {**closed_page(submission), "fields": [key_field(is_required=True)]}
    return render(request, "themes/tracking.html", context)


@personal
@require_safe
def live(request: HttpRequest, reference: str) -> HttpResponse:
    """Return the live part of the page again if it changed, else 304 for one query.

    Only this site makes these ETags: a browser that sends the right one has seen the page, and is not counted again.
    """
    submission = get_opened(read_reference(reference) or "")
    has_key = is_open(request, submission)
    if submission and live_etag(submission, is_open=has_key) in parse_etags(request.headers.get("If-None-Match", "")):
        return _with_etag(HttpResponse(status=304), submission, has_key=has_key)
    if not has_key:
        verdict = count_lookup(request)
        if not verdict.is_allowed:
            return HttpResponse(status=429, headers={"Retry-After": str(verdict.wait_seconds)})
        submission = find_here(request, reference)
    if submission is None:
        return HttpResponse(status=404)
    events = events_of(submission) if has_key else ()
    response = render(request, "themes/tracking_live.html", live_part(submission, events=events))
    return _with_etag(response, submission, has_key=has_key)


@personal
@require_POST
def close_request(request: HttpRequest) -> HttpResponse:
    """Forget which submissions this browser opened, and which it sent: their receipts show the key."""
    response = redirect("tracking:lookup")
    sent = sent_among(drafts_of(request))
    end_here(request, sent)
    end_epochs(Submission.objects.all(), "reference", opened_references(request))
    forget_references(response)
    forget_drafts(request, response, sent)
    return clear_device(response)


@personal
def stale_token(request: HttpRequest, reason: str, reference: str = "") -> HttpResponse:
    """Show the raw input again when the CSRF token of a page is too old (cms.http.errors.csrf_failure)."""
    refuse_other_sites(reason)
    typed = request.POST.get("reference", reference)
    error = _("This page had been open for too long: nothing was lost, send it again.")
    return _lookup_page(request, reference=typed, key=request.POST.get("key", ""), error=error, status=403)


lookup.csrf_failure = status.csrf_failure = stale_token  # type: ignore[attr-defined]


def opened_here(request: HttpRequest, typed: str) -> Submission | None:
    """Return the submission that a URL names, however it is written, if this browser gave its key; a query at most."""
    reference = read_reference(typed)
    found = get_opened(reference) if reference in opened_references(request) else None
    return found if is_open(request, found) else None


def is_open(request: HttpRequest, submission: Submission | None) -> bool:
    """Return whether this browser gave the key of a submission, and nobody closed it since."""
    return submission is not None and opened_references(request).get(submission.reference) == submission.epoch


def _posted(request: HttpRequest, reference: str) -> HttpResponse:
    """Go to the page that confirms an action, or check the key that was typed."""
    transition = request.POST.get("transition", "").replace("/", "")
    if transition:
        return redirect("tracking:act", reference, transition)
    return _look_up(request, reference=reference, key=request.POST.get("key", "").strip())


def _look_up(request: HttpRequest, *, reference: str, key: str) -> HttpResponse:
    """Go to the page of a submission; a wrong reference and a wrong key give the same page."""
    verdict = count_lookup(request)
    if not verdict.is_allowed:
        return _wait_page(request, verdict, reference=reference)
    submission = find_here(request, reference)
    is_right = key_opens(submission, key)
    if submission is None or (key and not is_right):
        return _not_found(request, reference=reference, key=key)
    response = redirect("tracking:status", submission.reference)
    if is_right:
        remember_reference(request, response, submission)
    return response


def _not_found(request: HttpRequest, *, reference: str = "", key: str = "") -> HttpResponse:
    error = _("We find no request with this number and this code. Check them on your receipt, then try again.")
    return _lookup_page(request, reference=reference, key=key, error=error, status=404)


def _wait_page(request: HttpRequest, verdict: Verdict, *, reference: str) -> HttpResponse:
    wait = _("Too many attempts. %(wait)s") % {"wait": word_wait(verdict.wait_seconds)}
    response = _lookup_page(request, reference=reference, wait=wait, status=429)
    response["Retry-After"] = str(verdict.wait_seconds)
    return response


def _lookup_page(
    request: HttpRequest, *, reference: str = "", key: str = "", error: str = "", wait: str = "", status: int = 200
) -> HttpResponse:
    fields = [reference_field(reference, error=error), key_field(key)]
    context = {
        "form_action": reverse("tracking:lookup"),
        "fields": fields,
        "errors": error_lines(*fields),
        "wait": wait,
    }
    return render(request, "themes/tracking_lookup.html", context, status=status)


def _with_etag(response: HttpResponse, submission: Submission, *, has_key: bool) -> HttpResponse:
    response["ETag"] = live_etag(submission, is_open=has_key)
    return response
