"""Markers of a JPEG file, checked before anything is decoded (ITU-T T.81, annex B)."""

import re
from typing import BinaryIO

from runtime.files.inspection.refusals import bomb, damaged
from schemas.problems import Problem

#: A progressive photo has about ten scans; each one costs a decoder a pass over the whole picture.
MAX_SCANS = 30
MAX_SEGMENTS = 2_000

_START_OF_SCAN, _END_OF_IMAGE, _START_OF_IMAGE, _TEMPORARY = 0xDA, 0xD9, 0xD8, 0x01
# Neither a stuffed zero nor a restart marker (B.1.1.5); fill bytes before a marker are FF too, and the last one counts.
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")


def check_markers(file: BinaryIO) -> Problem | None:
    """Refuse a JPEG without end, and one with more scans than any camera writes.

    What follows the end is left alone: telephones keep there a second picture, a depth map or a short film.
    """
    content = file.read()
    position, scans = 2, 0
    for _ in range(MAX_SEGMENTS):
        found = _MARKER.search(content, position)
        if not found:
            return damaged("no_end")
        marker = found[1][0]
        if marker == _END_OF_IMAGE:
            return None if scans else damaged("no_picture")
        scans += marker == _START_OF_SCAN
        if scans > MAX_SCANS:
            return bomb("scans", limit=MAX_SCANS)
        position = found.end() + _segment_length(content, found)
    return bomb("segments", limit=MAX_SEGMENTS)


def _segment_length(content: bytes, found: re.Match[bytes]) -> int:
    if found[1][0] in {_START_OF_IMAGE, _TEMPORARY}:
        return 0
    return int.from_bytes(content[found.end() : found.end() + 2], "big")
