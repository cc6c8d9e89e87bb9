"""Verdict on a sent file: kept, or refused for a reason.

It is kept only if its extension, its content and the kinds that the question accepts agree.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

import filetype
from django.conf import settings

from runtime.files.inspection.active_pdf import is_active_pdf
from runtime.files.inspection.archives import check_archive
from runtime.files.inspection.file_names import extension_of, safe_name
from runtime.files.inspection.images import check_gif, check_heic, check_jpeg, check_png, check_webp
from runtime.files.inspection.kinds import KINDS, kind_of_extension
from runtime.files.inspection.office import check_docx, check_odt, check_xlsx
from runtime.files.inspection.pdf import check_pdf
from runtime.files.inspection.refusals import active, mismatch, protected
from runtime.files.inspection.text import check_text
from schemas.problems import Problem

_BLOCK_BYTES = 64 * 1024
_SNIFFED_BYTES = 8192  # bytes that `filetype` looks at
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Name of the stream of an office document under a password, in OLE ([MS-OFFCRYPTO] 2.3.4.4).
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: `extension` is lower case without dot, `size` in bytes, `sha256` in hexadecimal.

    `is_active`: a PDF with scripts, programs to start or files inside.
    """

    media_type: str
    extension: str
    size: int
    sha256: str
    safe_name: str
    is_active: bool = False


#: The deep check of each kind; it gets the file at its start, with the right signature and of a bounded size.
CHECKS: Mapping[str, Callable[[BinaryIO], Problem | None]] = {
    "pdf": check_pdf,
    "jpeg": check_jpeg,
    "png": check_png,
    "webp": check_webp,
    "heic": check_heic,
    "gif": check_gif,
    "odt": check_odt,
    "docx": check_docx,
    "xlsx": check_xlsx,
    "zip": check_archive,
    "csv": check_text,
    "txt": check_text,
}


def inspect_file(
    file: BinaryIO, name: str, *, kinds: frozenset[str], max_bytes: int, takes_active: bool = True
) -> Inspected | Problem:
    """Return the description of `file`, or the first reason to refuse it (in `refusals`); `file` is left at its start.

    `file` can seek; `name` is the browser's; `kinds` are names of `KINDS`. Nothing over `max_bytes` is read. Without
    `takes_active` a PDF with scripts or files inside is refused, otherwise it is only told.
    """
    try:
        found = _inspected(file, name, kinds=kinds, max_bytes=max_bytes)
    finally:
        file.seek(0)
    return active() if isinstance(found, Inspected) and found.is_active and not takes_active else found


def takes_active_files() -> bool:
    """Return whether the operator lets PDF files with scripts or files inside through, flagged to agents."""
    return settings.GUICHET_ACTIVE_FILES == "flag"


def _inspected(file: BinaryIO, name: str, *, kinds: frozenset[str], max_bytes: int) -> Inspected | Problem:
    size, sha256 = _measured(file, max_bytes)
    problem = _check_size(size, max_bytes) or _check_kind(file, name, kinds)
    if problem:
        return problem
    extension = extension_of(name)
    kind = KINDS[str(kind_of_extension(extension))]
    is_active = kind is KINDS["pdf"] and is_active_pdf(_whole(file))
    return Inspected(kind.media_type, extension, size, sha256, safe_name(name), is_active)


def _whole(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()


def _measured(file: BinaryIO, max_bytes: int) -> tuple[int, str]:
    """Return the size and the SHA-256 of `file`; the reading stops soon after `max_bytes`."""
    file.seek(0)
    size, digest = 0, hashlib.sha256()
    while size <= max_bytes and (block := file.read(_BLOCK_BYTES)):
        size += len(block)
        digest.update(block)
    return size, digest.hexdigest()


def _check_size(size: int, max_bytes: int) -> Problem | None:
    if not size:
        return Problem("file_empty")
    return Problem("file_too_large", params={"limit": max_bytes}) if size > max_bytes else None


def _check_kind(file: BinaryIO, name: str, kinds: frozenset[str]) -> Problem | None:
    head, extension = _head(file), extension_of(name)
    found = filetype.guess_mime(head)
    if not extension:
        return Problem("file_name", params={"found": found or "", "accepted": sorted(kinds)})
    kind = kind_of_extension(extension)
    if kind is None or kind not in kinds:
        return Problem("file_kind", params={"found": extension, "accepted": sorted(kinds)})
    if found not in KINDS[kind].sniffed:
        return _completed(_locked_office(file, head) or mismatch(extension, found or ""), extension, kinds)
    file.seek(0)
    return _completed(CHECKS[kind](file), extension, kinds)


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(_SNIFFED_BYTES)


def _locked_office(file: BinaryIO, head: bytes) -> Problem | None:
    """Refuse an OLE file as an office document under a password, whatever its extension."""
    if not head.startswith(_OLE):
        return None
    file.seek(0)
    return protected() if _OLE_LOCKED in file.read() else None


def _completed(problem: Problem | None, extension: str, kinds: frozenset[str]) -> Problem | None:
    """Add to a problem of a deep check the params that only this module knows, and its sentence needs."""
    if problem is None or problem.code not in {"file_kind", "file_mismatch"}:
        return problem
    params = {**problem.params, "accepted": sorted(kinds)}
    if problem.code == "file_mismatch":
        params["extension"] = extension
    return replace(problem, params=params)
