"""Blocks of a GIF file before its first picture, checked before anything is decoded (CompuServe, GIF89a, 1990)."""

from typing import BinaryIO

from runtime.files.inspection.refusals import bomb, damaged
from schemas.problems import Problem

#: No tool writes as much before a picture; Pillow joins comments one to the other, in the square of their length.
MAX_BLOCKS = 1_000
MAX_COMMENT_BYTES = 64 * 1024

_HEADER_BYTES, _FLAGS = 13, 10
_HAS_COLOURS, _COLOURS = 0x80, 0x07
_EXTENSION, _PICTURE, _COMMENT = b"\x21", b"\x2c", b"\xfe"
_PADDING = b"\x00"


def check_blocks(file: BinaryIO) -> Problem | None:
    """Refuse a GIF without a picture, and one with more before it than any tool writes."""
    header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES:
        return damaged("header")
    if header[_FLAGS] & _HAS_COLOURS:
        file.read(3 * 2 ** ((header[_FLAGS] & _COLOURS) + 1))
    left = MAX_COMMENT_BYTES
    for _ in range(MAX_BLOCKS):
        kind = file.read(1)
        if kind == _PICTURE:
            return None
        if kind not in {_EXTENSION, _PADDING}:
            return damaged("no_picture")
        if kind == _EXTENSION:
            is_comment = file.read(1) == _COMMENT
            length = _skipped(file)
            left -= length if is_comment else 0
        if left < 0:
            return bomb("comments", limit=MAX_COMMENT_BYTES)
    return bomb("blocks", limit=MAX_BLOCKS)


def _skipped(file: BinaryIO) -> int:
    """Go past the data of an extension and return its length, in bytes; a file that ends meanwhile is told later."""
    length = 0
    while size := int.from_bytes(file.read(1), "big"):
        length += len(file.read(size))
    return length
