"""Private storage of files in a folder: written whole or not at all, for nobody else to read."""

import errno
import math
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, NoReturn

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from runtime.clock import database_now
from runtime.vault.storage import NAME, PrivateStorage, StorageFull, StorageUnavailable, check_name

FILE_MODE = 0o600
DIRECTORY_MODE = 0o700
#: Suffix of a file name until the file is whole.
PARTIAL = ".part"


class FolderStorage(FileSystemStorage, PrivateStorage):
    """Files without a URL, in the folder `location`.

    A name never points to half a file: bytes go to a temporary name, are forced to the disk, and are renamed. When a
    file is written, it survives a power cut.
    """

    def __init__(self, location: str | os.PathLike[str] | None = None) -> None:
        super().__init__(location, file_permissions_mode=FILE_MODE, directory_permissions_mode=DIRECTORY_MODE)

    def erase(self, name: str) -> None:
        path = self._path(name)
        with _as_storage_errors(), suppress(FileNotFoundError):
            path.unlink()
            _force_to_disk(path.parent)

    def names(self, *, older_than_seconds: int) -> Iterator[str]:
        before = database_now().timestamp() - older_than_seconds
        root = Path(self.location)
        for path in root.glob("??/*"):
            name = path.relative_to(root).as_posix()
            if NAME.fullmatch(name) and _written_at(path) <= before:
                yield name

    def probe(self) -> int:
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
        return Path(self.location, check_name(name))

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

    @contextmanager
    def _opened(self, name: str) -> Iterator[BinaryIO]:
        with _as_storage_errors(), self._path(name).open("rb") as file:
            yield file


def _written_at(path: Path) -> float:
    """Return when a file was written, in seconds since 1970; never, for one erased or renamed since it was listed."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


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
