"""Inspection of office documents: archives of the right type, without macros and without a password."""

import re
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from runtime.files.inspection.archives import check_archive
from runtime.files.inspection.refusals import damaged, mismatch, protected
from schemas.problems import Problem

_TYPES = "[Content_Types].xml"  # ISO/IEC 29500-2:2021, 7.2.3
_MANIFEST = "META-INF/manifest.xml"  # OpenDocument 1.3 part 2, section 3
#: Enough for the types or the manifest of 2,000 members.
_READ_BYTES = 1024 * 1024
_MACRO_MEMBER = re.compile(r"(?i)(^|/)vbaProject\.bin$|^Scripts/.|^Basic/.+/(?!script-l[bc]\.xml$)[^/]+\.xml$")


def check_docx(file: BinaryIO) -> Problem | None:
    """Refuse a file that is no Word document, is broken, or carries macros."""
    return _check_ooxml(file, b"wordprocessingml.document.main+xml")


def check_xlsx(file: BinaryIO) -> Problem | None:
    """Refuse a file that is no Excel workbook, is broken, or carries macros."""
    return _check_ooxml(file, b"spreadsheetml.sheet.main+xml")


def check_odt(file: BinaryIO) -> Problem | None:
    """Refuse an OpenDocument text that is broken, locked, or carries macros."""

    def check(archive: zipfile.ZipFile) -> Problem | None:
        # The manifest lists how each locked member is encrypted (OpenDocument 1.3 part 2, 4.5).
        return protected() if b"encryption-data" in _start_of(archive, _MANIFEST) else _check_macros(archive)

    return _check_document(file, check)


def _check_ooxml(file: BinaryIO, main_type: bytes) -> Problem | None:
    def check(archive: zipfile.ZipFile) -> Problem | None:
        types = _start_of(archive, _TYPES)
        if b"macroEnabled" in types:
            return _macros()
        return _check_macros(archive) if main_type in types else mismatch("", "zip")

    return _check_document(file, check)


def _check_document(file: BinaryIO, check: Callable[[zipfile.ZipFile], Problem | None]) -> Problem | None:
    problem = check_archive(file)
    if problem:
        return problem
    try:
        with zipfile.ZipFile(file) as archive:
            return check(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):  # flags that only `zipfile` checks
        return damaged("member_header")


def _check_macros(archive: zipfile.ZipFile) -> Problem | None:
    return _macros() if any(_MACRO_MEMBER.search(name) for name in archive.namelist()) else None


def _macros() -> Problem:
    return Problem("file_kind", params={"found": "macros", "reason": "macros"})


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the first bytes of a member, nothing if there is none. Only after `check_archive`, which inflated it."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as member:
        return member.read(_READ_BYTES)
