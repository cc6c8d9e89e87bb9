"""Members of a ZIP file, inflated and thrown away, to check that each matches the directory."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import filetype

from runtime.files.inspection.refusals import bomb, damaged
from schemas.problems import Problem

_LOCAL = struct.Struct("<4s5H3L2H")  # APPNOTE.TXT 6.3.10, 4.3.7: local file header
_LOCAL_SIGNATURE = b"PK\x03\x04"
_UTF8_NAMES = 0x800
_BLOCK_BYTES = 64 * 1024
_ARCHIVES = frozenset(
    {
        "application/zip", "application/x-tar", "application/x-rar-compressed", "application/gzip",
        "application/x-bzip2", "application/x-7z-compressed", "application/x-xz", "application/zstd",
        "application/x-lzip", "application/vnd.ms-cab-compressed", "application/epub+zip",
    }
)  # fmt: skip
_OFFICE_PREFIXES = ("application/vnd.openxmlformats", "application/vnd.oasis.opendocument")


class _Broken(Exception):  # noqa: N818 - says what the member is
    """A member that does not match the directory; `problem` says how."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def check_members(file: BinaryIO, members: Sequence[zipfile.ZipInfo]) -> Problem | None:
    """Refuse an archive with a member that overlaps another, does not inflate to its size, or is an archive.

    Inflates at most the sizes announced (bounded before) and keeps 64 kB at a time, so that a lying header costs no
    more than an honest one.
    """
    free_from = 0
    try:
        for member in sorted(members, key=lambda each: each.header_offset):
            if member.header_offset < free_from:
                return bomb("overlap")
            free_from = _data_offset(file, member) + member.compress_size
            _check_content(file, member)
    except _Broken as broken:
        return broken.problem
    return None


def _data_offset(file: BinaryIO, member: zipfile.ZipInfo) -> int:
    """Return where the bytes of `member` start, and seek there, if its own header agrees with the directory."""
    file.seek(member.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(_LOCAL_SIGNATURE):
        raise _Broken(damaged("member_header"))
    _, _, flags, method, _, _, _, _, _, name_length, extra_length = _LOCAL.unpack(head)
    encoding = "utf-8" if flags & _UTF8_NAMES else "cp437"
    name = file.read(name_length).decode(encoding, errors="replace")
    if name != member.orig_filename or method != member.compress_type:
        raise _Broken(damaged("member_header"))
    return file.seek(extra_length, 1)


def _check_content(file: BinaryIO, member: zipfile.ZipInfo) -> None:
    size, checksum = 0, 0
    for block in _INFLATERS.get(member.compress_type, _refused)(file, member.compress_size):
        if not size and _is_archive(block):
            raise _Broken(bomb("nested"))
        size, checksum = size + len(block), zlib.crc32(block, checksum)
        if size > member.file_size:
            raise _Broken(bomb("lying_size"))
    if size != member.file_size or checksum != member.CRC:
        raise _Broken(damaged("member"))


def _stored(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left:
        block = file.read(min(left, _BLOCK_BYTES))
        if not block:
            raise _Broken(damaged("member_cut"))
        left -= len(block)
        yield block


def _deflated(file: BinaryIO, length: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _stored(file, length):
            yield inflater.decompress(packed, _BLOCK_BYTES)
            while inflater.unconsumed_tail:
                yield inflater.decompress(inflater.unconsumed_tail, _BLOCK_BYTES)
        yield inflater.flush()
    except zlib.error:
        raise _Broken(damaged("member")) from None
    if not inflater.eof or inflater.unused_data:
        raise _Broken(damaged("member"))


def _refused(_file: BinaryIO, _length: int) -> Iterator[bytes]:
    # ISO/IEC 29500-2:2021 (OPC) and OpenDocument 1.3 part 2 allow these two methods only.
    raise _Broken(damaged("method"))


def _is_archive(start: bytes) -> bool:
    mime = filetype.guess_mime(start) or ""
    return mime in _ARCHIVES or mime.startswith(_OFFICE_PREFIXES)


_INFLATERS = {zipfile.ZIP_STORED: _stored, zipfile.ZIP_DEFLATED: _deflated}
