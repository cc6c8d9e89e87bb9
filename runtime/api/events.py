"""Events of the submissions of a department, pulled since a cursor: none is missed, whoever writes meanwhile."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query

from runtime.api.app import api, responses
from runtime.api.authentication import BEARER, program_of
from runtime.api.payloads import PulledEventsOut, Since
from runtime.api.representation import pulled
from runtime.api.responses import json_response
from runtime.programs.models import Scope
from runtime.submissions.feed import events_since
from runtime.submissions.models import Event
from schemas.versions import load_compiled


@api.get(
    "/events",
    response=responses("unauthorized", "forbidden", s200=PulledEventsOut),
    summary=gettext_noop("Pull what happened since a cursor"),
    description=gettext_noop(
        "Every event of the requests of the department, each once, in an order that never changes, without anything "
        "personal. Keep `cursor` and send it as ?since= next time. For a token that may pull events."
    ),
    tags=["events"],
    operation_id="events",
    openapi_extra=BEARER,
)
def pull_events(request: HttpRequest, asked: Query[Since]) -> HttpResponse:
    caller = program_of(request, Scope.EVENTS)
    found = events_since(caller.token.department, int(asked.since), limit=asked.limit + 1)
    page = found[: asked.limit]
    told = {
        "items": [pulled(event, _categories(event)) for event in page],
        "cursor": str(page[-1].position) if page else asked.since,
        "has_more": len(found) > asked.limit,
    }
    return json_response(told)


def _categories(event: Event) -> dict[str, str]:
    version = event.submission.version
    states = load_compiled(version, "").document.circuit.states
    return {name: state.category.value for name, state in states.items()}
