"""Private storage of files: written whole or not at all, encrypted, without a URL.

StorageError
├── StorageFull           no space or quota left
└── StorageUnavailable    any other disk error, a missing file included
"""

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, NoReturn

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from runtime.clock import database_now
from runtime.vault.streaming import decrypt_stream, encrypt_stream

#: Errors of a disk that is full, or that accepts no more data from us.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})

FILE_MODE = 0o600
DIRECTORY_MODE = 0o700
#: Suffix of a file name until the file is whole.
PARTIAL = ".part"
_NAME = re.compile(r"([0-9a-f]{2})/(?=\1)[0-9a-f]{32}(\.part)?")


class StorageError(Exception):
    """A file could not be kept or given back."""


class StorageFull(StorageError):  # noqa: N818 - says what happened
    """No space is left for files."""


class StorageUnavailable(StorageError):  # noqa: N818 - says what happened
    """The storage does not answer, or does not have this file."""


def new_name() -> str:
    """Return the name of a file to write: 128 random bits in one of 256 folders (`3f/3fa2…`).

    So few folders that each exists after a while: a new folder has to be forced to the disk too, for every file in it.
    Names come from here only, never from raw input.
    """
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token}"


class PrivateStorage(FileSystemStorage):
    """Files without a URL, in the folder `location`.

    A name never points to half a file: bytes go to a temporary name, are forced to the disk, and are renamed.
    """

    def __init__(self, location: str | os.PathLike[str] | None = None) -> None:
        super().__init__(location, file_permissions_mode=FILE_MODE, directory_permissions_mode=DIRECTORY_MODE)

    def write_encrypted(self, name: str, chunks: Iterable[bytes], data_key: bytes) -> int:
        """Write `chunks` encrypted under `name` (from `new_name`) and return how many plain bytes there were.

        When it returns, the file survives a power cut. Raises `StorageFull` or `StorageUnavailable`, leaving nothing.
        """
        sizes: list[int] = []
        self._write(name, encrypt_stream(_measured(chunks, sizes), data_key, name))
        return sum(sizes)

    def open_decrypted(self, name: str, data_key: bytes) -> Iterator[bytes]:
        """Return the plain bytes of `name` in chunks, the first of them already checked.

        Raises `StorageUnavailable` or `runtime.vault.encryption.Tampered` at once when it cannot start, so before a
        response has begun; later damage is raised where it is met.
        """
        chunks = self._decrypted(name, data_key)
        return _resumed(next(chunks), chunks)

    def erase(self, name: str) -> None:
        """Remove `name` for good; it may be gone already. Raises `StorageUnavailable`."""
        path = self._path(name)
        with _as_storage_errors(), suppress(FileNotFoundError):
            path.unlink()
            _force_to_disk(path.parent)

    def names(self, *, older_than_seconds: int) -> Iterator[str]:
        """Yield the names last written so long ago, temporary ones left by a crash included."""
        before = database_now().timestamp() - older_than_seconds
        root = Path(self.location)
        for path in root.glob("??/*"):
            name = path.relative_to(root).as_posix()
            if _NAME.fullmatch(name) and path.stat().st_mtime <= before:
                yield name

    def probe(self) -> int:
        """Write a few bytes, remove them, and return how many bytes are free. Raises `StorageError`."""
        root = Path(self.location)
        with _as_storage_errors():
            root.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=root, prefix=".probe-") as file:
                file.write(b"probe")
                file.flush()
            return shutil.disk_usage(root).free

    def url(self, name: str | None) -> NoReturn:
        """Refuse: a private file is only given by a view that checked its user."""
        raise ValueError("A private file has no address.")

    def _save(self, name: str, content: File) -> str:
        self._write(name, content.chunks())
        return name

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("Not a name that new_name() makes.")
        return Path(self.location, name)

    def _write(self, name: str, chunks: Iterable[bytes]) -> None:
        path = self._path(name)
        partial = path.with_name(path.name + PARTIAL)
        with _as_storage_errors():
            self._make_folders(path.parent)
            try:
                _fill(partial, chunks)
                _rename(partial, path)
            except BaseException:
                partial.unlink(missing_ok=True)
                raise

    def _make_folders(self, folder: Path) -> None:
        root = Path(self.location)
        root.parent.mkdir(parents=True, exist_ok=True)
        if folder.is_dir():
            return
        for each in (root, folder):
            with suppress(FileExistsError):
                each.mkdir(mode=DIRECTORY_MODE)
                _force_to_disk(each.parent)

    def _decrypted(self, name: str, data_key: bytes) -> Iterator[bytes]:
        with _as_storage_errors(), self._path(name).open("rb") as file:
            yield from decrypt_stream(file, data_key, name)


@contextmanager
def _as_storage_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = StorageFull if error.errno in {errno.ENOSPC, errno.EDQUOT} else StorageUnavailable
        raise kind(error.strerror) from error


def _fill(path: Path, chunks: Iterable[bytes]) -> None:
    with _created(path) as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _created(path: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.fdopen(os.open(path, flags, FILE_MODE), "wb")


def _rename(partial: Path, path: Path) -> None:
    if path.exists():
        raise FileExistsError(errno.EEXIST, "file exists")
    partial.rename(path)
    _force_to_disk(path.parent)


def _force_to_disk(folder: Path) -> None:
    # A new or removed name is only safe once its folder is: fsync(2), "Calling fsync() does not necessarily ensure
    # that the entry in the directory containing the file has also reached disk".
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _measured(chunks: Iterable[bytes], sizes: list[int]) -> Iterator[bytes]:
    for chunk in chunks:
        sizes.append(len(chunk))
        yield chunk


def _resumed(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
