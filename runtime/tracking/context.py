"""Context of the tracking page: with the reference alone the state and dates, with the key everything."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from runtime.presentation.language import current_language
from runtime.presentation.messages import word_size
from runtime.presentation.summary import summarise, with_sizes
from runtime.processing.advance import open_transitions
from runtime.submissions.content import Content, day_of_rules, open_content
from runtime.submissions.events import open_reason
from runtime.submissions.models import Event, Submission
from runtime.vault.encryption import keyed_hash
from schemas.answers.walk import files_in
from schemas.compilation.compiled import Compiled
from schemas.format.circuit import Actor, Transition, TransitionReason
from schemas.versions import load_compiled

Context = dict[str, Any]


def closed_page(submission: Submission) -> Context:
    """Return the context with the reference alone; no query."""
    return {**live_part(submission, events=()), **_head(submission, is_open=False)}


def open_page(submission: Submission) -> Context:
    """Return the context with the key: events, answers, files and possible actions. One query, for events."""
    compiled, content = in_words(submission), open_content(submission)
    sent_on = day_of_rules(submission, content)
    return {
        **live_part(submission, events=events_of(submission)),
        **_head(submission, is_open=True),
        "steps": with_sizes(summarise(compiled, content.answers, language=current_language(), today=sent_on)),
        "files": [_file(submission, each) for each in files_in(compiled.document.questions, content.answers)],
        "transitions": [_transition(each) for each in citizen_transitions(submission, compiled, content)],
    }


def events_of(submission: Submission) -> tuple[Event, ...]:
    """Return the events of `submission`, in order. One query."""
    return tuple(submission.events.order_by("number"))


def live_part(submission: Submission, *, events: tuple[Event, ...]) -> Context:
    """Return the part that changes while a person watches: the state in a sentence and, with the key, the events."""
    compiled = in_words(submission)
    state = compiled.document.circuit.states[submission.state]
    return {
        "state": {"label": state.label, "text": state.text, "category": state.category.value},
        "updated_at": submission.updated_at,
        "timeline": [_happening(submission, compiled, event, is_current=event is events[-1]) for event in events],
    }


def live_etag(submission: Submission, *, is_open: bool) -> str:
    """Return the ETag of the live part, in the language in use; nobody else can make it."""
    text = f"{submission.reference} {submission.rev} {is_open} {current_language()}"
    return f'"{keyed_hash(text, "tracking page")[:32]}"'


def in_words(submission: Submission) -> Compiled:
    """Return the document of `submission` in the language in use."""
    return load_compiled(submission.version, current_language(submission.language))


def citizen_transitions(submission: Submission, compiled: Compiled, content: Content) -> tuple[Transition, ...]:
    """Return the transitions that the applicant may do now."""
    today = timezone.localdate()
    return open_transitions(compiled, content.answers, state=submission.state, actors=[Actor.CITIZEN], today=today)


def _head(submission: Submission, *, is_open: bool) -> Context:
    page_url = reverse("tracking:status", args=[submission.reference])
    return {
        "reference": submission.reference,
        "procedure_title": in_words(submission).document.title,
        "department": submission.department.contact,
        "received_at": submission.received_at,
        "is_open": is_open,
        "form_action": page_url,
        "live_url": reverse("tracking:live", args=[submission.reference]),
        "live_etag": live_etag(submission, is_open=is_open),
        "leave_url": reverse("tracking:leave"),
    }


def _happening(submission: Submission, compiled: Compiled, event: Event, *, is_current: bool) -> Context:
    state = compiled.document.circuit.states[event.target]
    return {
        "label": state.label,
        "text": open_reason(event),
        "at": event.at,
        "by": pgettext("who did it", "You") if event.actor == Actor.CITIZEN else submission.department.name,
        "is_current": is_current,
    }


def _file(submission: Submission, answer: Mapping[str, object]) -> Context:
    return {
        "name": answer["name"],
        "size": word_size(int(str(answer["size"]))),
        "url": reverse("tracking:file", args=[submission.reference, answer["id"]]),
    }


def _transition(transition: Transition) -> Context:
    return {
        "id": transition.id,
        "label": transition.label,
        "asks_reason": transition.reason is not TransitionReason.NONE,
    }
