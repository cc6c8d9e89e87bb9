"""Events of a submission: only ever added, each chained to the one before by a keyed hash."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime

from django.contrib.auth.models import AbstractBaseUser

from runtime.programs.models import ServiceToken
from runtime.submissions.content import data_key_of
from runtime.submissions.models import Event, Submission
from runtime.vault.encryption import keyed_hash, seal, unseal
from schemas.canonical import canonical_text
from schemas.format.circuit import Actor

#: Beginning of a hash made with a key. Those made before, by anybody who could compute SHA-256, are bare hexadecimal.
KEYED = "k1."
#: Purpose of the key of these hashes.
CHAIN_PURPOSE = "event chain"


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


def verify_chain(
    submission: Submission, events: Iterable[Event] | None = None, *, bare_until: int | None = None
) -> int | None:
    """Return the number of the first event that was changed, moved or removed, or None when the chain is intact.

    `events` are all of the submission, in order, where they have been read already. `bare_until` is the id of the last
    event whose hash may be of the old kind, without a key; None while any may. During an upgrade one may follow a keyed
    one: the code before still serves.
    """
    previous, number, state = "", 0, submission.state
    for number, event in enumerate(submission.events.order_by("number") if events is None else events, start=1):
        may_be_bare = bare_until is None or event.pk <= bare_until
        is_sound = event.number == number and event.previous_hash == previous and (may_be_bare or is_keyed(event.hash))
        if not is_sound or not hmac.compare_digest(
            event.hash, event_hash(event, submission, keyed=is_keyed(event.hash))
        ):
            return number
        previous, state = event.hash, event.target
    if number != submission.rev:
        return min(number, submission.rev) + 1
    return None if state == submission.state else number


def event_hash(event: Event, submission: Submission, *, keyed: bool = True) -> str:
    """Return the HMAC of the hash of the previous event and of the canonical JSON of this one.

    Who writes to the database cannot compute it; its key survives the rotation of `ENCRYPTION_KEYS`, see
    `runtime.vault.encryption.keyed_hash`. Without `keyed`, the SHA-256 in hexadecimal that events had before. The
    reason counts by the digest of its encrypted bytes: the chain still holds once the key of the answers is destroyed.
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
    text = event.previous_hash + canonical_text(row)
    if not keyed:
        return hashlib.sha256(text.encode()).hexdigest()
    # In base64, mark and hash fit into the column that held hexadecimal.
    digest = base64.urlsafe_b64encode(bytes.fromhex(keyed_hash(text, CHAIN_PURPOSE)))
    return KEYED + digest.decode().rstrip("=")


def is_keyed(event_hash: str) -> bool:
    """Return whether a stored hash was made with a key."""
    return event_hash.startswith(KEYED)


def _hash_before(submission: Submission) -> str:
    if submission.rev == 1:
        return ""
    return Event.objects.values_list("hash", flat=True).get(submission=submission, number=submission.rev - 1)


def _place(submission: Submission, number: int) -> str:
    return f"event:{submission.draft_token}:{number}"
