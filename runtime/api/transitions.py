"""Transitions of a submission by another program: one at a time, done once, as an agent's program may."""

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop

from runtime.api.app import api, responses
from runtime.api.authentication import BEARER, Program, program_of
from runtime.api.idempotency import IdempotencyKey, once_token
from runtime.api.models import Push
from runtime.api.payloads import MovedOut, TransitionIn
from runtime.api.problems import Refusal
from runtime.api.representation import state_of
from runtime.api.responses import json_response
from runtime.api.submissions import Reference, of_department
from runtime.desk.messages import NOT_ADVANCED
from runtime.failpoints import reach
from runtime.processing.advance import NotAdvanced, advance
from runtime.programs.models import Scope
from runtime.submissions.models import Event, Submission
from runtime.tracking.context import in_words
from runtime.vault.encryption import keyed_hash
from schemas.canonical import canonical_text
from schemas.format.circuit import Actor

DIGEST_PURPOSE = "push digest"


@api.post(
    "/submissions/{reference}/transitions",
    response=responses(
        "unauthorized", "forbidden", "not-found", "changed-content", "too-large", "unsupported-media-type", "invalid",
        s200=MovedOut, s201=MovedOut,
    ),
    summary=gettext_noop("Move a request along its circuit"),
    description=gettext_noop(
        "201 when it was moved, 200 when this very call moved it before. A transition that is not open now gives a "
        "409 and changes nothing. For a token that may move requests."
    ),
    tags=["submissions"],
    operation_id="transition",
    openapi_extra=BEARER,
)  # fmt: skip
def push_transition(
    request: HttpRequest, reference: Reference, body: TransitionIn, idempotency_key: IdempotencyKey
) -> HttpResponse:
    reach("request read")
    caller = program_of(request, Scope.TRANSITION)
    submission = of_department(caller, reference)
    once = once_token(caller, idempotency_key, act=f"move {submission.reference}")
    digest = keyed_hash(canonical_text(body.dict()), DIGEST_PURPOSE)
    push, is_new = _pushed(submission, body, caller, once=once, digest=digest)
    reach("before the answer")
    if push.digest != digest:
        raise Refusal("changed-content", more={"reference": submission.reference, "event": push.event.number})
    return json_response(_moved(submission, push.event), status=201 if is_new else 200)


def _pushed(
    submission: Submission, body: TransitionIn, caller: Program, *, once: str, digest: str
) -> tuple[Push, bool]:
    """Do a transition unless it was done before; return it, and whether it is new."""
    done = _done(once)
    if done is not None:
        return done, False
    try:
        with transaction.atomic():
            event = _advanced(submission, body, caller)
            push = Push.objects.create(key_hash=once, digest=digest, event=event)
            reach("before commit")
        reach("after commit")
    except (IntegrityError, NotAdvanced) as error:
        # Another call with this key came first: its row exists by now, or the submission would not have moved.
        done = _done(once)
        if done is not None:
            return done, False
        if isinstance(error, NotAdvanced):
            raise _refusal(error) from error
        raise
    return push, True


def _done(once: str) -> Push | None:
    return Push.objects.select_related("event").filter(key_hash=once).first()


def _advanced(submission: Submission, body: TransitionIn, caller: Program) -> Event:
    step = in_words(submission).document.circuit.transitions.get(body.transition)
    is_for_system = step is not None and Actor.AGENT not in step.actors
    return advance(
        submission.pk,
        body.transition,
        actor=Actor.SYSTEM if is_for_system else Actor.AGENT,
        service=caller.token,
        reason=body.reason,
        expected_rev=body.rev,
    )


def _refusal(error: NotAdvanced) -> Refusal:
    return Refusal("not-advanced", detail=NOT_ADVANCED[error.code], more={"code": error.code})


def _moved(submission: Submission, event: Event) -> dict[str, object]:
    return {
        "reference": submission.reference,
        "event": event.number,
        "transition": event.transition,
        "state": state_of(in_words(submission), event.target),
        "at": event.at,
    }
