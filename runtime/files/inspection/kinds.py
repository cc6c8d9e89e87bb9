"""Kinds of files that a question may ask for, by short name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from schemas.questions.base import Question
from schemas.questions.types.file import File

_OOXML = "application/vnd.openxmlformats-officedocument."
_ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file.

    `extensions` are without dot, the usual one first; `sniffed` are the media types under which `filetype` may know
    its content (None: content without a signature).
    """

    media_type: str
    extensions: tuple[str, ...]
    sniffed: frozenset[str | None]


def _kind(media_type: str, *extensions: str, also: Iterable[str] = ()) -> FileKind:
    return FileKind(media_type, extensions, frozenset({media_type, *also}))


#: Office files may be sniffed as plain ZIP when their members come in an unusual order: their content then decides.
KINDS: Mapping[str, FileKind] = MappingProxyType(
    {
        "pdf": _kind("application/pdf", "pdf"),
        "jpeg": _kind("image/jpeg", "jpg", "jpeg", "jpe", "jfif"),
        "png": _kind("image/png", "png"),
        "webp": _kind("image/webp", "webp"),
        "heic": _kind("image/heic", "heic", "heif"),
        "gif": _kind("image/gif", "gif"),
        "odt": _kind("application/vnd.oasis.opendocument.text", "odt"),
        "docx": _kind(_OOXML + "wordprocessingml.document", "docx", also=[_ZIP]),
        "xlsx": _kind(_OOXML + "spreadsheetml.sheet", "xlsx", also=[_ZIP]),
        "zip": _kind(_ZIP, "zip"),
        "csv": FileKind("text/csv", ("csv",), frozenset({None})),
        "txt": FileKind("text/plain", ("txt",), frozenset({None})),
    }
)

#: Kinds that a question accepts when its document names none.
DEFAULT_KINDS: frozenset[str] = frozenset({"pdf", "jpeg", "png", "webp", "heic", "odt", "docx"})

_KIND_OF_EXTENSION = {extension: name for name, kind in KINDS.items() for extension in kind.extensions}


def kind_of_extension(extension: str) -> str | None:
    """Return the name of the kind that `extension` (lower case, no dot) announces."""
    return _KIND_OF_EXTENSION.get(extension)


def accept_attribute(kinds: Iterable[str]) -> str:
    """Return the `accept` attribute of a file input.

    >>> accept_attribute({"pdf", "heic"})
    '.heic,.heif,.pdf'
    """
    return ",".join(f".{extension}" for name in sorted(kinds) for extension in KINDS[name].extensions)


def kinds_of(question: Question) -> frozenset[str]:
    """Return the kinds of files that a question accepts, by short name."""
    return frozenset(File().kinds(question))
