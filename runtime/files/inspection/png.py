"""Chunks of a PNG file, checked before anything is decoded (W3C PNG, third edition, 2025, section 5)."""

import zlib
from typing import BinaryIO

from runtime.files.inspection.refusals import bomb, damaged
from schemas.problems import Problem

MAX_CHUNKS = 20_000
_BLOCK_BYTES = 64 * 1024
_SIGNATURE_BYTES = 8


def check_chunks(file: BinaryIO) -> Problem | None:
    """Refuse a PNG that is cut, has a wrong checksum, or goes on after its end."""
    file.seek(_SIGNATURE_BYTES)
    for _ in range(MAX_CHUNKS):
        kind = _read_chunk(file)
        if kind is None:
            return damaged("chunk")
        if kind == b"IEND":
            return damaged("trailing_data") if file.read(1) else None
    return bomb("chunks", limit=MAX_CHUNKS)


def _read_chunk(file: BinaryIO) -> bytes | None:
    """Return the type of the chunk that starts here and go past it; None when it is cut or its checksum is wrong."""
    head = file.read(8)
    left, checksum = int.from_bytes(head[:4], "big"), zlib.crc32(head[4:])
    while left:
        block = file.read(min(left, _BLOCK_BYTES))
        if not block:
            return None
        left, checksum = left - len(block), zlib.crc32(block, checksum)
    return head[4:] if file.read(4) == checksum.to_bytes(4, "big") and len(head) == 8 else None
