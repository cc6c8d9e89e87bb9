"""Files are written whole or not at all, encrypted, in a folder and in a bucket."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from runtime.vault.encryption import Tampered
from runtime.vault.storage import StorageUnavailable, new_name

KEY = bytes(range(32))


def test_a_file_comes_back_and_does_not_show_where_it_is_kept(storage, place):
    name = new_name()

    size = storage.write_encrypted(name, [b"CANARY ", b"content"], KEY)

    assert size == len(b"CANARY content")
    assert b"".join(storage.open_decrypted(name, KEY)) == b"CANARY content"
    assert place.contents().keys() == {name}
    assert b"CANARY" not in place.contents()[name]


@pytest.mark.parametrize("content", [b"", bytes(3_000_000)])
def test_a_file_of_any_size_comes_back(storage, content):
    name = new_name()

    assert storage.write_encrypted(name, [content] if content else [], KEY) == len(content)
    assert b"".join(storage.open_decrypted(name, KEY)) == content


def test_names_are_random_and_spread_over_folders():
    names = {new_name() for _ in range(100)}

    assert len(names) == 100
    assert all(re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{30}", name) for name in names)


@pytest.mark.parametrize("name", ["acte.pdf", "../x", "ab/acte.pdf", "/etc/passwd", "ab/" + "0" * 32, ""])
@pytest.mark.parametrize("use", ["write", "open", "erase"])
def test_a_name_that_was_not_drawn_here_is_refused(storage, place, name, use):
    uses = {
        "write": lambda: storage.write_encrypted(name, [b"a"], KEY),
        "open": lambda: storage.open_decrypted(name, KEY),
        "erase": lambda: storage.erase(name),
    }

    with pytest.raises(ValueError, match="new_name"):
        uses[use]()

    assert place.contents() == {}


def test_an_upload_that_breaks_off_leaves_no_file(storage, place):
    def broken():
        yield bytes(200_000)
        raise RuntimeError("the browser went away")

    with pytest.raises(RuntimeError):
        storage.write_encrypted(new_name(), broken(), KEY)

    assert place.contents() == {}


def test_a_name_never_shows_half_a_file(storage):
    name = new_name()

    def watching():
        yield bytes(200_000)
        assert not storage.exists(name)
        yield b"end"

    storage.write_encrypted(name, watching(), KEY)

    assert storage.exists(name)


def test_a_file_is_never_written_over(storage):
    name = new_name()
    storage.write_encrypted(name, [b"first"], KEY)

    with pytest.raises(StorageUnavailable):
        storage.write_encrypted(name, [b"second"], KEY)

    assert b"".join(storage.open_decrypted(name, KEY)) == b"first"


def test_threads_write_and_read_at_once(storage):
    def kept(number):
        name, content = new_name(), bytes([number]) * 100_000
        storage.write_encrypted(name, [content], KEY)
        return b"".join(storage.open_decrypted(name, KEY)) == content

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(kept, range(32)))


def test_a_missing_file_is_said_before_anything_is_given(storage):
    with pytest.raises(StorageUnavailable):
        storage.open_decrypted(new_name(), KEY)


def test_a_file_under_another_name_is_said_before_anything_is_given(storage, place):
    name, other = new_name(), new_name()
    storage.write_encrypted(name, [b"a"], KEY)
    place.move(name, other)

    with pytest.raises(Tampered):
        storage.open_decrypted(other, KEY)


def test_an_erased_file_is_gone_and_may_be_erased_again(storage, place):
    name = new_name()
    storage.write_encrypted(name, [b"a"], KEY)

    storage.erase(name)
    storage.erase(name)

    assert place.contents() == {}
    assert not storage.exists(name)


def test_old_names_are_listed(storage, place):
    old, fresh = new_name(), new_name()
    for name in (old, fresh):
        storage.write_encrypted(name, [b"a"], KEY)
    place.age([old], seconds=3_700)

    assert list(storage.names(older_than_seconds=3_600)) == [old]
    assert set(storage.names(older_than_seconds=0)) == {old, fresh}


def test_a_sweep_that_erases_while_it_lists_meets_every_name(storage, place):
    names = {new_name() for _ in range(20)}
    for name in names:
        storage.write_encrypted(name, [b"a"], KEY)

    for name in storage.names(older_than_seconds=0):
        storage.erase(name)

    assert place.contents() == {}


def test_probing_leaves_nothing(storage, place):
    storage.probe()

    assert place.contents() == {}
