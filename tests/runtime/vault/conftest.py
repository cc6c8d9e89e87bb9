"""The two kinds of storage, each with a way to look behind it."""

import os
import time
from pathlib import Path

import pytest

from runtime.vault.folder import FolderStorage
from tests.runtime.vault.bucket_server import BucketServer


class Folder:
    """The folder behind a storage."""

    def __init__(self, path):
        self.path = path

    def new_storage(self):
        return FolderStorage(location=self.path)

    def contents(self):
        files = (path for path in self.path.rglob("*") if path.is_file())
        return {path.relative_to(self.path).as_posix(): path.read_bytes() for path in files}

    def move(self, name, other):
        (self.path / other).parent.mkdir(parents=True)
        (self.path / name).rename(self.path / other)

    def age(self, names, *, seconds):
        then = time.time() - seconds
        for name in names:
            os.utime(Path(self.path, name), (then, then))


@pytest.fixture
def bucket():
    with BucketServer() as server:
        yield server


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path):
    """Where files really are: a folder, then a bucket."""
    return Folder(tmp_path / "private") if request.param == "folder" else request.getfixturevalue("bucket")


@pytest.fixture
def storage(place):
    return place.new_storage()
