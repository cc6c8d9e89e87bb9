"""Creation of a submission: its row, then everything that goes with it, in the caller's transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from runtime.delivery.notifications import email_of, plan_receipt
from runtime.submissions.content import Content, key_hash, seal_content
from runtime.submissions.events import record_event
from runtime.submissions.models import Event, IndexEntry, Submission
from runtime.submissions.reference import new_key, new_reference
from runtime.submissions.search import index_entries
from runtime.submissions.tasks import wake_antivirus
from runtime.vault import encryption
from schemas.answers.walk import files_in
from schemas.canonical import canonical_text
from schemas.compilation.compiled import Compiled
from schemas.format.circuit import Actor
from schemas.models import Version

#: Purpose of the hashes of answers.
DIGEST_PURPOSE = "answers digest"


@dataclass(frozen=True, slots=True)
class Filed:
    """The data of a future submission of `version`.

    `token` makes sending it once; `wrapped_key` holds its data key, bound to that token; `language` is that of its
    mails; `channel` is one of `Submission.Channel`; `epoch` is that of its draft; `sender` is kept with its answers.
    """

    version: Version
    compiled: Compiled
    token: str
    wrapped_key: bytes
    language: str
    channel: str = Submission.Channel.WEB
    epoch: int = 0
    sender: str = ""

    @property
    def data_key(self) -> bytes:
        return encryption.unwrap(self.wrapped_key, f"key:{self.token}")


def answers_digest(answers: Mapping[str, object]) -> str:
    """Return a keyed hash of final answers: it distinguishes a repeat from a change, and reveals nothing else."""
    return encryption.keyed_hash(canonical_text(answers), DIGEST_PURPOSE)


def insert_submission(filed: Filed, answers: Mapping[str, object], *, digest: str, now: datetime) -> Submission:
    """Write the row. Raises `django.db.IntegrityError` when a submission has this token already."""
    document = filed.compiled.document
    initial = document.circuit.states[document.circuit.initial]
    content = Content(answers, new_key(), timezone.localdate(now), sender=filed.sender)
    return Submission.objects.create(
        reference=new_reference(document.reference_prefix),
        draft_token=filed.token,
        digest=digest,
        site_id=filed.version.site_id,
        version=filed.version,
        department=filed.version.department,
        procedure_key=document.key,
        language=filed.language,
        channel=filed.channel,
        key_hash=key_hash(content.key),
        wrapped_key=filed.wrapped_key,
        sealed=seal_content(content, filed.data_key, filed.token),
        state=initial.id,
        category=initial.category,
        epoch=filed.epoch,
        received_at=now,
        updated_at=now,
    )


def complete_submission(submission: Submission, compiled: Compiled, answers: Mapping[str, object]) -> None:
    """Write the rest of a new submission: its first event, its search index, the receipt to mail.

    Its files are analysed after the commit, by a worker: nobody who sends waits for the antivirus.
    """
    record_event(
        submission,
        kind=Event.Kind.RECEIVED,
        actor=Actor.CITIZEN,
        target=submission.state,
        at=submission.received_at,
    )
    IndexEntry.objects.bulk_create(index_entries(submission, compiled, answers))
    to = email_of(compiled, answers)
    if to:
        plan_receipt(submission, to=to)
    if settings.GUICHET_CLAMD and any(files_in(compiled.document.questions, answers)):
        transaction.on_commit(wake_antivirus)
