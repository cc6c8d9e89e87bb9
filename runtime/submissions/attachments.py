"""Downloads of the files of a submission, as they were sent: for the applicant, agents and programs."""

from collections.abc import Iterator

from django.core.files.storage import storages
from django.http import StreamingHttpResponse

from runtime.files.download import download_headers
from runtime.files.keys import file_key_of
from runtime.files.models import StoredFile
from runtime.submissions.content import data_key_of, open_content
from runtime.submissions.models import Submission
from schemas.answers.walk import files_in
from schemas.versions import load_compiled


def download_of(submission: Submission, stored: StoredFile) -> StreamingHttpResponse:
    """Return a file under the name it has in the answers: saved, never shown (bar X8).

    Raises `runtime.vault.storage.StorageError` or `runtime.vault.encryption.VaultError` before the response starts.
    """
    name, chunks = name_of(submission, stored), chunks_of(submission, stored)
    headers = download_headers(name, stored.media_type)
    return StreamingHttpResponse(chunks, headers={**headers, "Content-Length": str(stored.size)})


def chunks_of(submission: Submission, stored: StoredFile) -> Iterator[bytes]:
    """Return the bytes of a file.

    Raises `runtime.vault.storage.StorageError` or `runtime.vault.encryption.VaultError`.
    """
    return storages["private"].open_decrypted(stored.path, file_key_of(stored, data_key_of(submission)))


def name_of(submission: Submission, stored: StoredFile) -> str:
    """Return the name that the applicant gave to a file, kept with the answers; empty when they do not mention it."""
    questions = load_compiled(submission.version, submission.language).document.questions
    found = files_in(questions, open_content(submission).answers)
    return next((str(file["name"]) for file in found if file.get("id") == str(stored.pk)), "")
