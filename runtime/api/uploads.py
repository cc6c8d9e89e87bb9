"""Files sent ahead of their submission: inspected and encrypted as any other, erased if no submission comes."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, QuerySet, Sum

from runtime.clock import DatabaseNow, database_now
from runtime.drafts.attachments import MAX_BYTES_A_DRAFT, MAX_FILES_A_DRAFT, private_storage
from runtime.failpoints import reach
from runtime.files.inspection.file_names import safe_name
from runtime.files.inspection.kinds import kinds_of
from runtime.files.inspection.verdict import Inspected, inspect_file, takes_active_files
from runtime.files.keys import seal_file_key
from runtime.files.models import StoredFile, Upload
from runtime.submissions.models import Submission
from runtime.vault import encryption
from runtime.vault.storage import new_name
from schemas.answers.walk import files_in, ids_of_files
from schemas.compilation.compiled import Compiled
from schemas.models import Version
from schemas.problems import Problem, pointer_to
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.file import File

#: How long a file waits for its submission.
LIFETIME = timedelta(hours=24)

_FILE = File()


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept until `expires_at`; `answer` is put for it in answers, unchanged."""

    answer: dict[str, object]
    expires_at: datetime


def file_question(compiled: Compiled, path: str) -> Question | None:
    """Return the question for files at `path`: keys from the outermost question inwards, joined by dots."""
    questions = tuple(compiled.document.questions)
    found = None
    for key in path.split("."):
        found = next((each for each in questions if each.key == key), None)
        if found is None:
            return None
        questions = QUESTION_TYPES[found.type].inner(found)
    return found if found is not None and found.type == _FILE.key else None


def keep_upload(version: Version, question: Question, upload: UploadedFile, *, path: str, owner: str) -> Kept | Problem:
    """Inspect a file for `question` and keep it, or return why not.

    Raises `runtime.vault.storage.StorageError` when the disk refuses: nothing is left then.
    """
    name = upload.name or ""
    found = inspect_file(
        upload.file, name, kinds=kinds_of(question), max_bytes=_FILE.max_bytes(question),
        takes_active=takes_active_files(),
    )  # fmt: skip
    if isinstance(found, Problem):
        return replace(found, params={**found.params, "name": safe_name(name)})
    if not _has_room(owner, found.size):
        return Problem("too_much_in_all", "", {"limit": MAX_BYTES_A_DRAFT, "name": found.safe_name})
    return _kept(version, upload, found, path=path, owner=owner)


def _kept(version: Version, upload: UploadedFile, found: Inspected, *, path: str, owner: str) -> Kept:
    """Write the file, forced to the disk, then the row that names it."""
    file_id, data_key = uuid.uuid4(), encryption.new_data_key()
    answer: dict[str, object] = {
        "id": str(file_id),
        "name": found.safe_name,
        "media_type": found.media_type,
        "size": found.size,
        "sha256": found.sha256,
    }
    row = Upload(
        id=file_id,
        site_id=version.site_id,
        procedure_key=version.key,
        question=path,
        path=new_name(),
        media_type=found.media_type,
        size=found.size,
        is_active=found.is_active,
        wrapped_key=encryption.wrap(data_key, _place(file_id)),
        sealed=encryption.seal(answer, data_key, _place(file_id)),  # type: ignore[arg-type]
        owner=owner,
        expires_at=database_now() + LIFETIME,
    )
    private_storage().write_encrypted(row.path, upload.chunks(), data_key)
    reach("files written")
    try:
        row.save(force_insert=True)
    except BaseException:
        private_storage().erase(row.path)
        raise
    return Kept(answer, row.expires_at)


def _has_room(owner: str, size: int) -> bool:
    """Return whether `owner` may leave one more file of `size` bytes waiting (bar X13)."""
    waiting = Upload.objects.filter(owner=owner, expires_at__gt=DatabaseNow())
    held = waiting.aggregate(files=Count("pk"), bytes=Sum("size"))
    return held["files"] < MAX_FILES_A_DRAFT and (held["bytes"] or 0) + size <= MAX_BYTES_A_DRAFT


def take_uploads(
    submission: Submission, compiled: Compiled, data_key: bytes, answers: Mapping[str, object]
) -> tuple[Problem, ...]:
    """Attach the files that answers name to the submission; return a problem for each answer whose files are missing.

    To be called in the transaction that writes the submission, and undone with it when there are problems: a file
    becomes one submission's only, whoever else names it at the same time.
    """
    questions = compiled.document.questions
    named = {str(each["id"]): each for each in files_in(questions, answers)}
    if not named:
        return ()
    ids = [pk for pk in map(_uuid, named) if pk]
    rows = {str(row.pk): row for row in _waiting(submission).filter(pk__in=ids) if _is(row, named[str(row.pk)])}
    if len(rows) < len(named):
        return _unknown(questions, answers, known=rows)
    if Upload.objects.filter(pk__in=rows).delete()[0] < len(rows):
        # Another request took them since they were read, and has committed: none is left.
        return _unknown(questions, answers, known=())
    StoredFile.objects.bulk_create(_stored(row, submission, data_key) for row in rows.values())
    return ()


def _unknown(
    questions: Iterable[Question], answers: Mapping[str, object], *, known: Collection[str]
) -> tuple[Problem, ...]:
    return tuple(
        Problem("unknown_file", pointer_to(each.key))
        for each in questions
        if ids_of_files([each], answers) - set(known)
    )


def _waiting(submission: Submission) -> QuerySet[Upload]:
    """Return the files sent ahead for the procedure of a submission."""
    here = {"site_id": submission.site_id, "procedure_key": submission.procedure_key}
    return Upload.objects.filter(**here, expires_at__gt=DatabaseNow())


def _is(row: Upload, answer: object) -> bool:
    """Return whether an answer describes a file as inspection found it."""
    return encryption.unseal(bytes(row.sealed), _key_of(row), _place(row.pk)) == answer


def _stored(row: Upload, submission: Submission, data_key: bytes) -> StoredFile:
    return StoredFile(
        id=row.pk,
        submission=submission,
        question=row.question,
        path=row.path,
        media_type=row.media_type,
        size=row.size,
        is_active=row.is_active,
        sealed_key=seal_file_key(_key_of(row), data_key, row.pk),
    )


def _key_of(row: Upload) -> bytes:
    return encryption.unwrap(bytes(row.wrapped_key), _place(row.pk))


def _place(file_id: uuid.UUID) -> str:
    return f"upload:{file_id}"


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
