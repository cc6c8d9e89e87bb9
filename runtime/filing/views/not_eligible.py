"""Page that says one cannot apply, and why: an outcome, not a mistake in the form."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from runtime.drafts.access import Opened, open_for
from runtime.drafts.step_outcome import journey_of
from runtime.filing import addresses, pages
from runtime.filing.pages import personal
from runtime.forms.rendering import html_id
from runtime.presentation.field_names import field_token
from schemas.answers.journey import Journey, questions_read
from schemas.compilation.criteria import Criterion


@personal
@require_safe
def outcome(request: HttpRequest, key: str, draft: str) -> HttpResponseBase:
    """Show every criterion that the answers do not meet, where each answer is changed, whom to ask."""
    found = open_for(request, key, draft)
    if not isinstance(found, Opened):
        return pages.refuse_draft(request, found, key=key, draft=draft)
    journey = journey_of(found.compiled, found.content, today=timezone.localdate())
    if not journey.failing:
        return redirect(addresses.draft_url("review", key, draft))
    deciding = journey.steps[journey.decided or 0]
    context = {
        **pages.context_of(found.compiled, found.version),
        "reasons": [_reason(found, journey, criterion) for criterion in journey.failing],
        "back_url": addresses.step_url(key, draft, deciding.id),
        "save_url": addresses.draft_url("save", key, draft),
    }
    return render(request, "themes/outcome.html", context)


def _reason(found: Opened, journey: Journey, criterion: Criterion) -> dict[str, object]:
    """Return one criterion in words, with the answers that it depends on and where each is changed."""
    return {
        "text": criterion.message,
        "advice": criterion.advice,
        "source": {"title": criterion.title, "url": criterion.url},
        "changes": list(_changes(found, journey, criterion)),
    }


def _changes(found: Opened, journey: Journey, criterion: Criterion) -> Iterator[dict[str, str]]:
    read = questions_read(found.compiled, criterion.rule)
    for step in journey.steps:
        for question in step.questions:
            if question.key in read and question.key in journey.answers and question.type != "computed":
                url = addresses.step_url(found.key, found.draft.token, step.id)
                yield {"label": question.label, "url": f"{url}#{html_id(field_token(question.key))}"}
