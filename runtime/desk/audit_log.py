"""Audit log of openings, readings, tokens and closed cases, by user: rows of Wagtail's log, without answers.

Wagtail's rows have no place for a chain, and a chain would make agents wait for each other: each row carries a keyed
hash of itself (`data["proof"]`), and runtime.seals seals all of them daily, so that one taken away is found.
"""

import hmac
from datetime import UTC

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from runtime.programs.models import ServiceToken
from runtime.simulation.models import SimulationCase
from runtime.submissions.models import Submission
from runtime.vault.encryption import keyed_hash
from schemas.canonical import canonical_text

#: Beginning of the names of our actions, and of no other in this log.
OURS = "guichet."
#: Purpose of the key of proofs.
PROOF_PURPOSE = "audit log"

REQUEST_OPENED = "guichet.request_opened"
FILE_OPENED = "guichet.file_opened"
PREVIEW_OPENED = "guichet.preview_opened"
REQUEST_READ = "guichet.request_read_by_program"
TOKEN_ISSUED = "guichet.token_issued"  # noqa: S105  the name of an action
TOKEN_REVOKED = "guichet.token_revoked"  # noqa: S105  the same
CASE_CLOSED = "guichet.simulation_case_closed"


def record_opening(submission: Submission, action: str, *, user: AbstractBaseUser, **facts: str) -> None:
    """Record that `user` opened `submission` or a part of it; `facts` are ids, never answers."""
    _record(submission, action, user=user, **facts)


def record_reading(submission: Submission, token: ServiceToken, **facts: str) -> None:
    """Record that a program read `submission`; `facts` are ids, never answers."""
    _record(submission, REQUEST_READ, token=token.pk, program=token.name, **facts)


def record_issue(token: ServiceToken, *, user: AbstractBaseUser) -> None:
    """Record the issue of a program's token by `user`, and its rights."""
    _record(token, TOKEN_ISSUED, user=user, scopes=token.scopes)


def record_revocation(token: ServiceToken, *, user: AbstractBaseUser) -> None:
    """Record the revocation of a program's token by `user`."""
    _record(token, TOKEN_REVOKED, user=user)


def record_closing(case: SimulationCase, *, user: AbstractBaseUser) -> None:
    """Record the closing of a contested result by `user`."""
    _record(case, CASE_CLOSED, user=user)


def entries() -> QuerySet[ModelLogEntry]:
    """Return the rows of the log that are ours."""
    return ModelLogEntry.objects.filter(action__startswith=OURS)


def has_proof(entry: ModelLogEntry) -> bool:
    """Return whether a row says that this site wrote it; rows of before there were proofs do not."""
    return "proof" in entry.data


def is_genuine(entry: ModelLogEntry) -> bool:
    """Return whether a row is as this site wrote it; its id is no part of it."""
    return hmac.compare_digest(str(entry.data.get("proof", "")).encode(), proof_of(entry).encode())


def proof_of(entry: ModelLogEntry) -> str:
    """Return the keyed hash of who, when, what and which; not of the content type, which may become null."""
    row = {
        "object": entry.object_id,
        "label": entry.label,
        "action": entry.action,
        "at": entry.timestamp.astimezone(UTC).isoformat(timespec="microseconds"),
        "user": entry.user_id,
        "facts": {name: fact for name, fact in entry.data.items() if name != "proof"},
    }
    return keyed_hash(canonical_text(row), PROOF_PURPOSE)


def _record(instance: Model, action: str, *, user: AbstractBaseUser | None = None, **facts: object) -> None:
    row = ModelLogEntry(
        object_id=str(instance.pk), label=str(instance), action=action, timestamp=timezone.now(), user=user, data=facts
    )
    proven = {**facts, "proof": proof_of(row)}
    log(instance=instance, action=action, user=user, timestamp=row.timestamp, data=proven)
