"""Private storage of files: written whole or not at all, encrypted, without a URL.

`runtime.vault.folder` keeps them in a folder, `runtime.vault.bucket` in a bucket that several machines share.

StorageError
├── StorageFull           no space or quota left
└── StorageUnavailable    any other error of the disk or the bucket, a missing file included
"""

import errno
import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO

from runtime.vault.streaming import decrypt_stream, encrypt_stream

#: Errors of a disk that is full, or that accepts no more data from us.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})

#: What `new_name` makes, and the name that a file has in a folder until it is whole.
NAME = re.compile(r"([0-9a-f]{2})/(?=\1)[0-9a-f]{32}(\.part)?")


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


def check_name(name: str) -> str:
    """Return `name` if it comes from `new_name`. Raises `ValueError`."""
    if not NAME.fullmatch(name):
        raise ValueError("Not a name that new_name() makes.")
    return name


class PrivateStorage(ABC):
    """Files without a URL, each sealed under a data key and its name; a name never points to half a file."""

    def write_encrypted(self, name: str, chunks: Iterable[bytes], data_key: bytes) -> int:
        """Write `chunks` encrypted under `name` (from `new_name`) and return how many plain bytes there were.

        When it returns, the file is there for good. Raises `StorageFull` or `StorageUnavailable`, leaving nothing.
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

    @abstractmethod
    def erase(self, name: str) -> None:
        """Remove `name` for good; it may be gone already. Raises `StorageUnavailable`."""

    @abstractmethod
    def exists(self, name: str) -> bool:
        """Return whether `name` points to a file. Raises `StorageUnavailable`."""

    @abstractmethod
    def names(self, *, older_than_seconds: int) -> Iterator[str]:
        """Yield the names last written so long ago, what a crash left included. Raises `StorageUnavailable`."""

    @abstractmethod
    def probe(self) -> int | None:
        """Write a few bytes, remove them, and return how many bytes are free, if that is known.

        Raises `StorageError`.
        """

    @abstractmethod
    def _write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write sealed bytes under a name that is not taken."""

    @abstractmethod
    def _opened(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open the sealed bytes of a file."""

    def _decrypted(self, name: str, data_key: bytes) -> Iterator[bytes]:
        with self._opened(name) as file:
            yield from decrypt_stream(file, data_key, name)


def _measured(chunks: Iterable[bytes], sizes: list[int]) -> Iterator[bytes]:
    for chunk in chunks:
        sizes.append(len(chunk))
        yield chunk


def _resumed(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
