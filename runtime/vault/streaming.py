"""Encryption of whole files, a chunk at a time (the STREAM construction).

Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015.
A file is a header (magic, version, random prefix of 7 bytes) and chunks of 64 kB, each with its tag. The nonce of a
chunk is prefix, number (4 bytes) and a byte that marks the last one: chunks that are dropped, repeated, reordered,
cut off or taken from another file fail.
"""

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from runtime.vault.encryption import TAG_BYTES, Tampered, bound_to, derived_key

MAGIC = b"GUICHET\x01"
PREFIX_BYTES = 7
HEADER_BYTES = len(MAGIC) + PREFIX_BYTES
CHUNK_BYTES = 64 * 1024


def encrypt_stream(chunks: Iterable[bytes], data_key: bytes, aad: str) -> Iterator[bytes]:
    """Yield the encrypted file made of `chunks` (of any sizes); `aad` is the id of the file.

    Holds two chunks in memory at most, whatever the size of the file.
    """
    prefix = os.urandom(PREFIX_BYTES)
    cipher, bound = _cipher(data_key, aad)
    yield MAGIC + prefix
    for number, (plain, is_last) in enumerate(_marked(_of_equal_size(chunks))):
        yield cipher.encrypt(_nonce(prefix, number, is_last), plain, bound)


def decrypt_stream(file: BinaryIO, data_key: bytes, aad: str) -> Iterator[bytes]:
    """Yield the plain chunks of an encrypted file, each only once it is known to be genuine.

    Raises `Tampered`. A cut file is detected at its end only: what came before is genuine, but not all of it.
    """
    header = file.read(HEADER_BYTES)
    if len(header) != HEADER_BYTES or not header.startswith(MAGIC):
        raise Tampered("not an encrypted file")
    cipher, bound = _cipher(data_key, aad)
    for number, (sealed, is_last) in enumerate(_marked(_read_chunks(file))):
        yield _opened(cipher, sealed, _nonce(header[len(MAGIC) :], number, is_last), bound)


def _cipher(data_key: bytes, aad: str) -> tuple[AESGCM, bytes]:
    # A key for each file: the short random prefix then never meets the nonces of another file or of sealed JSON.
    bound = bound_to("file", aad)
    return AESGCM(derived_key(data_key, bound)), bound


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:  # noqa: FBT001 - the three parts of a nonce
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


def _opened(cipher: AESGCM, sealed: bytes, nonce: bytes, bound: bytes) -> bytes:
    if len(sealed) < TAG_BYTES:
        raise Tampered("file was cut")
    try:
        return cipher.decrypt(nonce, sealed, bound)
    except InvalidTag:
        raise Tampered("authentication failed") from None


def _of_equal_size(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= CHUNK_BYTES:
            yield bytes(held[:CHUNK_BYTES])
            del held[:CHUNK_BYTES]
    yield bytes(held)


def _read_chunks(file: BinaryIO) -> Iterator[bytes]:
    while True:
        sealed = file.read(CHUNK_BYTES + TAG_BYTES)
        if not sealed:
            return
        yield sealed


def _marked(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each chunk and whether it is the last; at least one, be it empty."""
    iterator = iter(chunks)
    held = next(iterator, b"")
    for following in iterator:
        yield held, False
        held = following
    yield held, True
