"""New draft made from a submission, when an answer is changed after sending."""

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from runtime.drafts.attachments import give_up, private_storage
from runtime.drafts.content import DraftContent
from runtime.drafts.cookies import remember_draft
from runtime.drafts.kept_fields import apply_kept
from runtime.drafts.lifetimes import draft_lifetime
from runtime.drafts.models import Draft
from runtime.drafts.repository import insert_draft, new_draft, new_token
from runtime.drafts.step_outcome import journey_of
from runtime.files.keys import file_key_of
from runtime.files.models import StoredFile
from runtime.filing import addresses
from runtime.forms.positions import items_of
from runtime.lists.lookups import LOOKUPS
from runtime.presentation.language import current_language
from runtime.submissions.content import data_key_of, open_content
from runtime.submissions.models import Submission
from runtime.vault.storage import StorageError, new_name
from schemas.answers.walk import ids_of_files
from schemas.questions.base import ITEM_ID, Question, Raw
from schemas.questions.registry import QUESTION_TYPES
from schemas.versions import load_compiled


def begin_again(request: HttpRequest, submission: Submission) -> HttpResponseBase:
    """Make a draft with the answers and copied files of `submission`, apply the kept fields, and open it."""
    language = current_language(submission.language)
    compiled = load_compiled(submission.version, language)
    draft, content, data_key = new_draft(
        submission.version, token=new_token(), language=language, lifetime=draft_lifetime(compiled.document)
    )
    answers, rows = _copy_files(submission, draft, data_key, compiled.document.questions)
    content = replace(content, seen=tuple(step.id for step in compiled.document.steps))
    content = with_final_answers(content, compiled.document.questions, answers, today=timezone.localdate())
    step_id = request.POST.get("next_step", "")
    content = apply_kept(compiled, content, step_id=step_id, post=request.POST)
    try:
        insert_draft(draft, content, data_key, rows)
    except BaseException:
        give_up(rows)
        raise
    response = redirect(_where(compiled, content, draft, step_id))
    remember_draft(request, response, draft.token)
    return response


def _where(compiled, content: DraftContent, draft: Draft, step_id: str) -> str:  # type: ignore[no-untyped-def]
    journey = journey_of(compiled, content, today=timezone.localdate())
    if journey.can_visit(step_id):
        return addresses.step_url(draft.version.key, draft.token, step_id, note="kept", retour="1")
    return addresses.draft_url("review", draft.version.key, draft.token)


def with_final_answers(
    content: DraftContent, questions: Iterable[Question], answers: Mapping[str, object], *, today: date
) -> DraftContent:
    """Return `content` holding final answers as a draft does: items of lists have their hidden ids.

    An answer that no longer passes becomes raw input, so that its page asks for it again.
    """
    kept, typed = dict(answers), {}
    for question in questions:
        question_type = QUESTION_TYPES[question.type]
        if question.key in answers and question_type.structure:
            raw = with_ids(question, question_type.raw(question, answers[question.key]))
            parsed = question_type.read(question, raw, today=today, lookups=LOOKUPS)
            del kept[question.key]
            (typed if parsed.problems else kept)[question.key] = raw if parsed.problems else parsed.answer
    return replace(content, answers=kept, typed=typed)


def with_ids(question: Question, raw: object) -> Raw:
    """Return the raw input of a question with a new hidden id for each item of a list that has none."""
    question_type = QUESTION_TYPES[question.type]
    if question_type.structure == "items":
        return [{ITEM_ID: secrets.token_hex(4), **_with_ids_inside(question, item)} for item in items_of(raw)]
    if question_type.structure and isinstance(raw, Mapping):
        return _with_ids_inside(question, raw)  # type: ignore[return-value]
    return raw  # type: ignore[return-value]


def _with_ids_inside(question: Question, raws: Mapping[str, object]) -> dict[str, object]:
    inner = QUESTION_TYPES[question.type].inner(question)
    return {**raws, **{each.key: with_ids(each, raws[each.key]) for each in inner if each.key in raws}}


def _copy_files(
    submission: Submission, draft: Draft, data_key: bytes, questions: Iterable[Question]
) -> tuple[dict[str, object], list[StoredFile]]:
    """Write every file again under the key of the new draft; return the answers, which name the copies, and rows."""
    answers = open_content(submission).answers
    rows: list[StoredFile] = []
    renamed = {}
    for row in StoredFile.objects.filter(submission=submission, pk__in=ids_of_files(questions, answers)):
        copy = StoredFile(
            id=uuid.uuid4(),
            draft=draft,
            question=row.question,
            path=new_name(),
            media_type=row.media_type,
            size=row.size,
            is_active=row.is_active,
        )
        try:
            chunks = private_storage().open_decrypted(row.path, file_key_of(row, data_key_of(submission)))
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
