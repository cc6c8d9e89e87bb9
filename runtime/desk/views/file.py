"""Download of a joined file by an agent, inert and recorded in the audit log."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_GET
from wagtail.admin import messages

from runtime.desk.audit_log import FILE_OPENED, record_opening
from runtime.desk.messages import FILE_UNREADABLE, WITHHELD
from runtime.desk.permissions import submission_for
from runtime.files.models import StoredFile
from runtime.submissions.attachments import Withheld, download_of
from runtime.submissions.models import Submission
from runtime.vault.encryption import VaultError
from runtime.vault.storage import StorageError


@require_GET
def open_file(request: HttpRequest, reference: str, file_id: str) -> HttpResponseBase:
    """Send one file of a submission. 404 for a file of another.

    Back to the page with a message, and nothing of the file, if it is unreadable or the antivirus does not let it out.
    """
    submission, stored = found_file(request, reference, file_id)
    try:
        response = download_of(submission, stored)
    except Withheld as withheld:
        return back_with(request, reference, WITHHELD[withheld.scan])
    except (StorageError, VaultError):
        return back_with(request, reference, FILE_UNREADABLE)
    record_opening(submission, FILE_OPENED, user=request.user, file=str(stored.pk))
    return response


def back_with(request: HttpRequest, reference: str, message: Promise) -> HttpResponseRedirect:
    """Lead back to the page of a submission, which then says `message`."""
    messages.error(request, message)
    return HttpResponseRedirect(reverse("desk:submission", args=[reference]))


def found_file(request: HttpRequest, reference: str, file_id: str) -> tuple[Submission, StoredFile]:
    """Return a file and its submission, if the agent may see it. Raises `Http404` otherwise."""
    submission = submission_for(request.user, reference)
    return submission, get_object_or_404(submission.files, pk=_uuid(file_id))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
