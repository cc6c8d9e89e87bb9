"""Files of a draft: checked, written encrypted and forced to disk before any row names them."""

import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from runtime.drafts.content import DraftContent, data_key_of_draft
from runtime.drafts.models import Draft
from runtime.failpoints import reach
from runtime.files.inspection.file_names import safe_name
from runtime.files.inspection.kinds import kinds_of
from runtime.files.inspection.verdict import Inspected, inspect_file, takes_active_files
from runtime.files.models import StoredFile
from runtime.forms.positions import places
from runtime.forms.post_data import Slot
from runtime.vault.storage import PrivateStorage, StorageError, new_name
from schemas.answers.walk import FileAnswer, ids_of_files
from schemas.problems import Problem
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.file import File

logger = logging.getLogger(__name__)

_FILE = File()

#: A draft holds at most so many files and bytes, whatever its document says (bar X13).
MAX_FILES_A_DRAFT = 60
MAX_BYTES_A_DRAFT = 200_000_000

#: A row holds at most so much of the field name of its file, for whoever reads the table; answers name it in full.
MAX_SLOT_NAME = 200


@dataclass(frozen=True, slots=True)
class Received:
    """Outcome of the files of one page: rows to insert, file answers by slot, problems by slot."""

    rows: tuple[StoredFile, ...]
    answers: Mapping[str, list[FileAnswer]]
    problems: Mapping[str, list[Problem]]


def private_storage() -> PrivateStorage:
    """Return the storage of joined files: a folder or a bucket, as STORAGE_URL says."""
    return storages["private"]  # type: ignore[return-value]


def stored_files(questions: Iterable[Question], content: DraftContent) -> dict[str, list[FileAnswer]]:
    """Return the files that a draft holds for each slot of `questions`, by the name of its field."""
    asked = [each for each in questions if each.type == "file" or QUESTION_TYPES[each.type].structure]
    return {
        place.name: [each for each in place.raw if isinstance(each, Mapping)]
        for place in places(asked, content.raws_of(asked))
        if place.question.type == "file" and isinstance(place.raw, list) and place.raw
    }


def ids_of_draft(questions: Iterable[Question], content: DraftContent) -> set[str]:
    """Return the ids of every file that a draft names, in an answer or in raw input kept beside it."""
    asked = tuple(questions)
    typed = (each for listed in stored_files(asked, content).values() for each in listed)
    return ids_of_files(asked, content.answers) | {str(each["id"]) for each in typed}


def receive(
    slots: Sequence[Slot], posted: MultiValueDict, held: Mapping[str, list[FileAnswer]], *, draft: Draft
) -> Received:
    """Check and keep the files posted for `slots`; each counts as received even when another one is refused.

    A slot for one file takes the new one for the old one; a slot for several adds to them.
    Raises `runtime.vault.storage.StorageError` when the disk refuses; nothing is recorded then, no file is left.
    """
    rows: list[StoredFile] = []
    try:
        received = _receive_all(slots, posted, held, draft=draft, rows=rows)
    except StorageError:
        give_up(rows)
        raise
    if rows:
        reach("files written")
    return received


def _receive_all(
    slots: Sequence[Slot], posted: MultiValueDict, held: Mapping[str, list[FileAnswer]], *, draft: Draft,
    rows: list[StoredFile],
) -> Received:  # fmt: skip
    """Do what `receive` does; `rows` grows with each file that is written."""
    answers: dict[str, list[FileAnswer]] = {}
    problems: dict[str, list[Problem]] = {}
    data_key = data_key_of_draft(draft)
    budget = _Budget(held)
    for slot in slots:
        kept = list(held.get(slot.name, ()))
        for upload in posted.getlist(slot.name):
            outcome = _receive_one(slot.question, upload, kept=kept, budget=budget)
            if isinstance(outcome, Problem):
                named = Problem(outcome.code, "", {**outcome.params, "name": safe_name(upload.name or "")})
                problems.setdefault(slot.name, []).append(named)
                continue
            row, answer = _keep(upload, outcome, slot, draft=draft, data_key=data_key)
            rows.append(row)
            kept = [*kept, answer] if _FILE.max_files(slot.question) > 1 else [answer]
            answers[slot.name] = kept
    return Received(tuple(rows), answers, problems)


class _Budget:
    """Files and bytes that a draft may still hold."""

    def __init__(self, held: Mapping[str, list[FileAnswer]]) -> None:
        files = [each for listed in held.values() for each in listed]
        self.files = MAX_FILES_A_DRAFT - len(files)
        self.bytes = MAX_BYTES_A_DRAFT - sum(int(str(each["size"])) for each in files)

    def take(self, size: int) -> bool:
        self.files, self.bytes = self.files - 1, self.bytes - size
        return self.files >= 0 and self.bytes >= 0


def _receive_one(
    question: Question, upload: UploadedFile, *, kept: Sequence[FileAnswer], budget: _Budget
) -> Inspected | Problem:
    limit = _FILE.max_files(question)
    if limit > 1 and len(kept) >= limit:
        return Problem("too_many_files", "", {"limit": limit})
    found = inspect_file(
        upload.file, upload.name or "", kinds=kinds_of(question), max_bytes=_FILE.max_bytes(question),
        takes_active=takes_active_files(),
    )  # fmt: skip
    if isinstance(found, Inspected) and any(each["sha256"] == found.sha256 for each in kept):
        return Problem("file_repeated")
    if isinstance(found, Inspected) and not budget.take(found.size):
        return Problem("too_much_in_all", "", {"limit": MAX_BYTES_A_DRAFT})
    return found


def _keep(
    upload: UploadedFile, found: Inspected, slot: Slot, *, draft: Draft, data_key: bytes
) -> tuple[StoredFile, FileAnswer]:
    """Write the file, then return its row, to insert, and its answer."""
    row = StoredFile(
        id=uuid.uuid4(),
        draft=draft,
        question=slot.name[:MAX_SLOT_NAME],
        path=new_name(),
        media_type=found.media_type,
        size=found.size,
        is_active=found.is_active,
    )
    private_storage().write_encrypted(row.path, upload.chunks(), data_key)
    answer = {
        "id": str(row.id), "name": found.safe_name, "media_type": found.media_type,
        "size": found.size, "sha256": found.sha256,
    }  # fmt: skip
    return row, answer


def erase_files(draft: Draft, ids: Iterable[str]) -> None:
    """Erase these files of a draft, which its content no longer names: removed, replaced or hidden.

    Only these: another request may have joined one in between. One that the disk cannot erase is left to the sweep of
    files without a row: the page was recorded all the same.
    """
    for row in StoredFile.objects.filter(draft=draft, pk__in=list(ids)):
        row.delete()
        try:
            private_storage().erase(row.path)
        except StorageError as error:
            logger.error("A file without a row stays (%s).", type(error).__name__)  # noqa: TRY400 - its class says it all


def give_up(rows: Iterable[StoredFile]) -> None:
    """Erase files that were written for a page that was not recorded."""
    for row in rows:
        private_storage().erase(row.path)
