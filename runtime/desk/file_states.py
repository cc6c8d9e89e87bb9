"""What agents read beside each file of a request: what the antivirus said, and what the inspection found inside."""

from collections.abc import Mapping, Sequence

from runtime.desk.messages import SCANS
from runtime.files.models import StoredFile
from runtime.presentation.summary import every_row
from runtime.submissions.attachments import OPENED
from runtime.submissions.models import Submission


def tell_file_states(steps: Sequence[Mapping[str, object]], submission: Submission) -> None:
    """Add `{scan, is_withheld, is_active}` to each file of a summary, `scan` in words. One query if there are files."""
    files = [file for row in every_row(steps) for file in row["files"]]  # type: ignore[attr-defined]
    stored = {str(row.pk): row for row in submission.files.all()} if files else {}
    for file in files:
        if row := stored.get(str(file["id"])):
            file.update(_state(row))


def _state(stored: StoredFile) -> dict[str, object]:
    return {
        "scan": SCANS[stored.scan] % {"signature": stored.signature},
        "is_withheld": stored.scan not in OPENED,
        "is_active": stored.is_active,
    }
