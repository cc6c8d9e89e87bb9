"""A bucket that is full, slow, gone or broken is said clearly, and never holds half a file."""

import os
import subprocess
import sys
import textwrap

import pytest

from cms import gunicorn
from runtime.vault import bucket as client
from runtime.vault.storage import StorageError, StorageFull, StorageUnavailable, new_name
from tests.runtime.vault.bucket_server import PREFIX, BucketServer

KEY = bytes(range(32))
FILE = bytes(300_000)


@pytest.fixture
def storage(bucket):
    return bucket.new_storage()


@pytest.fixture
def name(storage):
    """The name of a file that is there."""
    name = new_name()
    storage.write_encrypted(name, [FILE], KEY)
    return name


def uses_of(storage, name):
    return {
        "write": lambda: storage.write_encrypted(new_name(), [FILE], KEY),
        "open": lambda: storage.open_decrypted(name, KEY),
        "erase": lambda: storage.erase(name),
        "exists": lambda: storage.exists(name),
        "names": lambda: list(storage.names(older_than_seconds=0)),
        "probe": storage.probe,
    }


@pytest.mark.parametrize("use", ["write", "open", "erase", "exists", "names", "probe"])
@pytest.mark.parametrize("fault", ["slow down", "denied", "stopped", "lost"])
def test_a_bucket_that_does_not_serve_is_unavailable(bucket, storage, name, use, fault):
    before = bucket.contents()
    if fault == "stopped":
        bucket.stop()
    elif fault == "lost":
        storage = client.BucketStorage(**{**bucket.settings["OPTIONS"], "bucket": "another"})
    else:
        bucket.fault = fault

    with pytest.raises(StorageUnavailable):
        uses_of(storage, name)[use]()

    assert bucket.contents() == before


@pytest.mark.parametrize("fault", ["full", "quota"])
def test_a_bucket_that_takes_no_more_is_full(bucket, storage, name, fault):
    bucket.fault = fault

    with pytest.raises(StorageFull):
        storage.write_encrypted(new_name(), [FILE], KEY)

    assert bucket.contents().keys() == {name}


def test_an_upload_that_is_cut_leaves_nothing(bucket, storage, name):
    bucket.fault = "cut"

    with pytest.raises(StorageUnavailable):
        storage.write_encrypted(new_name(), [FILE], KEY)

    assert bucket.contents().keys() == {name}


def test_a_download_that_is_cut_gives_nothing(bucket, storage, name):
    bucket.fault = "cut"

    with pytest.raises(StorageUnavailable):
        storage.open_decrypted(name, KEY)


@pytest.mark.parametrize("use", ["write", "open", "names"])
def test_a_bucket_that_says_nothing_is_given_up(bucket, storage, name, use, monkeypatch):
    monkeypatch.setattr(client, "SILENCE_SECONDS", 0.2)
    monkeypatch.setattr(client, "WHOLE_SECONDS", 600)
    bucket.fault = "hang"

    with pytest.raises(StorageUnavailable):
        uses_of(bucket.new_storage(), name)[use]()

    assert bucket.outlasted == 0


def test_silence_is_given_up_before_gunicorn_ends_the_worker():
    asked_twice = (1 + client.RETRIES) * (client.CONNECT_SECONDS + client.SILENCE_SECONDS) + client.RETRY_SECONDS

    assert max(asked_twice, client.WHOLE_SECONDS + client.RETRY_SECONDS) < gunicorn.timeout


@pytest.mark.parametrize("fault", ["slow down", "cut"])
def test_what_fails_is_tried_once_more_at_most(bucket, storage, name, fault):
    bucket.fault, before = fault, len(bucket.requests)

    with pytest.raises(StorageError):
        storage.write_encrypted(new_name(), [FILE], KEY)

    assert len(bucket.requests) - before <= 2


def test_the_bucket_works_again_once_it_is_back(bucket, storage, name):
    bucket.stop()
    with pytest.raises(StorageUnavailable):
        storage.exists(name)

    bucket.start()

    assert b"".join(storage.open_decrypted(name, KEY)) == FILE


def test_the_reason_is_told_to_operators_without_the_keys(bucket, storage, name, caplog):
    bucket.fault = "denied"

    with pytest.raises(StorageUnavailable):
        storage.write_encrypted(new_name(), [FILE], KEY)

    assert "The bucket failed: " in caplog.text
    assert "403" in caplog.text
    assert "secret" not in caplog.text


def test_everything_is_under_the_prefix_and_nothing_else_is_listed(bucket, storage, name):
    bucket.objects["ailleurs/" + name] = bucket.objects[f"{PREFIX}/notes.txt"] = bucket.objects[f"{PREFIX}/{name}"]

    assert list(storage.names(older_than_seconds=0)) == [name]
    assert {key.partition("/")[0] for _, key in bucket.requests if key} == {PREFIX}


def test_a_list_longer_than_a_page_is_read_to_its_end():
    with BucketServer(names_a_page=2) as bucket:
        storage, names = bucket.new_storage(), {new_name() for _ in range(5)}
        for name in names:
            storage.write_encrypted(name, [b"a"], KEY)

        assert set(storage.names(older_than_seconds=0)) == names


def test_keys_may_come_from_the_environment(bucket, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    where = {name: value for name, value in bucket.settings["OPTIONS"].items() if "key" not in name}

    client.BucketStorage(**where).probe()

    assert [command for command, _ in bucket.requests] == ["PUT", "DELETE"]


def test_a_bucket_at_the_root_needs_no_prefix(bucket):
    storage, name = client.BucketStorage(**{**bucket.settings["OPTIONS"], "prefix": ""}), new_name()

    storage.write_encrypted(name, [b"a"], KEY)

    assert bucket.objects.keys() == {name}


#: A process forks and its child uses the bucket, before or after the process itself did.
FORKED = """
    import os, sys
    from runtime.vault.bucket import BucketStorage
    from runtime.vault.storage import StorageUnavailable

    storage = BucketStorage(**eval(sys.argv[1]))
    if sys.argv[2] == "used":
        storage.probe()
    child = os.fork()
    if not child:
        try:
            storage.probe()
        except StorageUnavailable:
            os._exit(3)
        os._exit(0)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.parametrize(("parent", "outcome"), [("idle", 0), ("used", 3)])
def test_a_worker_has_its_own_client_and_is_told_when_it_cannot(bucket, parent, outcome):
    """obstore waits for ever in the child of a process that used it, as gunicorn's master never does."""
    command = [sys.executable, "-c", textwrap.dedent(FORKED), repr(bucket.settings["OPTIONS"]), parent]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}

    finished = subprocess.run(command, check=False, timeout=60, env=environment)

    assert finished.returncode == outcome
