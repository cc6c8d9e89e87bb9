"""Rows of drafts: created, found, changed unless another request changed them first, deleted."""

import secrets
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from runtime.clock import DatabaseNow
from runtime.drafts.content import DraftContent, data_key_of_draft, seal_draft
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile
from runtime.submissions.reference import new_key, read_key
from runtime.vault import encryption
from schemas.models import Version
from schemas.versions import known_version

#: How long a draft is kept when the document does not say (retention.draft).
DEFAULT_LIFETIME = timedelta(days=90)

#: Tries of an act, each needed because another request changed the draft in between.
MAX_TRIES = 5

#: Purpose of the hashes of return codes, so that no other hash can pass for one.
CODE_PURPOSE = "draft code"


def new_token() -> str:
    """Return a new token of a draft: 128 random bits, for its URLs."""
    return secrets.token_urlsafe(16)


def new_draft(version: Version, *, token: str, language: str, lifetime: timedelta) -> tuple[Draft, DraftContent, bytes]:
    """Return an unsaved, empty draft of `version`, its content and its data key."""
    data_key, content = encryption.new_data_key(), DraftContent(code=new_key())
    draft = Draft(
        token=token,
        version=version,
        language=language,
        wrapped_key=encryption.wrap(data_key, f"key:{token}"),
        code_hash=encryption.keyed_hash(content.code, CODE_PURPOSE),
        expires_at=DatabaseNow() + lifetime,
    )
    return draft, content, data_key


def find_draft(token: str) -> Draft | None:
    """Return a draft that has not expired, with its version, department and `read_at`; one query."""
    return _usable(Draft.objects.filter(token=token))


def lock_draft(token: str) -> Draft | None:
    """Return a draft as `find_draft` does, its row locked until the transaction ends."""
    return _usable(Draft.objects.select_for_update().filter(token=token))


def find_by_code(typed: str) -> Draft | None:
    """Return the draft that a typed return code opens."""
    code = read_key(typed)
    if code is None:
        return None
    return _usable(Draft.objects.filter(code_hash=encryption.keyed_hash(code, CODE_PURPOSE)))


def insert_draft(draft: Draft, content: DraftContent, data_key: bytes, files: Sequence[StoredFile] = ()) -> None:
    """Write a new draft and its files. Raises IntegrityError when a draft has this token already."""
    draft.sealed = seal_draft(content, data_key, draft.token)
    draft.rev += 1
    with transaction.atomic():
        draft.save(force_insert=True)
        StoredFile.objects.bulk_create(files)


def save_draft(draft: Draft, content: DraftContent, files: Sequence[StoredFile] = ()) -> bool:
    """Write `content` and new file rows if the row is still at the `rev` that was read.

    Returns False, nothing written, when another request came first: read again and start over.
    """
    with transaction.atomic() if files else nullcontext():
        changed = Draft.objects.filter(pk=draft.pk, rev=draft.rev).update(
            sealed=seal_draft(content, data_key_of_draft(draft), draft.token),
            rev=draft.rev + 1,
            updated_at=timezone.now(),
        )
        if changed and files:
            StoredFile.objects.bulk_create(files)
    return bool(changed)


def _usable(rows: QuerySet[Draft]) -> Draft | None:
    """Return the only row there can be, with its version and the time at which it was read, unless it has expired."""
    for draft in rows.filter(expires_at__gt=DatabaseNow()).annotate(read_at=DatabaseNow()):
        draft.version = known_version(draft.version_id)
        return draft
    return None
