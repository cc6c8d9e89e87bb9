"""JSON of a submission in the API, in the language in use: for anyone, for holders of its key, for programs."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from runtime.links.addresses import public_url
from runtime.processing.advance import open_transitions
from runtime.submissions.content import open_content
from runtime.submissions.events import open_reason
from runtime.submissions.models import Event, Submission
from runtime.tracking.context import in_words
from schemas.compilation.compiled import Compiled
from schemas.format.circuit import Actor

Payload = dict[str, Any]


def status_of(submission: Submission) -> Payload:
    """Return the part that the reference alone gives access to: state and dates. No query."""
    compiled = in_words(submission)
    return {
        "reference": submission.reference,
        "procedure": {
            "key": submission.procedure_key,
            "title": compiled.document.title,
            "version": submission.version.number,
        },
        "department": submission.department.contact,
        "state": state_of(compiled, submission.state),
        "received_at": submission.received_at,
        "updated_at": submission.updated_at,
    }


def whole_of(submission: Submission, actors: Collection[Actor]) -> Payload:
    """Return everything: answers too, and the transitions that one of `actors` may do now.

    Raises `runtime.vault.encryption.VaultError` when the answers cannot be opened.
    """
    compiled, content = in_words(submission), open_content(submission)
    found = open_transitions(
        compiled, content.answers, state=submission.state, actors=actors, today=timezone.localdate()
    )
    return {
        **status_of(submission),
        "rev": submission.rev,
        "language": submission.language,
        "answers": content.answers,
        "transitions": [{"id": each.id, "label": each.label, "reason": each.reason.value} for each in found],
    }


def state_of(compiled: Compiled, name: str) -> Payload:
    """Return a state as people read it, with its category, which is the same in every procedure."""
    state = compiled.document.circuit.states[name]
    return {"id": state.id, "label": state.label, "text": state.text, "category": state.category.value}


def event_payloads(submission: Submission, events: Iterable[Event], *, with_reasons: bool) -> list[Payload]:
    """Return the events of `submission`, in order.

    Raises `runtime.vault.encryption.VaultError` for a sealed reason that cannot be opened.
    """
    compiled = in_words(submission)
    return [
        {
            "number": event.number,
            "kind": event.kind,
            "at": event.at,
            "actor": actor_of(event),
            "transition": event.transition or None,
            "state": state_of(compiled, event.target),
            **({"reason": open_reason(event)} if with_reasons else {}),
        }
        for event in events
    ]


def pulled(event: Event, categories: Mapping[str, str]) -> Payload:
    """Return one event of a department for a program; `categories` are those of the states of its procedure."""
    return {
        "cursor": str(event.position),
        "reference": event.submission.reference,
        "procedure": event.submission.procedure_key,
        "number": event.number,
        "kind": event.kind,
        "at": event.at,
        "actor": actor_of(event),
        "transition": event.transition or None,
        "state": event.target,
        "category": categories[event.target],
    }


def actor_of(event: Event) -> str:
    """Return the side that an event happened on; who exactly is internal to the department."""
    return "applicant" if event.actor == Actor.CITIZEN else "department"


def links_of(submission: Submission, *, tracking_path: str) -> dict[str, str]:
    """Return the links to follow a submission: for programs and for people."""
    here = public_url(f"/api/v1/submissions/{submission.reference}")
    return {"self": here, "events": f"{here}/events", "tracking": public_url(tracking_path)}
