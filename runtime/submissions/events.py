"""Events of a submission: only ever added, each chained to the one before by a hash."""

import hashlib
from datetime import UTC, datetime

from django.contrib.auth.models import AbstractBaseUser

from runtime.programs.models import ServiceToken
from runtime.submissions.content import data_key_of
from runtime.submissions.models import Event, Submission
from runtime.vault.encryption import seal, unseal
from schemas.canonical import canonical_text
from schemas.format.circuit import Actor


def record_event(  # noqa: PLR0913  one argument a column
    submission: Submission,
    *,
    kind: str,
    actor: Actor,
    target: str,
    at: datetime,
    by: AbstractBaseUser | None = None,
    service: ServiceToken | None = None,
    transition: str = "",
    source: str = "",
    reason: str = "",
) -> Event:
    """Add the event whose number is `submission.rev`, in the transaction that causes it. The first costs one INSERT.

    `reason` is encrypted with the data key of the submission. Raises `django.db.IntegrityError` when another event has
    taken the number.
    """
    event = Event(
        submission=submission,
        number=submission.rev,
        kind=kind,
        at=at,
        actor=actor.value,
        by=by,
        service=service,
        department_id=submission.department_id,
        transition=transition,
        source=source,
        target=target,
        previous_hash=_hash_before(submission),
    )
    if reason:
        event.sealed_reason = seal(reason, data_key_of(submission), _place(submission, event.number))
    event.hash = event_hash(event, submission)
    event.save(force_insert=True)
    return event


def open_reason(event: Event) -> str:
    """Return the reason given with `event`, empty when there was none. Raises `runtime.vault.encryption.VaultError`."""
    if not event.sealed_reason:
        return ""
    place = _place(event.submission, event.number)
    return str(unseal(bytes(event.sealed_reason), data_key_of(event.submission), place))


def verify_chain(submission: Submission) -> int | None:
    """Return the number of the first event that was changed, moved or removed, or None when the chain is intact."""
    previous, number = "", 0
    for number, event in enumerate(submission.events.order_by("number"), start=1):
        is_sound = event.number == number and event.previous_hash == previous
        if not is_sound or event.hash != event_hash(event, submission):
            return number
        previous = event.hash
    return None if number == submission.rev else number + 1


def event_hash(event: Event, submission: Submission) -> str:
    """Return the SHA-256 of the hash of the previous event and of the canonical JSON of this one.

    The reason counts by the digest of its encrypted bytes: the chain still holds once the key is destroyed.
    """
    service = {"service": event.service_id} if event.service_id else {}
    row = {
        "submission": submission.reference,
        "number": event.number,
        "kind": str(event.kind),
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor,
        "by": event.by_id,
        "transition": event.transition,
        "source": event.source,
        "target": event.target,
        "reason": hashlib.sha256(bytes(event.sealed_reason)).hexdigest(),
        **service,
    }
    return hashlib.sha256((event.previous_hash + canonical_text(row)).encode()).hexdigest()


def _hash_before(submission: Submission) -> str:
    if submission.rev == 1:
        return ""
    return Event.objects.values_list("hash", flat=True).get(submission=submission, number=submission.rev - 1)


def _place(submission: Submission, number: int) -> str:
    return f"event:{submission.draft_token}:{number}"
