"""The sweep: expired drafts go with all that is theirs, files without a row go, everything else stays."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from runtime.drafts.attachments import private_storage
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile
from runtime.links.access import issue_link
from runtime.links.models import AccessLink
from runtime.privacy import expiry
from runtime.privacy.expiry import erase_expired_drafts, orphan_names
from runtime.upkeep.sweep import sweep_all
from runtime.vault.encryption import new_data_key
from runtime.vault.storage import StorageUnavailable, new_name
from tests.runtime.factories import make_draft, make_submission_with_file, make_version
from tests.runtime.vault.bucket_server import BucketServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return make_version()


@pytest.fixture(autouse=True)
def empty_storage(settings, tmp_path):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private")}}
    settings.STORAGES = settings.STORAGES | {"private": private}


def write_file(*, hours):
    """Write a file so many hours ago and return its name."""
    name = new_name()
    private_storage().write_encrypted(name, [b"content"], new_data_key())
    age(name, hours=hours)
    return name


def age(name, *, hours):
    then = timezone.now().timestamp() - hours * 3600
    os.utime(Path(private_storage().location, name), (then, then))


def draft_with_file(version, *, expires_in):
    draft = make_draft(version, expires_at=timezone.now() + expires_in)
    name = write_file(hours=0)
    StoredFile.objects.create(draft=draft, question="photo", path=name, media_type="image/jpeg", size=7)
    return draft, name


def stored():
    return set(private_storage().names(older_than_seconds=0))


def test_a_file_without_a_row_goes_after_a_day():
    old, young = write_file(hours=25), write_file(hours=23)

    assert list(orphan_names()) == [old]
    assert sweep_all().counts["files"] == 1
    assert stored() == {young}


def test_half_a_file_goes_too():
    name = write_file(hours=0)
    Path(private_storage().location, name).rename(Path(private_storage().location, f"{name}.part"))
    age(f"{name}.part", hours=25)

    assert sweep_all().counts["files"] == 1
    assert stored() == set()


def test_a_file_with_a_row_stays_however_old(version):
    _, row = make_submission_with_file(version)
    age(row.path, hours=9_000)

    assert sweep_all().counts["files"] == 0
    assert stored() == {row.path}


def test_an_expired_draft_goes_with_its_files_and_links(version):
    draft, _ = draft_with_file(version, expires_in=timedelta(hours=-2))
    issue_link(draft=draft, lifetime=timedelta(days=1))
    kept, kept_name = draft_with_file(version, expires_in=timedelta(hours=2))

    assert sweep_all().counts["drafts"] == 1

    assert list(Draft.objects.all()) == [kept]
    assert stored() == {kept_name}
    assert StoredFile.objects.get().path == kept_name
    assert not AccessLink.objects.exists()


def test_a_draft_that_expired_a_minute_ago_may_still_be_sent_by_a_request_under_way(version):
    draft_with_file(version, expires_in=timedelta(minutes=-1))

    assert erase_expired_drafts(timezone.now()) == 0


def test_all_go_however_many(version, monkeypatch):
    monkeypatch.setattr(expiry, "BATCH", 2)
    for _ in range(5):
        draft_with_file(version, expires_in=timedelta(hours=-2))
        write_file(hours=25)

    swept = sweep_all()

    assert (swept.counts["drafts"], swept.counts["files"]) == (5, 5)
    assert stored() == set()


def test_a_row_whose_file_is_gone_is_told(version, caplog):
    _, row = make_submission_with_file(version)
    private_storage().erase(row.path)

    assert sweep_all().missing == 1
    assert "1 stored files are gone" in caplog.text


def test_a_disk_that_lets_nothing_go_stops_nothing(monkeypatch, caplog):
    write_file(hours=25)

    def refuse(self, name):
        raise StorageUnavailable("read-only")

    monkeypatch.setattr("runtime.vault.folder.FolderStorage.erase", refuse)

    assert sweep_all().counts["files"] == 0
    assert "A file without a row stays" in caplog.text


def test_a_bucket_is_asked_only_about_files_that_its_list_lacks(version, settings):
    with BucketServer() as bucket:
        settings.STORAGES = settings.STORAGES | {"private": bucket.settings}
        make_submission_with_file(version)
        _, lost = make_submission_with_file(version)
        private_storage().erase(lost.path)
        bucket.requests.clear()

        assert expiry.count_missing() == 1

    assert [(command, key.rpartition("/")[2]) for command, key in bucket.requests] == [
        ("GET", ""), ("GET", lost.path.rpartition("/")[2]),
    ]  # fmt: skip


def test_a_row_deleted_while_the_storage_is_listed_is_not_missed(version, monkeypatch):
    _, row = make_submission_with_file(version)
    storage = private_storage()
    private_storage().erase(row.path)

    def listed(*, older_than_seconds):
        row.delete()
        return iter(())

    monkeypatch.setattr(storage, "names", listed)

    assert expiry.count_missing() == 0
