"""Preview of a joined picture for an agent, as a new picture made of its pixels alone (bar X10)."""

import io

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from runtime.desk.audit_log import PREVIEW_OPENED, record_opening
from runtime.desk.messages import FILE_UNREADABLE, NO_PREVIEW, WITHHELD
from runtime.desk.views.file import back_with, found_file
from runtime.files.inspection.previews import make_preview
from runtime.submissions.attachments import Withheld, chunks_of
from runtime.vault.encryption import VaultError
from runtime.vault.storage import StorageError

#: Headers that let a browser show one picture, and load nothing that a picture could ask for.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Disposition": "inline",
}


@require_GET
def open_preview(request: HttpRequest, reference: str, file_id: str) -> HttpResponseBase:
    """Show a picture without the place and time that a phone writes in it; the original stays a click away.

    404 for any file of another; back to the page with a message for what is no picture, cannot be read or is withheld.
    """
    submission, stored = found_file(request, reference, file_id)
    try:
        original = io.BytesIO(b"".join(chunks_of(submission, stored)))
    except Withheld as withheld:
        return back_with(request, reference, WITHHELD[withheld.scan])
    except (StorageError, VaultError):
        return back_with(request, reference, FILE_UNREADABLE)
    picture = make_preview(original, stored.media_type)
    if picture is None:
        return back_with(request, reference, NO_PREVIEW)
    record_opening(submission, PREVIEW_OPENED, user=request.user, file=str(stored.pk))
    return HttpResponse(picture, content_type="image/jpeg", headers=HEADERS)
