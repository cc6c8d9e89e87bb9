"""Transitions of a submission: the only way it changes state.

NotAdvanced
├── UnknownTransition    the circuit has no such transition
├── NotAllowed           this actor may not do it, or nobody may from outside the department
├── Moved                the submission changed since the page that asks for it was shown
├── WrongState           it does not leave the current state of the submission
├── GuardNotMet          its condition is not TRUE of the answers
└── ReasonMissing        it needs a reason
"""

from collections.abc import Collection, Mapping
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from runtime.clock import DatabaseNow
from runtime.delivery.notifications import plan_notices
from runtime.programs.models import ServiceToken
from runtime.submissions.content import open_content
from runtime.submissions.events import record_event
from runtime.submissions.models import Event, Submission
from schemas.answers.journey import rule_values_of
from schemas.compilation.compiled import Compiled
from schemas.format.circuit import Actor, Transition, TransitionReason
from schemas.models import Department, Membership
from schemas.permissions import role_in
from schemas.rules.rule import evaluate
from schemas.versions import load_compiled

#: Actors as whom a member of a department may act on its submissions.
ACTORS_OF_ROLE: Mapping[str | None, frozenset[Actor]] = {
    Membership.Role.AGENT: frozenset({Actor.AGENT}),
    Membership.Role.MANAGER: frozenset({Actor.AGENT, Actor.MANAGER}),
    None: frozenset(),
}
#: Actors as whom a program of a department may act on its submissions.
ACTORS_OF_SERVICE = frozenset({Actor.AGENT, Actor.SYSTEM})
#: Actors without an account.
NAMELESS = frozenset({Actor.CITIZEN, Actor.SYSTEM})


class NotAdvanced(Exception):  # noqa: N818  the name says what became of the submission
    """Nothing was changed; `code` says why."""

    code = ""

    def __init__(self) -> None:
        super().__init__(self.code)


class UnknownTransition(NotAdvanced):
    code = "unknown_transition"


class NotAllowed(NotAdvanced):
    code = "not_allowed"


class Moved(NotAdvanced):
    code = "moved"


class WrongState(NotAdvanced):
    code = "wrong_state"


class GuardNotMet(NotAdvanced):
    code = "guard"


class ReasonMissing(NotAdvanced):
    code = "reason_missing"


@transaction.atomic
def advance(
    submission_pk: int,
    transition_id: str,
    *,
    actor: Actor,
    by: AbstractBaseUser | None = None,
    service: ServiceToken | None = None,
    reason: str = "",
    expected_rev: int | None = None,
) -> Event:
    """Do one transition of the circuit: check, move, write the event and plan what to send, all or nothing.

    `by` is the account that acts, None for the applicant and for the system; `service` is the program that acts for the
    department, as one of its agents or as the system. `expected_rev` is the `rev` that the decision was based on. A
    reason that the transition does not ask for is dropped.

    Raises one of the tree of `NotAdvanced`, and `Submission.DoesNotExist`.
    """
    submission = _locked(submission_pk)
    compiled = load_compiled(submission.version, submission.language)
    step = compiled.document.circuit.transitions.get(transition_id)
    if step is None:
        raise UnknownTransition
    _check_actor(step, actor, _acting(submission, actor, by=by, service=service))
    if expected_rev not in (None, submission.rev):
        raise Moved
    if submission.state not in step.sources:
        raise WrongState
    if step.id in compiled.guards and not _guard_holds(compiled, step, submission=submission):
        raise GuardNotMet
    reason = _needed_reason(step, reason)
    return _move(submission, step, compiled, actor=actor, by=by, service=service, reason=reason)


def open_transitions(
    compiled: Compiled, answers: Mapping[str, object], *, state: str, actors: Collection[Actor], today: date
) -> tuple[Transition, ...]:
    """Return the transitions that one of `actors` may do from `state` now, in the order of the document."""
    leaving = compiled.document.circuit.leaving(state, tuple(actors))
    return tuple(step for step in leaving if _holds(compiled, step, answers=answers, today=today))


def actors_of(user: AbstractBaseUser | None, department: Department) -> frozenset[Actor]:
    """Return the actors as whom `user` may act on the submissions of `department`: none for users outside it."""
    return ACTORS_OF_ROLE[role_in(user, department) if user is not None else None]


def _locked(submission_pk: int) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("version", "department")
    return rows.annotate(read_at=DatabaseNow()).get(pk=submission_pk)


def _acting(
    submission: Submission, actor: Actor, *, by: AbstractBaseUser | None, service: ServiceToken | None
) -> frozenset[Actor]:
    """Return the actors as whom these may act on `submission`, whatever they claim to be."""
    if service is not None:
        return ACTORS_OF_SERVICE if service.department_id == submission.department_id else frozenset()
    if by is None and actor in NAMELESS:
        return frozenset({actor})
    return actors_of(by, submission.department)


def _check_actor(step: Transition, actor: Actor, acting: frozenset[Actor]) -> None:
    if actor not in acting or not acting & step.actors:
        raise NotAllowed


def _guard_holds(compiled: Compiled, step: Transition, *, submission: Submission) -> bool:
    answers = open_content(submission).answers
    return _holds(compiled, step, answers=answers, today=timezone.localdate(submission.read_at))


def _holds(compiled: Compiled, step: Transition, *, answers: Mapping[str, object], today: date) -> bool:
    """Return whether no condition on the answers keeps a transition closed: UNKNOWN does, as FALSE does."""
    guard = compiled.guards.get(step.id)
    return guard is None or evaluate(guard, rule_values_of(compiled, answers, today=today)) is True


def _needed_reason(step: Transition, reason: str) -> str:
    given = "" if step.reason is TransitionReason.NONE else reason.strip()
    if step.reason is TransitionReason.REQUIRED and not given:
        raise ReasonMissing
    return given


def _move(
    submission: Submission,
    step: Transition,
    compiled: Compiled,
    *,
    actor: Actor,
    by: AbstractBaseUser | None,
    service: ServiceToken | None,
    reason: str,
) -> Event:
    source, seen_rev, now = submission.state, submission.rev, submission.read_at
    target = compiled.document.circuit.states[step.target]
    submission.rev, submission.state, submission.category = seen_rev + 1, target.id, target.category.value
    submission.updated_at = now
    changed = {name: getattr(submission, name) for name in ("rev", "state", "category", "updated_at")}
    # The row is locked already; where a database has no row locks, the rev still lets only one through.
    if not Submission.objects.filter(pk=submission.pk, rev=seen_rev).update(**changed):
        raise WrongState
    event = record_event(
        submission,
        kind=Event.Kind.TRANSITION,
        actor=actor,
        target=target.id,
        at=now,
        by=by,
        service=service,
        transition=step.id,
        source=source,
        reason=reason,
    )
    plan_notices(submission, event)
    return event
