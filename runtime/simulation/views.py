"""A simulator: one step at a time, its result filling in, everything in the request and nothing kept.

No page sets a cookie, so no form has a security token: nothing that is posted changes anything but anonymous counts.
"""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from runtime.filing.pages import department_of
from runtime.limits.client import client_address
from runtime.limits.limiter import Bucket, hit
from runtime.simulation.asof import as_of
from runtime.simulation.carrying import carried_rows, carry_token
from runtime.simulation.counting import Kind, count, count_result
from runtime.simulation.given import is_blank_raw, read_given
from runtime.simulation.models import SimulationCase
from runtime.simulation.page import Simulated, form_context, result_context
from runtime.simulation.personal import is_personal
from schemas.document import Step
from schemas.heads import SIMULATOR
from schemas.models import Version
from schemas.problems import Problem
from schemas.questions.base import Question
from schemas.simulation.assessing import assess
from schemas.simulator import VERDICTS
from schemas.sites import site_of
from schemas.store import compiled, find_published

#: Somebody who tries every answer posts a few hundred pages; a script posts more.
PAGES_PER_MINUTE = 300
WRONG_PER_HOUR = 10
#: As many open cases as somebody may ever read.
MOST_CASES = 200
MAX_COMMENT = 500


def _version(request: HttpRequest, key: str) -> Version:
    version = find_published(key, site=site_of(request), kind=SIMULATOR)
    if version is None:
        raise Http404
    return version


def _simulated(request: HttpRequest, version: Version, today: date) -> tuple[Simulated, QueryDict]:
    """Read what was answered, from the address or from what was posted, and what it comes to."""
    data = request.POST if request.method == "POST" else request.GET
    ready = compiled(version, get_language() or "fr")
    given = read_given(ready, data, today=today, is_address=request.method != "POST")
    return Simulated(ready, given, assess(ready, given.answers, today=today)), data


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Ask what can still change the result, or show it."""
    return _run(request, _version(request, key), is_embedded=False)


@csrf_exempt
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def embed(request: HttpRequest, key: str) -> HttpResponse:
    """The same inside a frame of the sites that the document allows, and of no other."""
    version = _version(request, key)
    simulation = compiled(version, get_language() or "fr").document.simulation
    if simulation is None or not simulation.embed:
        raise Http404
    response = _run(request, version, is_embedded=True)
    response._csp_replace = {"frame-ancestors": list(simulation.embed)}  # noqa: SLF001 (what django-csp reads)
    return response


def _run(request: HttpRequest, version: Version, *, is_embedded: bool) -> HttpResponse:
    verdict = hit(Bucket(f"simulate:{client_address(request)}", PAGES_PER_MINUTE, 60))
    if not verdict.is_allowed:
        words = _("Too many pages at once. Try again in a minute.")
        response = HttpResponse(words, status=429, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = str(verdict.wait_seconds)
        return response
    day = as_of(request)
    found, data = _simulated(request, version, day.today)
    name = "embed" if is_embedded else "run"
    address = reverse(f"simulation:{name}", kwargs={"key": version.key})
    step, questions, problems = _to_ask(found, data)
    context = {
        **_head(found, version),
        "form_action": address,
        "is_embedded": is_embedded,
        "frame_template": "themes/simulation_frame.html" if is_embedded else "themes/base.html",
        "as_of": day.context,
        "today_field": day.hidden,
    }
    if step is not None:
        context |= form_context(found, step, questions, problems)
        count(version, timezone.localdate(), Kind.STEP, step.id)
        response = render(request, "themes/simulation_step.html", context)
    else:
        context |= result_context(found, request.build_absolute_uri(reverse("simulation:run", args=[version.key])))
        context |= {"wrong_url": reverse("simulation:wrong", args=[version.key]), "verdicts": _verdicts(found)}
        context |= {"request_url": reverse("simulation:request", args=[version.key])}
        count_result(version, found.assessment)
        response = render(request, "themes/simulation_result.html", context)
    response["Cache-Control"] = "no-store, private" if request.method == "POST" or day.is_staff else "no-cache"
    return response


def _head(found: Simulated, version: Version) -> dict[str, object]:
    document = found.ready.document
    return {
        "simulator": {"key": document.key, "title": document.title, "summary": document.summary},
        "department": department_of(version.department),
    }


def _to_ask(
    found: Simulated, data: QueryDict
) -> tuple[Step | None, tuple[Question, ...], dict[str, tuple[Problem, ...]]]:
    """Return the step to show with its questions and their problems; no step once the result is final.

    In order: the step that somebody wants to change, one with an answer that does not pass, the next one.
    """
    journey, asking = found.assessment.journey, found.assessment.asking
    changed = journey.step(data.get("_changer", ""))
    if changed is not None:
        wanted = {question.key for question in (*found.answered, *asking.questions)}
        questions = tuple(question for question in changed.questions if question.key in wanted)
        if questions:
            return changed.step, questions, {}
    faulty = _faulty(found)
    for visible in journey.steps:
        questions = tuple(question for question in visible.questions if question.key in faulty)
        if questions:
            return visible.step, questions, faulty
    return asking.step, asking.questions, _left_blank(found, data) if data.get("_etape") else {}


def _faulty(found: Simulated) -> dict[str, tuple[Problem, ...]]:
    """Return the problems of what was typed for questions that still matter."""
    wanted = {question.key for question in found.assessment.asking.questions}
    return {key: problems for key, problems in found.given.problems.items() if key in wanted}


def _left_blank(found: Simulated, data: QueryDict) -> dict[str, tuple[Problem, ...]]:
    """Return that an answer is missing for the questions of the page that was just sent."""
    asking = found.assessment.asking
    if asking.step is None or asking.step.id != data.get("_etape"):
        return {}
    sent = set(data.getlist("_demande"))
    blank = (q for q in asking.questions if q.key in sent and is_blank_raw(found.given.raws.get(q.key, "")))
    return {question.key: (Problem("required"),) for question in blank}


def _verdicts(found: Simulated) -> list[tuple[str, str]]:
    """Return the results that somebody may have expected: all but the one shown and "unknown"."""
    simulation = found.ready.document.simulation
    shown = {found.assessment.verdict, "unknown"}
    return [(name, simulation.outcomes[name][0]) for name in VERDICTS if name not in shown] if simulation else []


@csrf_exempt
@require_POST
def wrong(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a result that somebody found wrong as a case to test: answers that name nobody, and what was expected."""
    version = _version(request, key)
    found, data = _simulated(request, version, as_of(request).today)
    expected, comment = data.get("expected", ""), data.get("comment", "").strip()[:MAX_COMMENT]
    allowed = hit(Bucket(f"wrong:{client_address(request)}", WRONG_PER_HOUR, 3600)).is_allowed
    is_full = SimulationCase.objects.filter(version__site=version.site_id, version__key=key).count() >= MOST_CASES
    is_kept = allowed and not is_full and expected in {name for name, _title in _verdicts(found)}
    if is_kept:
        _keep_case(version, found, expected=expected, comment=comment)
    context = {**_head(found, version), "is_kept": is_kept, "back_url": reverse("simulation:run", args=[key])}
    status = 200 if is_kept else 400 if allowed else 429
    return render(request, "themes/simulation_wrong.html", context, status=status)


def _keep_case(version: Version, found: Simulated, *, expected: str, comment: str) -> None:
    common = {q.key: found.given.answers[q.key] for q in found.answered if not is_personal(q)}
    SimulationCase.objects.create(
        version=version, today=found.assessment.today, answers=common, shown=found.assessment.verdict,
        expected=expected, comment=comment,
    )  # fmt: skip


@csrf_exempt
@require_POST
def to_request(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the request will be filled in with, and let the person begin it."""
    version = _version(request, key)
    found, _data = _simulated(request, version, timezone.localdate())
    simulation = found.ready.document.simulation
    procedure = simulation.request.procedure if simulation and simulation.request else ""
    target_version = find_published(procedure, site=site_of(request)) if procedure else None
    if target_version is None:
        raise Http404
    target = compiled(target_version, get_language() or "fr")
    token, answers = carry_token(found, target)
    count(version, timezone.localdate(), Kind.REQUEST, procedure)
    context = {
        **_head(found, version),
        "procedure": {"title": target.document.title},
        "rows": carried_rows(target, answers),
        "carried": token,
        "begin_url": reverse("filing:begin", args=[procedure]),
        "back_url": reverse("simulation:run", args=[key]),
    }
    response = render(request, "themes/simulation_request.html", context)
    response["Cache-Control"] = "no-store, private"
    return response
