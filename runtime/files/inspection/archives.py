"""ZIP files, bare or as office documents: the directory, checked before anything is inflated."""

import re
import stat
import struct
import zipfile
from collections.abc import Callable, Sequence
from typing import BinaryIO

from runtime.files.inspection.refusals import bomb, damaged, protected
from runtime.files.inspection.zip_members import check_members
from schemas.problems import Problem

MAX_MEMBERS = 2_000
MAX_MEMBER_BYTES = 50 * 1024 * 1024
MAX_TOTAL_BYTES = 100 * 1024 * 1024
MAX_RATIO = 200
#: Under this size a member may be as repetitive as it likes.
RATIO_FREE_BYTES = 1024 * 1024
#: Bounds what `zipfile` reads into memory, for it trusts this size and not the count beside it.
MAX_DIRECTORY_BYTES = 1024 * 1024

_END = struct.Struct("<4s4H2LH")  # APPNOTE.TXT 6.3.10, 4.3.16: end of central directory record
_END_SIGNATURE = b"PK\x05\x06"
_ZIP64_LOCATOR = b"PK\x06\x07"
_MAX_COMMENT_BYTES = 0xFFFF
_LOCKED_FLAGS = 0x1 | 0x40  # encrypted, strongly encrypted (4.4.4)
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(^|/)\.\.(/|$)|[\x00-\x1f\x7f]")
_ARCHIVE_NAME = re.compile(r"(?i)\.(zip|7z|rar|gz|tgz|bz2|xz|zst|tar|cab|jar|iso|docx|xlsx|pptx|odt|ods|odp)$")

Members = Sequence[zipfile.ZipInfo]


def check_archive(file: BinaryIO) -> Problem | None:
    """Refuse an archive that is broken, locked, too large once open, or that hides paths, links or archives."""
    problem = check_directory_size(file)
    if problem:
        return problem
    try:
        members = read_members(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError):
        return damaged("directory")
    return check_announced(members) or check_members(file, members)


def read_members(file: BinaryIO) -> Members:
    """Return the entries of the directory. Only after `check_directory_size`."""
    with zipfile.ZipFile(file) as archive:
        return archive.infolist()


def check_directory_size(file: BinaryIO) -> Problem | None:
    """Refuse an archive whose directory is too long to read, or is not exactly where its last record says."""
    size = file.seek(0, 2)
    tail_start = file.seek(max(0, size - _END.size - _MAX_COMMENT_BYTES))
    tail = file.read()
    at = tail.rfind(_END_SIGNATURE)
    if at < 0 or len(tail) - at < _END.size:
        return damaged("no_end")
    _, disk, _, _, count, length, offset, comment = _END.unpack_from(tail, at)
    if count > MAX_MEMBERS or length > MAX_DIRECTORY_BYTES:
        return bomb("members", limit=MAX_MEMBERS)
    is_exact = tail_start + at == offset + length and at + _END.size + comment == len(tail)
    # Within these limits the 64-bit records are not needed, and `zipfile` would believe them instead.
    is_zip64 = tail[max(0, at - 20) : at].startswith(_ZIP64_LOCATOR)
    return None if is_exact and not disk and not is_zip64 else damaged("directory")


def check_announced(members: Members) -> Problem | None:
    """Refuse an archive for the entries of its directory, in the order of the table below."""
    for check in _ANNOUNCED:
        problem = check(members)
        if problem:
            return problem
    return None


def _check_count(members: Members) -> Problem | None:
    return bomb("members", limit=MAX_MEMBERS) if len(members) > MAX_MEMBERS else None


def _check_lock(members: Members) -> Problem | None:
    return protected() if any(member.flag_bits & _LOCKED_FLAGS for member in members) else None


def _check_names(members: Members) -> Problem | None:
    names = [member.orig_filename for member in members]
    if any(_UNSAFE_NAME.search(name) for name in names):
        return damaged("path")
    return damaged("duplicate") if len(set(names)) < len(names) else None


def _check_links(members: Members) -> Problem | None:
    return damaged("link") if any(stat.S_ISLNK(member.external_attr >> 16) for member in members) else None


def _check_sizes(members: Members) -> Problem | None:
    if any(member.file_size > MAX_MEMBER_BYTES for member in members):
        return bomb("member_size", limit=MAX_MEMBER_BYTES)
    if sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
        return bomb("total_size", limit=MAX_TOTAL_BYTES)
    return bomb("ratio", limit=MAX_RATIO) if any(_is_dense(member) for member in members) else None


def _check_nesting(members: Members) -> Problem | None:
    return bomb("nested") if any(_ARCHIVE_NAME.search(member.filename) for member in members) else None


def _is_dense(member: zipfile.ZipInfo) -> bool:
    return member.file_size > RATIO_FREE_BYTES and member.file_size > MAX_RATIO * member.compress_size


_ANNOUNCED: tuple[Callable[[Members], Problem | None], ...] = (
    _check_count,
    _check_lock,
    _check_names,
    _check_links,
    _check_sizes,
    _check_nesting,
)
