"""/healthz and /readyz: what a load balancer and a watchdog are told, whatever fails."""

import socket
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.models import DateTimeField, Value
from django.utils import timezone

from cms.operations import health
from runtime.clock import DatabaseNow
from runtime.delivery.models import Delivery
from runtime.submissions.scans import LATE_SECONDS
from runtime.vault.folder import FolderStorage
from runtime.vault.storage import StorageUnavailable
from tests.runtime.factories import make_draft, make_submission_with_file, make_version
from tests.runtime.files.clamd import running_clamd
from tests.runtime.vault.bucket_server import BucketServer

OTHER_KEY = "b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMTI="


def late_by(seconds):
    Delivery.objects.create(wrapped_key=b"", sealed=b"", due_at=timezone.now() - timedelta(seconds=seconds))


def no_database(*arguments):
    raise OperationalError("connection to server at 10.0.0.7, user anna, failed")


def test_a_living_process_says_so_without_the_database(client):
    response = client.get("/healthz", headers={"host": "10.1.2.3"})

    assert (response.status_code, response.text) == (200, "ok\n")


def test_health_is_answered_without_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_only_read(client, address):
    assert client.post(address).status_code == 405


def test_all_is_well(client, db):
    response = client.get("/readyz", headers={"host": "10.1.2.3"})

    assert response.status_code == 200
    assert response.json()["status"] == "ready"
    assert {name for name, check in response.json()["checks"].items() if check["ok"]} == {
        "database", "storage", "disk", "outbox", "encryption", "needed_keys", "clock",
    }  # fmt: skip
    assert response["Cache-Control"] == "no-store"


def test_readiness_costs_two_queries(client, django_assert_num_queries, db):
    with django_assert_num_queries(2):
        client.get("/readyz")


def test_without_the_database_nothing_can_be_filed_and_nothing_more_is_told(client, db):
    with connection.execute_wrapper(no_database):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["database"] == {"ok": False}
    assert response.json()["checks"]["storage"] == {"ok": True}
    assert "anna" not in response.text


def test_a_storage_that_cannot_be_written_makes_the_site_unready(client, db, monkeypatch):
    def refuse(self):
        raise StorageUnavailable("read-only file system")

    monkeypatch.setattr(FolderStorage, "probe", refuse)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (503, "unready")
    assert response.json()["checks"]["storage"] == {"ok": False}


def test_a_late_outbox_is_told_and_people_are_served_all_the_same(client, db):
    late_by(health.LATE_OUTBOX_SECONDS + 60)
    late_by(1)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["checks"]["outbox"]["ok"] is False
    assert response.json()["checks"]["outbox"]["oldest_seconds"] >= health.LATE_OUTBOX_SECONDS + 60


def test_a_delivery_that_is_not_due_yet_is_not_late(client, db):
    late_by(-3_600)

    assert client.get("/readyz").json()["checks"]["outbox"] == {"ok": True, "oldest_seconds": 0}


@pytest.mark.parametrize("late", [0, 1], ids=["nothing due", "one due"])
@pytest.mark.parametrize(("minutes", "ok"), [(-10, False), (-4, True), (4, True), (10, False)])
def test_a_process_whose_clock_is_not_the_databases_is_told(client, db, monkeypatch, minutes, ok, late):
    if late:
        late_by(1)
    here = Value(timezone.now(), DateTimeField())
    monkeypatch.setattr(DatabaseNow, "as_sqlite", lambda *given, **_: given[1].compile(here))

    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        told = client.get("/readyz").json()

    assert told["checks"]["clock"]["ok"] is ok
    assert abs(told["checks"]["clock"]["skew_seconds"] - abs(minutes) * 60) <= 5
    assert told["status"] == ("ready" if ok else "degraded")


def test_a_disk_that_fills_up_is_told_in_time(client, db, monkeypatch):
    monkeypatch.setattr(FolderStorage, "probe", lambda _: 12 * health.MIB)

    assert client.get("/readyz").json()["checks"]["disk"] == {"ok": False, "free_mib": 12}


@pytest.fixture
def daemon(settings):
    with running_clamd() as daemon:
        settings.GUICHET_CLAMD = daemon.server_address
        yield daemon


def waiting_for(seconds, site):
    submission, _ = make_submission_with_file(make_version(site))
    submission.received_at = timezone.now() - timedelta(seconds=seconds)
    submission.save(update_fields=["received_at"])


def test_an_antivirus_that_answers_is_well(client, site, daemon, django_assert_num_queries):
    waiting_for(60, site)

    with django_assert_num_queries(3):
        response = client.get("/readyz")

    assert response.json()["status"] == "ready"
    assert response.json()["checks"]["antivirus"]["ok"] is True
    assert response.json()["checks"]["antivirus"]["oldest_seconds"] >= 60


def test_a_file_that_has_waited_for_long_is_told_and_people_are_served_all_the_same(client, site, daemon):
    waiting_for(LATE_SECONDS + 60, site)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["checks"]["antivirus"]["ok"] is False


def test_an_antivirus_that_is_down_is_told(client, db, settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.GUICHET_CLAMD = taken.getsockname()

    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["checks"]["antivirus"] == {"ok": False, "oldest_seconds": 0}


def test_without_the_database_the_antivirus_is_not_asked(client, db, daemon):
    with connection.execute_wrapper(no_database):
        response = client.get("/readyz")

    assert "antivirus" not in response.json()["checks"]
    assert daemon.calls == 0


def test_a_bucket_has_no_disk_that_fills_up(client, db, settings):
    with BucketServer() as bucket:
        settings.STORAGES = settings.STORAGES | {"private": bucket.settings}
        up = client.get("/readyz").json()
        bucket.fault = "denied"
        down = client.get("/readyz")

    assert up["status"] == "ready"
    assert up["checks"].keys() == {"database", "storage", "outbox", "clock", "encryption", "needed_keys"}
    assert (down.status_code, down.json()["checks"]["storage"]) == (503, {"ok": False})


def test_probing_the_storage_leaves_nothing(tmp_path):
    storage = FolderStorage(tmp_path / "new")

    assert storage.probe() > 0
    assert list((tmp_path / "new").iterdir()) == []


def test_a_storage_that_is_no_folder_fails_its_probe(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageUnavailable):
        FolderStorage(tmp_path / "file" / "new").probe()


def test_keys_that_do_not_seal_make_the_site_unready(client, db, settings):
    settings.ENCRYPTION_KEYS = ["c2hvcnQ="]

    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (503, "unready")
    assert response.json()["checks"]["encryption"] == {"ok": False}
    assert response.json()["checks"]["database"] == {"ok": True}


def test_a_key_that_was_dropped_too_early_is_told(client, db, settings):
    make_draft(make_version())
    settings.ENCRYPTION_KEYS = [OTHER_KEY]

    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["checks"]["needed_keys"] == {"ok": False, "unknown": 1}
