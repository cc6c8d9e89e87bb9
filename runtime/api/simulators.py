"""Simulators for programs: answers in, a verdict with its reasons and amounts out; nothing is kept."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop

from runtime.api.answer_errors import worded_problems
from runtime.api.app import api, responses
from runtime.api.authentication import ANYBODY, allow, called_site
from runtime.api.payloads import EvaluationIn, EvaluationOut
from runtime.api.problems import Refusal
from runtime.api.procedures import Key
from runtime.api.responses import json_response
from runtime.limits.client import client_address
from runtime.limits.limiter import limit
from runtime.lists.lookups import LOOKUPS
from runtime.presentation.language import current_language
from runtime.simulation.messages import word_turning
from schemas.answers.validation import form_problems
from schemas.compilation.compiled import Compiled
from schemas.format.header import SIMULATOR
from schemas.rules.values import Value, format_num
from schemas.simulation.assessment import Assessment, FoundAmount, VerdictReason, assess
from schemas.versions import find_published, load_compiled


@api.post(
    "/simulators/{key}/evaluate",
    response=responses("too-large", "unsupported-media-type", "invalid", "not-found", s200=EvaluationOut),
    summary=gettext_noop("Evaluate answers to a simulator"),
    description=gettext_noop(
        "`answers` may be as many or as few as are known. An estimate, not a decision: `missing` are the questions "
        "that can still change something. Nothing is kept."
    ),
    tags=["simulators"],
    operation_id="evaluate",
    openapi_extra=ANYBODY,
)
def evaluate_simulator(request: HttpRequest, key: Key, body: EvaluationIn) -> HttpResponse:
    allow(limit("evaluations", client_address(request), seconds=60))
    version = find_published(key, site=called_site(request), kind=SIMULATOR)
    if version is None:
        raise Refusal("not-found")
    compiled, today = load_compiled(version, current_language()), timezone.localdate()
    problems = form_problems(compiled, body.answers, today=today, lookups=LOOKUPS)
    if problems:
        raise Refusal("invalid", errors=worded_problems(compiled, problems))
    found = assess(compiled, body.answers, today=today)
    return json_response({"version": version.number, **_told(compiled, found)})


def _told(compiled: Compiled, found: Assessment) -> dict[str, object]:
    return {
        "today": found.today,
        "verdict": found.verdict,
        "from": found.day,
        "reasons": [_reason(compiled, reason) for reason in found.reasons],
        "met": [criterion.id for criterion in found.eligibility.met],
        "unknown": [criterion.id for criterion in found.eligibility.unknown],
        "amounts": [_amount(each) for each in found.amounts],
        "missing": [question.key for question in found.asking.questions],
    }


def _reason(compiled: Compiled, reason: VerdictReason) -> dict[str, object]:
    criterion = reason.criterion
    return {
        "id": criterion.id,
        "text": criterion.message,
        "advice": criterion.advice,
        "turning": word_turning(reason.turning, compiled),
        "source": {"title": criterion.title, "url": criterion.url},
    }


def _amount(found: FoundAmount) -> dict[str, object]:
    amount = found.compiled.amount
    return {
        "id": amount.id,
        "label": amount.label,
        "value": _written(found.value),
        "unit": amount.unit,
        "period": amount.period,
    }


def _written(value: Value | None) -> str | None:
    """Return an amount as text: a decimal, exact, or a day."""
    if isinstance(value, date):
        return value.isoformat()
    return format_num(value) if isinstance(value, int) else None
