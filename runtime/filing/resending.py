"""A new draft made of what was sent, for somebody who changes an answer after sending."""

import uuid
from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from runtime.filing import addresses
from runtime.filing.answering import journey_of
from runtime.filing.content import DraftContent
from runtime.filing.cookies import remember_draft
from runtime.filing.drafts import insert_draft, new_draft, new_token
from runtime.filing.keeping import apply_kept
from runtime.filing.lifetimes import draft_lifetime
from runtime.filing.models import Draft, StoredFile
from runtime.filing.uploads import give_up, ids_in, private_storage
from runtime.storage import StorageError, new_name
from runtime.submissions.content import data_key_of, open_content
from runtime.submissions.models import Submission
from schemas.journey import ITEM_ID
from schemas.store import compiled


def begin_again(request: HttpRequest, submission: Submission) -> HttpResponseBase:
    """Make a draft with the answers and copies of the files of `submission`, put in what was typed, and open it."""
    language = get_language() or submission.language
    ready = compiled(submission.version, language)
    draft, content, data_key = new_draft(
        submission.version, token=new_token(), language=language, lifetime=draft_lifetime(ready.document)
    )
    answers = {key: _with_ids(answer) for key, answer in open_content(submission).answers.items()}
    answers, rows = _copy_files(submission, draft, data_key, answers)
    content = replace(content, answers=answers, seen=tuple(step.id for step in ready.document.steps))
    step_id = request.POST.get("next_step", "")
    content = apply_kept(ready, content, step_id=step_id, post=request.POST)
    try:
        insert_draft(draft, content, data_key, rows)
    except BaseException:
        give_up(rows)
        raise
    response = redirect(_where(ready, content, draft, step_id))
    remember_draft(request, response, draft.token)
    return response


def _where(ready, content: DraftContent, draft: Draft, step_id: str) -> str:  # type: ignore[no-untyped-def]
    journey = journey_of(ready, content, today=timezone.localdate())
    if journey.can_visit(step_id):
        return addresses.step_url(draft.version.key, draft.token, step_id, note="kept", retour="1")
    return addresses.draft_url("review", draft.version.key, draft.token)


def _with_ids(answer: object) -> object:
    """Give items of a repeated group the hidden ids that a draft needs."""
    if not isinstance(answer, list):
        return answer
    return [
        {ITEM_ID: uuid.uuid4().hex[:8], **item} if isinstance(item, Mapping) and "sha256" not in item else item
        for item in answer
    ]


def _copy_files(
    submission: Submission, draft: Draft, data_key: bytes, answers: Mapping[str, object]
) -> tuple[dict[str, object], list[StoredFile]]:
    """Write every file again under the key of the new draft, and name the copies in the answers."""
    used = ids_in(dict(answers))
    rows: list[StoredFile] = []
    renamed = {}
    for row in StoredFile.objects.filter(submission=submission, pk__in=used):
        copy = StoredFile(
            id=uuid.uuid4(),
            draft=draft,
            question=row.question,
            path=new_name(),
            media_type=row.media_type,
            size=row.size,
        )
        try:
            chunks = private_storage().open_decrypted(row.path, data_key_of(submission))
            private_storage().write_encrypted(copy.path, chunks, data_key)
        except StorageError:
            give_up(rows)
            raise
        renamed[str(row.id)] = str(copy.id)
        rows.append(copy)
    return {key: _renamed(answer, renamed) for key, answer in answers.items()}, rows


def _renamed(value: object, renamed: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [_renamed(each, renamed) for each in value]
    if isinstance(value, Mapping):
        changed = {key: _renamed(inner, renamed) for key, inner in value.items()}
        if str(changed.get("id")) in renamed:
            changed["id"] = renamed[str(changed["id"])]
        return changed
    return value
