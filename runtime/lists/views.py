"""Suggestions from a list while a person types: public, the same for all, and cacheable."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from runtime.limits.client import client_address
from runtime.limits.limiter import Bucket, hit
from runtime.lists.lookups import LOOKUPS
from schemas.questions.text_cleaning import clean_line
from schemas.questions.types.listed import LEAST_BEGINNING, MAX_TYPED

#: A fast typist asks four times a second; a whole town hall may share one address.
ASKED_PER_MINUTE = 600
#: As many as a person reads through, and as fit on a screen without scrolling inside it.
MAX_PROPOSED = 10
#: A list changes seldom, and a removed entry is refused when it is sent.
KEPT_SECONDS = 3_600


@require_safe
def suggest(request: HttpRequest, name: str) -> HttpResponse:
    """Return the suggestions for an entry of list `name` that begins with `q`: a JSON list of texts."""
    verdict = hit(Bucket(f"lists:{client_address(request)}", ASKED_PER_MINUTE, 60))
    if not verdict.is_allowed:
        response = HttpResponse(status=429)
        response["Retry-After"] = str(verdict.wait_seconds)
        return response
    typed = clean_line(request.GET.get("q", ""))
    found = LOOKUPS.suggest(name, typed) if LEAST_BEGINNING <= len(typed) <= MAX_TYPED else ()
    response = JsonResponse([entry.label for entry in found[:MAX_PROPOSED]], safe=False)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response
