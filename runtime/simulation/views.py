"""Pages of a simulator: one step at a time, its result updated, all answers in the request and nothing kept.

No page of a simulation sets a cookie, so no form has Django's security token. `run`, `embed` and `to_request` are
exempt from it because posted answers are only evaluated: nothing changes but anonymous counts, which any visit
changes too. `wrong` keeps something, and is guarded in another way, by `runtime.simulation.wrong_results`.
"""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from runtime.limits.client import client_address
from runtime.limits.limiter import hit, limit
from runtime.presentation.language import current_language
from runtime.simulation.as_of import as_of
from runtime.simulation.context import Simulated, form_context, result_context
from runtime.simulation.counters import Kind, add_count, count_result
from runtime.simulation.evaluation import head, published_version, simulated
from runtime.simulation.request_answers import is_unanswered
from runtime.simulation.request_prefill import carried_rows, carry_token
from runtime.simulation.wrong_results import FIELD as TOKEN_FIELD
from runtime.simulation.wrong_results import (
    expected_verdicts,
    is_from_here,
    is_over_limit,
    is_token_good,
    keep_case,
    wrong_context,
)
from schemas.format.document import Step
from schemas.models import Version
from schemas.problems import Problem
from schemas.questions.base import Question
from schemas.sites import site_of
from schemas.versions import find_published, load_compiled

MAX_COMMENT = 500

#: Advice when a contested result is not kept, by the status of the response.
WRONG_PROBLEMS = {
    400: gettext_noop("Choose the result that you expected."),
    403: gettext_noop("This form is too old, or was not sent from here. What you wrote is below: send it again."),
    429: gettext_noop("Too many results were sent. Try again in an hour, or write to the department."),
}  # fmt: skip


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the questions that can still change the result, or show it."""
    return _run(request, published_version(request, key), is_embedded=False)


@csrf_exempt
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def embed(request: HttpRequest, key: str) -> HttpResponse:
    """Show the same inside a frame of the sites that the document allows, and of no other."""
    version = published_version(request, key)
    simulation = load_compiled(version, current_language()).document.simulation
    if simulation is None or not simulation.embed:
        raise Http404
    response = _run(request, version, is_embedded=True)
    response._csp_replace = {"frame-ancestors": list(simulation.embed)}  # noqa: SLF001 (what django-csp reads)
    return response


def _run(request: HttpRequest, version: Version, *, is_embedded: bool) -> HttpResponse:
    verdict = hit(limit("simulations", client_address(request), seconds=60))
    if not verdict.is_allowed:
        words = _("Too many pages at once. Try again in a minute.")
        response = HttpResponse(words, status=429, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = str(verdict.wait_seconds)
        return response
    day = as_of(request)
    found, data = simulated(request, version, day.today)
    name = "embed" if is_embedded else "run"
    address = reverse(f"simulation:{name}", kwargs={"key": version.key})
    step, questions, problems = _to_ask(found, data)
    context = {
        **head(found, version),
        "form_action": address,
        "is_embedded": is_embedded,
        "frame_template": "themes/simulation_frame.html" if is_embedded else "themes/base.html",
        "as_of": day.context,
        "today_field": day.hidden,
    }
    if step is not None:
        context |= form_context(found, step, questions, problems)
        add_count(version, timezone.localdate(), Kind.STEP, step.id)
        response = render(request, "themes/simulation_step.html", context)
    else:
        context |= result_context(found, request.build_absolute_uri(reverse("simulation:run", args=[version.key])))
        context |= wrong_context(found)
        context |= {"request_url": reverse("simulation:request", args=[version.key])}
        count_result(version, found.assessment)
        response = render(request, "themes/simulation_result.html", context)
    response["Cache-Control"] = "no-store, private" if request.method == "POST" or day.is_staff else "no-cache"
    return response


def _to_ask(
    found: Simulated, data: QueryDict
) -> tuple[Step | None, tuple[Question, ...], dict[str, tuple[Problem, ...]]]:
    """Return the step to show with its questions and their problems; no step once the result is final.

    In order: the step that the person wants to change, one with an answer that does not pass, the next one.
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
    """Return the problems of the raw input of questions that still matter."""
    wanted = {question.key for question in found.assessment.asking.questions}
    return {key: problems for key, problems in found.given.problems.items() if key in wanted}


def _left_blank(found: Simulated, data: QueryDict) -> dict[str, tuple[Problem, ...]]:
    """Return a missing-answer problem for each blank question of the page that was just sent."""
    asking = found.assessment.asking
    if asking.step is None or asking.step.id != data.get("_etape"):
        return {}
    sent = set(data.getlist("_demande"))
    blank = (q for q in asking.questions if q.key in sent and is_unanswered(found.given.raws.get(q.key, "")))
    return {question.key: (Problem("required"),) for question in blank}


@csrf_exempt  # no cookie to compare with: `wrong_results` guards it
@require_POST
def wrong(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a contested result as a case to test, or show the form again with its raw input."""
    version, day = published_version(request, key), as_of(request)
    found, data = simulated(request, version, day.today)
    expected, comment = data.get("expected", ""), data.get("comment", "").strip()[:MAX_COMMENT]
    problem = _refusal(request, version, is_chosen=expected in dict(expected_verdicts(found)))
    context = {**head(found, version), "is_kept": not problem, "back_url": reverse("simulation:run", args=[key])}
    if problem:
        context |= {**wrong_context(found), "today_field": day.hidden, "expected": expected, "comment": comment}
        context["errors"] = [{"text": _(WRONG_PROBLEMS[problem]), "place": "", "href": "#tell"}]
    else:
        keep_case(version, found, expected=expected, comment=comment)
    response = render(request, "themes/simulation_wrong.html", context, status=problem or 200)
    response["Cache-Control"] = "no-store, private"
    return response


def _refusal(request: HttpRequest, version: Version, *, is_chosen: bool) -> int:
    """Return the status that explains why nothing is kept, 0 when there is no obstacle."""
    is_ours = is_from_here(request) and is_token_good(version.key, request.POST.get(TOKEN_FIELD, ""))
    if not is_ours:
        return 403
    if not is_chosen:
        return 400
    allowed = hit(limit("wrong_results", client_address(request), seconds=3_600)).is_allowed
    return 0 if allowed and not is_over_limit(version) else 429


@csrf_exempt
@require_POST
def to_request(request: HttpRequest, key: str) -> HttpResponse:
    """Show the answers that the draft will be filled in with, and let the person begin it."""
    version = published_version(request, key)
    found, _data = simulated(request, version, timezone.localdate())
    simulation = found.compiled.document.simulation
    procedure = simulation.request.procedure if simulation and simulation.request else ""
    target_version = find_published(procedure, site=site_of(request)) if procedure else None
    if target_version is None:
        raise Http404
    target = load_compiled(target_version, current_language())
    token, answers = carry_token(found, target)
    add_count(version, timezone.localdate(), Kind.REQUEST, procedure)
    context = {
        **head(found, version),
        "procedure": {"title": target.document.title},
        "rows": carried_rows(target, answers),
        "carried": token,
        "begin_url": reverse("filing:begin", args=[procedure]),
        "back_url": reverse("simulation:run", args=[key]),
    }
    response = render(request, "themes/simulation_request.html", context)
    response["Cache-Control"] = "no-store, private"
    return response
