"""A joined file, given to an agent as an inert download; each opening is written down."""

from collections.abc import Iterator
from uuid import UUID

from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET
from wagtail.admin import messages

from runtime.answered import files_in
from runtime.desk.journal import FILE_OPENED, record_opening
from runtime.desk.permissions import submission_for
from runtime.desk.words import FILE_UNREADABLE
from runtime.filing.download import download_headers
from runtime.filing.file_keys import file_key_of
from runtime.filing.models import StoredFile
from runtime.storage import StorageError
from runtime.submissions.content import data_key_of, open_content
from runtime.submissions.models import Submission
from runtime.vault import VaultError
from schemas.store import compiled


@require_GET
def open_file(request: HttpRequest, reference: str, file_id: str) -> HttpResponseBase:
    """Send one file of a request. 404 for any file of another; back to the page with a message if it cannot be read."""
    submission, stored = found_file(request, reference, file_id)
    try:
        name = name_of(submission, stored)
        chunks = chunks_of(submission, stored)
    except (StorageError, VaultError):
        messages.error(request, FILE_UNREADABLE)
        return HttpResponseRedirect(reverse("desk:submission", args=[reference]))
    record_opening(submission, FILE_OPENED, user=request.user, file=str(stored.pk))
    headers = download_headers(name, stored.media_type) | {"Content-Length": str(stored.size)}
    return StreamingHttpResponse(chunks, headers=headers)


def found_file(request: HttpRequest, reference: str, file_id: str) -> tuple[Submission, StoredFile]:
    """Return a file and its request, if the agent may see it. Raises `Http404` otherwise."""
    submission = submission_for(request.user, reference)
    return submission, get_object_or_404(submission.files, pk=_uuid(file_id))


def chunks_of(submission: Submission, stored: StoredFile) -> Iterator[bytes]:
    """Return the bytes of a file. Raises `StorageError` or `VaultError`."""
    return storages["private"].open_decrypted(stored.path, file_key_of(stored, data_key_of(submission)))


def name_of(submission: Submission, stored: StoredFile) -> str:
    """Return the name that the applicant gave to a file, kept with the answers; empty when they do not mention it."""
    questions = compiled(submission.version, submission.language).document.questions
    found = files_in(questions, open_content(submission).answers)
    return next((str(file["name"]) for file in found if file.get("id") == str(stored.pk)), "")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
