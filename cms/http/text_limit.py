"""Cut of the texts of a form, before anything reads them: a page never works on more than a question may hold."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from cms.http.csp import is_admin
from runtime.api.endpoint import is_api
from schemas.questions.text_limits import cut_text, is_cut


class TextLimitMiddleware:
    """Cuts the texts of an address and of a posted form (bar W1); a question that gets one over the limit says so.

    What editors post in the admin is theirs: only strangers' is cut there. The API refuses instead
    (`runtime.api.parser`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if is_api(request) or (is_admin(request) and request.user.is_authenticated):
            return
        request.GET = _cut(request.GET)
        if request.method == "POST":
            request.POST = _cut(request.POST)


def _cut(fields: QueryDict) -> QueryDict:
    if not any(is_cut(value) for _, values in fields.lists() for value in values):
        return fields
    shorter = fields.copy()
    for name, values in fields.lists():
        shorter.setlist(name, [cut_text(value) for value in values])
    return shorter
