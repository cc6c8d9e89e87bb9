"""Files in a folder are forced to the disk, and are for nobody else to read."""

import errno
import os
import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from runtime.vault.folder import FolderStorage
from runtime.vault.storage import StorageFull, StorageUnavailable, new_name

KEY = bytes(range(32))


@pytest.fixture
def storage(tmp_path):
    return FolderStorage(location=tmp_path / "private")


def files_under(storage: FolderStorage) -> list[Path]:
    return [path for path in Path(storage.location).rglob("*") if path.is_file()]


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def failing(number: int):
    def fail(*_args):
        raise OSError(number, os.strerror(number))

    return fail


def test_only_the_owner_may_read_whatever_the_umask(storage):
    name = new_name()
    before = os.umask(0)
    try:
        storage.write_encrypted(name, [b"a"], KEY)
    finally:
        os.umask(before)

    path = Path(storage.path(name))
    assert mode_of(path) == 0o600
    assert [mode_of(folder) for folder in list(path.parents)[:2]] == [0o700] * 2


def test_a_file_is_forced_to_the_disk_before_it_has_its_name_and_the_name_after(storage, monkeypatch):
    name, seen = new_name(), []
    path = Path(storage.path(name))
    fsync = os.fsync

    def watched(descriptor):
        seen.append((Path(f"/proc/self/fd/{descriptor}").readlink(), path.exists()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    storage.write_encrypted(name, [b"a"], KEY)

    assert seen[-2:] == [(path.with_name(path.name + ".part"), False), (path.parent, True)]
    assert [folder for folder, _ in seen[:-2]] == [path.parents[2], path.parents[1]]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(errno.ENOSPC, StorageFull), (errno.EDQUOT, StorageFull), (errno.EIO, StorageUnavailable)],
)
@pytest.mark.parametrize("step", ["fsync", "open"])
def test_a_disk_that_fails_leaves_no_file_and_says_which_way(storage, monkeypatch, number, expected, step):
    storage.write_encrypted(new_name(), [b"first"], KEY)
    before = files_under(storage)
    monkeypatch.setattr(os, step, failing(number))

    with pytest.raises(expected):
        storage.write_encrypted(new_name(), [bytes(300_000)], KEY)

    monkeypatch.undo()
    assert files_under(storage) == before


def test_a_disk_that_really_is_full_leaves_no_file(storage, monkeypatch):
    name = new_name()
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True)
    really_open = os.open

    def open_on_a_full_device(target, *rest):
        return really_open("/dev/full", os.O_WRONLY) if "part" in str(target) else really_open(target, *rest)

    monkeypatch.setattr(os, "open", open_on_a_full_device)

    with pytest.raises(StorageFull):
        storage.write_encrypted(name, [bytes(300_000)], KEY)

    assert files_under(storage) == []


def test_a_download_that_stops_closes_its_file(storage):
    name = new_name()
    storage.write_encrypted(name, [bytes(300_000)], KEY)

    chunks = storage.open_decrypted(name, KEY)
    next(chunks)
    chunks.close()
    storage.open_decrypted(name, KEY)

    open_files = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.exists()]
    assert storage.path(name) not in open_files


def test_old_names_are_listed_with_what_a_crash_left(storage):
    old, fresh = new_name(), new_name()
    storage.write_encrypted(old, [b"a"], KEY)
    storage.write_encrypted(fresh, [b"a"], KEY)
    left = Path(storage.path(old) + ".part")
    left.touch()
    for path in (left, Path(storage.path(old))):
        os.utime(path, (0, 0))

    assert sorted(storage.names(older_than_seconds=3600)) == [old, old + ".part"]


def test_a_file_that_goes_while_the_folder_is_listed_stops_nothing(storage):
    name, going = new_name(), new_name()
    storage.write_encrypted(name, [b"a"], KEY)
    path = Path(storage.path(going))
    path.parent.mkdir(exist_ok=True)
    path.symlink_to("nothing")  # is in the list, and not there when it is looked at

    assert list(storage.names(older_than_seconds=0)) == [name]


def test_a_private_file_has_no_address(storage):
    with pytest.raises(ValueError, match="address"):
        storage.url(new_name())


def test_saving_through_the_interface_of_django_is_as_careful(storage):
    name = storage.save(new_name(), ContentFile(b"a"))

    assert mode_of(Path(storage.path(name))) == 0o600
    with pytest.raises(ValueError, match="new_name"):
        storage.save("acte.pdf", ContentFile(b"a"))
