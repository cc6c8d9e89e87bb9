"""Encrypted files open whole, in order and under their own id, or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.vault.encryption import TAG_BYTES, Tampered
from runtime.vault.streaming import CHUNK_BYTES, HEADER_BYTES, MAGIC, decrypt_stream, encrypt_stream

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
SEALED_BYTES = CHUNK_BYTES + TAG_BYTES
THREE_CHUNKS = b"CANARY" + bytes(2 * CHUNK_BYTES) + b"end"


def encrypted(content: bytes, aad: str = "file-1") -> bytes:
    return b"".join(encrypt_stream([content], KEY, aad))


def decrypted(content: bytes, key: bytes = KEY, aad: str = "file-1") -> bytes:
    return b"".join(decrypt_stream(io.BytesIO(content), key, aad))


def chunks_of(content: bytes) -> list[bytes]:
    body = content[HEADER_BYTES:]
    return [body[at : at + SEALED_BYTES] for at in range(0, len(body), SEALED_BYTES)]


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_a_file_of_any_size_comes_back(size):
    content = bytes(number % 251 for number in range(size))

    assert decrypted(encrypted(content)) == content


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_the_sizes_of_the_chunks_written_do_not_matter(pieces):
    whole = b"".join(encrypt_stream(pieces, KEY, "file-1"))

    assert decrypted(whole) == b"".join(pieces)
    assert len(whole) == len(encrypted(b"".join(pieces)))


def test_the_content_does_not_show_and_two_encryptions_differ():
    assert b"CANARY" not in encrypted(THREE_CHUNKS)
    assert encrypted(THREE_CHUNKS) != encrypted(THREE_CHUNKS)


@pytest.mark.parametrize("at", [0, len(MAGIC) - 1, len(MAGIC), HEADER_BYTES, HEADER_BYTES + SEALED_BYTES + 5, -1])
def test_a_file_changed_anywhere_does_not_open(at):
    content = bytearray(encrypted(THREE_CHUNKS))
    content[at] ^= 1

    with pytest.raises(Tampered):
        decrypted(bytes(content))


@pytest.mark.parametrize("kept_chunks", [0, 1, 2])
def test_a_file_cut_between_chunks_does_not_open(kept_chunks):
    content = encrypted(THREE_CHUNKS)

    with pytest.raises(Tampered):
        decrypted(content[: HEADER_BYTES + kept_chunks * SEALED_BYTES])


@pytest.mark.parametrize("kept_bytes", [0, 5, HEADER_BYTES, HEADER_BYTES + 3, HEADER_BYTES + SEALED_BYTES + 3, -1])
def test_a_file_cut_inside_a_chunk_does_not_open(kept_bytes):
    with pytest.raises(Tampered):
        decrypted(encrypted(THREE_CHUNKS)[:kept_bytes])


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (0, 0, 1, 2), (0, 2), (0, 1, 2, 2), (1, 2)])
def test_chunks_moved_repeated_or_dropped_do_not_open(order):
    content = encrypted(THREE_CHUNKS)
    chunks = chunks_of(content)

    with pytest.raises(Tampered):
        decrypted(content[:HEADER_BYTES] + b"".join(chunks[number] for number in order))


def test_a_chunk_of_another_file_does_not_open():
    mine, other = encrypted(THREE_CHUNKS), encrypted(THREE_CHUNKS)

    with pytest.raises(Tampered):
        decrypted(mine[:HEADER_BYTES] + chunks_of(other)[0] + b"".join(chunks_of(mine)[1:]))


def test_a_file_under_the_name_of_another_does_not_open():
    with pytest.raises(Tampered):
        decrypted(encrypted(b"a"), aad="file-2")


def test_a_file_does_not_open_with_another_key():
    with pytest.raises(Tampered):
        decrypted(encrypted(b"a"), key=OTHER_KEY)


def test_nothing_is_given_of_a_chunk_that_is_not_genuine():
    content = bytearray(encrypted(THREE_CHUNKS))
    content[HEADER_BYTES + SEALED_BYTES] ^= 1
    stream = decrypt_stream(io.BytesIO(bytes(content)), KEY, "file-1")

    assert next(stream) == THREE_CHUNKS[:CHUNK_BYTES]
    with pytest.raises(Tampered):
        next(stream)


def test_a_large_file_is_never_held_whole():
    read = 0

    def pieces():
        nonlocal read
        for _ in range(100):
            read += CHUNK_BYTES
            yield bytes(CHUNK_BYTES)

    stream = encrypt_stream(pieces(), KEY, "file-1")
    for _ in range(3):
        next(stream)

    assert read <= 4 * CHUNK_BYTES
