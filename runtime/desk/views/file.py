"""Download of a joined file by an agent, inert and recorded in the audit log."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET
from wagtail.admin import messages

from runtime.desk.audit_log import FILE_OPENED, record_opening
from runtime.desk.messages import FILE_UNREADABLE
from runtime.desk.permissions import submission_for
from runtime.files.models import StoredFile
from runtime.submissions.attachments import download_of
from runtime.submissions.models import Submission
from runtime.vault.encryption import VaultError
from runtime.vault.storage import StorageError


@require_GET
def open_file(request: HttpRequest, reference: str, file_id: str) -> HttpResponseBase:
    """Send one file of a submission. 404 for a file of another; back to the page with a message if it is unreadable."""
    submission, stored = found_file(request, reference, file_id)
    try:
        response = download_of(submission, stored)
    except (StorageError, VaultError):
        messages.error(request, FILE_UNREADABLE)
        return HttpResponseRedirect(reverse("desk:submission", args=[reference]))
    record_opening(submission, FILE_OPENED, user=request.user, file=str(stored.pk))
    return response


def found_file(request: HttpRequest, reference: str, file_id: str) -> tuple[Submission, StoredFile]:
    """Return a file and its submission, if the agent may see it. Raises `Http404` otherwise."""
    submission = submission_for(request.user, reference)
    return submission, get_object_or_404(submission.files, pk=_uuid(file_id))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
