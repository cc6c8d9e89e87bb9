"""Suggestions from a list while a person types: public, and the same for all.

What is typed comes as the text of a POST: an address is written into logs and histories on its way, a body is not.
Without JavaScript nobody asks. It changes nothing, reads no cookie, and gives nothing that another site could not ask
for by itself: it needs no security token.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from runtime.limits.client import client_address
from runtime.limits.limiter import hit, limit
from runtime.lists.lookups import LOOKUPS
from schemas.questions.text_cleaning import clean_line
from schemas.questions.types.listed import LEAST_BEGINNING, MAX_TYPED

#: As many as a person reads through, and as fit on a screen without scrolling inside it.
MAX_PROPOSED = 10
#: Bytes of one character in UTF-8, at most.
BYTES_A_CHARACTER = 4


@csrf_exempt
@require_POST
def suggest(request: HttpRequest, name: str) -> HttpResponse:
    """Return the suggestions for an entry of list `name` that begins with the text posted: a JSON list of texts."""
    verdict = hit(limit("suggestions", client_address(request), seconds=60))
    if not verdict.is_allowed:
        response = HttpResponse(status=429)
        response["Retry-After"] = str(verdict.wait_seconds)
        return response
    typed = clean_line(request.read(MAX_TYPED * BYTES_A_CHARACTER + 1).decode(errors="replace"))
    found = LOOKUPS.suggest(name, typed) if LEAST_BEGINNING <= len(typed) <= MAX_TYPED else ()
    response = JsonResponse([entry.label for entry in found[:MAX_PROPOSED]], safe=False)
    response["Cache-Control"] = "no-store"
    return response
