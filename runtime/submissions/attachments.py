"""Downloads of the files of a submission, as they were sent: for the applicant, agents and programs.

Withheld        the antivirus has not said that a file is clean, or found a virus: nobody gets it
"""

from collections.abc import Iterator

from django.core.files.storage import storages
from django.http import StreamingHttpResponse

from runtime.files.download import download_headers
from runtime.files.keys import file_key_of
from runtime.files.models import Scan, StoredFile
from runtime.submissions.content import data_key_of, open_content
from runtime.submissions.models import Submission
from schemas.answers.walk import files_in
from schemas.versions import load_compiled

#: What may be opened: nothing was found, or there is nothing to find it with, which agents are told.
OPENED = frozenset({Scan.CLEAN, Scan.NOT_ANALYSED})


class Withheld(Exception):  # noqa: N818 - says what became of the file
    """A file that nobody may open, for what `scan` (one of `runtime.files.models.Scan`) says of it."""

    def __init__(self, stored: StoredFile) -> None:
        super().__init__(stored.scan)
        self.scan = stored.scan


def download_of(submission: Submission, stored: StoredFile) -> StreamingHttpResponse:
    """Return a file under the name it has in the answers: saved, never shown (bar X8).

    Raises `Withheld`, `runtime.vault.storage.StorageError` or `runtime.vault.encryption.VaultError`, all of them before
    the response starts.
    """
    name, chunks = name_of(submission, stored), chunks_of(submission, stored)
    headers = download_headers(name, stored.media_type)
    return StreamingHttpResponse(chunks, headers={**headers, "Content-Length": str(stored.size)})


def chunks_of(submission: Submission, stored: StoredFile) -> Iterator[bytes]:
    """Return the bytes of a file for somebody to open: every way out of the storage comes through here.

    Raises `Withheld`, `runtime.vault.storage.StorageError` or `runtime.vault.encryption.VaultError`.
    """
    if stored.scan not in OPENED:
        raise Withheld(stored)
    return stored_chunks(submission, stored)


def stored_chunks(submission: Submission, stored: StoredFile) -> Iterator[bytes]:
    """Return the bytes of a file whatever the antivirus said, for the antivirus itself.

    Raises `runtime.vault.storage.StorageError` or `runtime.vault.encryption.VaultError`.
    """
    return storages["private"].open_decrypted(stored.path, file_key_of(stored, data_key_of(submission)))


def name_of(submission: Submission, stored: StoredFile) -> str:
    """Return the name that the applicant gave to a file, kept with the answers; empty when they do not mention it."""
    questions = load_compiled(submission.version, submission.language).document.questions
    found = files_in(questions, open_content(submission).answers)
    return next((str(file["name"]) for file in found if file.get("id") == str(stored.pk)), "")
