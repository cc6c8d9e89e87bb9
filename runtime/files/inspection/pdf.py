"""Inspection of PDF files: whole, starting at their first byte, and not locked (ISO 32000-2:2020, 7.5)."""

import re
from typing import BinaryIO

from runtime.files.inspection.refusals import damaged, protected
from schemas.problems import Problem

#: Readers look for the end in the last 1,024 bytes (Adobe, PDF Reference 1.7, appendix H, note 18), and so do we:
#: some senders add a few bytes, and a PDF followed by little else stays a PDF.
END_WITHIN_BYTES = 1_024

_HEADER = re.compile(rb"%PDF-[12]\.\d")
_START = re.compile(rb"startxref\s+\d+\s*%%EOF")
# In the trailer, or in the dictionary of a cross-reference stream, which is never compressed itself (7.5.8.2).
_ENCRYPT = re.compile(rb"/Encrypt(\s+\d+\s+\d+\s+R|\s*<<)")


def check_pdf(file: BinaryIO) -> Problem | None:
    """Refuse a PDF with something before it, one that is cut, and one that a password or a permission locks.

    Nothing is inflated or interpreted: scripts and attachments inside are for `active_pdf` and the antivirus, and
    downloads are served so that they do not run.
    """
    content = file.read()
    if not _HEADER.match(content):
        return damaged("header")
    if not _START.search(content[-END_WITHIN_BYTES:]):
        return damaged("no_end")
    return protected() if _ENCRYPT.search(content) else None
