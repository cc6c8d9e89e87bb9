"""Page of a mailed link: it shows a button, and only the button uses the link up (mail scanners open links)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from runtime.drafts.access import opened
from runtime.drafts.cookies import remember_draft
from runtime.drafts.models import Draft
from runtime.drafts.step_outcome import journey_of
from runtime.filing import addresses
from runtime.filing.pages import personal
from runtime.links.access import is_for_draft, peek, redeem
from runtime.links.models import AccessLink
from runtime.tracking.cookies import remember_reference


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange a single-use token for the cookie that opens its draft or its submission."""
    if request.method == "POST":
        link = redeem(token)
        return _opened(request, link) if link else _dead_page(request, token)
    link = peek(token)
    if link is None:
        return _dead_page(request, token)
    context = {
        "form_action": reverse("tracking:open", args=[token]),
        "what": "draft" if link.draft_id else "submission",
        "is_dead": False,
    }
    return render(request, "themes/open_link.html", context)


def _opened(request: HttpRequest, link: AccessLink) -> HttpResponse:
    if link.submission:
        response = redirect("tracking:status", link.submission.reference)
        remember_reference(request, response, link.submission)
        return response
    response = redirect(_where(link.draft))
    remember_draft(request, response, link.draft.token, epoch=link.draft.epoch)
    return response


def _where(draft: Draft) -> str:
    """Return the page where a draft continues: the first step to answer, or the review."""
    found = opened(draft)
    step = journey_of(found.compiled, found.content, today=timezone.localdate()).first_incomplete
    if step is None:
        return addresses.draft_url("review", found.key, draft.token)
    return addresses.step_url(found.key, draft.token, step.id)


def _dead_page(request: HttpRequest, token: str) -> HttpResponse:
    context = {"is_dead": True, "what": "draft" if is_for_draft(token) else "submission"}
    return render(request, "themes/open_link.html", context, status=404)
