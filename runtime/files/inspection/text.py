"""Inspection of text and CSV files, which have no signature: they must be none of the other things."""

import re
from typing import BinaryIO

from runtime.files.inspection.refusals import mismatch
from schemas.problems import Problem

_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_ACTIVE = re.compile(rb"(?i)\A(\xef\xbb\xbf)?\s*(<|#!|%!|\{\\rtf)|<(script|html|body|iframe|svg|\?php|!doctype)\b")


def check_text(file: BinaryIO) -> Problem | None:
    """Refuse bytes that are no text (in UTF-8 or Windows-1252), and text that some program would run or render."""
    content = file.read()
    if _BINARY.search(content):
        return mismatch("", "binary")
    return mismatch("", "markup") if _ACTIVE.search(content) else None
