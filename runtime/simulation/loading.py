"""What a request to a simulator is about: its published version, the answers in the request, what they come to."""

from datetime import date

from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import get_language

from runtime.filing.pages import department_of
from runtime.simulation.context import Context, Simulated
from runtime.simulation.request_answers import read_given
from schemas.format.header import SIMULATOR
from schemas.models import Version
from schemas.simulation.assessment import assess
from schemas.sites import site_of
from schemas.versions import compiled, find_published


def published_version(request: HttpRequest, key: str) -> Version:
    """Return the version of a simulator that is open. Raises Http404."""
    version = find_published(key, site=site_of(request), kind=SIMULATOR)
    if version is None:
        raise Http404
    return version


def simulated(request: HttpRequest, version: Version, today: date) -> tuple[Simulated, QueryDict]:
    """Read what was answered, from the address or from what was posted, and what it comes to."""
    data = request.POST if request.method == "POST" else request.GET
    ready = compiled(version, get_language() or "fr")
    given = read_given(ready, data, today=today, is_address=request.method != "POST")
    return Simulated(ready, given, assess(ready, given.answers, today=today)), data


def head(found: Simulated, version: Version) -> Context:
    """Return what every page of a simulator tells: its title, its summary, who answers for it."""
    document = found.ready.document
    return {
        "simulator": {"key": document.key, "title": document.title, "summary": document.summary},
        "department": department_of(version.department),
    }
