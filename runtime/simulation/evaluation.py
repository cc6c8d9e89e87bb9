"""Evaluation of a request to a simulator: its published version, the answers in the request, their assessment."""

from datetime import date

from django.http import Http404, HttpRequest, QueryDict

from runtime.presentation.language import current_language
from runtime.simulation.context import Context, Simulated
from runtime.simulation.request_answers import read_given
from schemas.format.header import SIMULATOR
from schemas.models import Version
from schemas.simulation.assessment import assess
from schemas.sites import site_of
from schemas.versions import find_published, load_compiled


def published_version(request: HttpRequest, key: str) -> Version:
    """Return the version of a simulator that is open. Raises Http404."""
    version = find_published(key, site=site_of(request), kind=SIMULATOR)
    if version is None:
        raise Http404
    return version


def simulated(request: HttpRequest, version: Version, today: date) -> tuple[Simulated, QueryDict]:
    """Read the answers, from the URL or from the posted form, and assess them."""
    data = request.POST if request.method == "POST" else request.GET
    compiled = load_compiled(version, current_language())
    given = read_given(compiled, data, today=today, is_address=request.method != "POST")
    return Simulated(compiled, given, assess(compiled, given.answers, today=today)), data


def head(found: Simulated, version: Version) -> Context:
    """Return the head of every page of a simulator: its title, its summary, its department."""
    document = found.compiled.document
    return {
        "simulator": {"key": document.key, "title": document.title, "summary": document.summary},
        "department": version.department.contact,
    }
