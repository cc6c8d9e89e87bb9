"""Analysis of the files of submissions: once each, never "clean" by default, tried again until there is a verdict."""

import socket
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from runtime.files.models import Scan, StoredFile
from runtime.submissions import scans
from runtime.submissions.attachments import Withheld, chunks_of, download_of
from runtime.submissions.scans import LATE_SECONDS, LEASE, oldest_pending_seconds, rescan, scan_file
from runtime.vault.storage import PrivateStorage
from runtime.vault.streaming import CHUNK_BYTES
from tests.eicar import eicar
from tests.runtime.factories import make_draft, make_submission_with_file, make_version
from tests.runtime.files.clamd import running_clamd

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(site):
    return make_version(site)


@pytest.fixture
def daemon(settings):
    with running_clamd() as daemon:
        settings.GUICHET_CLAMD = daemon.server_address
        yield daemon


@pytest.fixture
def down(settings):
    """An antivirus that does not answer, at its address until it is started."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.GUICHET_CLAMD = taken.getsockname()


def file_of(version, content=b"harmless"):
    return make_submission_with_file(version, content=content)[1]


def state(stored):
    stored.refresh_from_db()
    return stored.scan


def test_without_antivirus_a_file_is_marked_not_analysed_and_opens(version):
    submission, stored = make_submission_with_file(version, content=b"content")

    assert state(stored) == Scan.NOT_ANALYSED
    assert b"".join(chunks_of(submission, stored)) == b"content"
    assert rescan() == scans.Scanned()


def test_a_file_is_pending_then_clean(version, daemon):
    stored = file_of(version, b"harmless")
    assert state(stored) == Scan.PENDING

    assert str(rescan()) == "files found clean 1, infected 0, waiting for the antivirus 0"

    assert state(stored) == Scan.CLEAN
    assert stored.scanned_at is not None
    assert stored.scan_lease_until is None
    assert daemon.files == [b"harmless"]
    assert rescan() == scans.Scanned()


def test_an_infected_file_is_named_and_an_alarm_tells_nothing_of_anybody(version, daemon, caplog):
    submission, stored = make_submission_with_file(version, name="kervadec.pdf", content=eicar())

    assert rescan().infected == 1

    assert (state(stored), stored.signature) == (Scan.INFECTED, "Eicar-Test-Signature")
    alarm = next(each for each in caplog.records if each.levelname == "ERROR")
    assert "is infected (Eicar-Test-Signature)" in alarm.getMessage()
    assert "kervadec" not in caplog.text
    assert submission.reference not in caplog.text


@pytest.mark.parametrize("scan", [Scan.PENDING, Scan.INFECTED, "", "something new"])
def test_nothing_comes_out_of_a_file_that_is_not_known_to_be_clean(version, scan, monkeypatch):
    submission, stored = make_submission_with_file(version)
    stored.scan = scan
    monkeypatch.delattr(PrivateStorage, "open_decrypted")

    for way_out in (chunks_of, download_of):
        with pytest.raises(Withheld):
            way_out(submission, stored)


def test_a_file_of_several_chunks_is_sent_whole(version, daemon):
    file_of(version, b"x" * (2 * CHUNK_BYTES))

    assert rescan().clean == 1
    assert [len(each) for each in daemon.files] == [2 * CHUNK_BYTES]


def test_while_the_antivirus_is_down_files_wait_and_are_analysed_once_it_is_back(version, down, settings, caplog):
    stored, infected = file_of(version), file_of(version, eicar())

    assert rescan() == scans.Scanned(waiting=2)
    assert {state(stored), state(infected)} == {Scan.PENDING}
    assert "ConnectionRefusedError" in caplog.text

    with running_clamd() as daemon:
        settings.GUICHET_CLAMD = daemon.server_address
        assert rescan() == scans.Scanned(clean=1, infected=1)
    assert (state(stored), state(infected)) == (Scan.CLEAN, Scan.INFECTED)


@pytest.mark.parametrize("answer", [b"stream: OK", b"", b"INSTREAM size limit exceeded. ERROR\0"])
def test_an_answer_that_is_no_verdict_leaves_a_file_pending(version, daemon, answer):
    daemon.answer = answer
    stored = file_of(version)

    assert rescan() == scans.Scanned(waiting=1)
    assert state(stored) == Scan.PENDING


def test_a_file_that_storage_lost_stays_pending(version, daemon):
    stored = file_of(version)
    storages["private"].erase(stored.path)

    assert rescan() == scans.Scanned(waiting=1)
    assert daemon.files == []
    assert state(stored) == Scan.PENDING


def test_a_file_that_was_tampered_with_gets_no_verdict_on_its_genuine_half(version, daemon):
    stored = file_of(version, b"x" * (3 * CHUNK_BYTES))
    path = storages["private"].path(stored.path)
    with open(path, "r+b") as file:  # noqa: PTH123
        file.truncate(CHUNK_BYTES + 1_000)

    assert rescan() == scans.Scanned(waiting=1)
    assert daemon.files == []


def test_a_round_ends_when_the_antivirus_fails_several_times(version, daemon):
    for _ in range(scans.FAILURES_IN_A_ROW + 2):
        file_of(version)
    daemon.answer = b"broken ERROR\0"

    rescan()

    assert daemon.calls == scans.FAILURES_IN_A_ROW


def test_files_that_always_fail_do_not_keep_others_waiting(version, daemon):
    poisoned = [file_of(version, b"poison") for _ in range(scans.FAILURES_IN_A_ROW + 1)]
    daemon.verdict = lambda content: b"broken ERROR\0" if content == b"poison" else b"stream: OK\0"
    rescan()
    others = [file_of(version) for _ in range(3)]

    rescan()

    assert {state(each) for each in others} == {Scan.CLEAN}
    assert {state(each) for each in poisoned} == {Scan.PENDING}


def test_a_file_that_a_worker_has_is_left_to_it_until_its_lease_ends(version, daemon):
    stored = file_of(version)
    StoredFile.objects.filter(pk=stored.pk).update(scan_lease_until=timezone.now() + LEASE)
    assert rescan() == scans.Scanned(waiting=1)
    assert daemon.calls == 0

    StoredFile.objects.filter(pk=stored.pk).update(scan_lease_until=timezone.now() - timedelta(seconds=1))

    assert rescan() == scans.Scanned(clean=1)


def test_two_workers_do_not_analyse_the_same_file(version, daemon, monkeypatch):
    stored = file_of(version)
    seconds = []

    def while_the_other_works(*arguments):
        seconds.append(scan_file(stored.pk))
        return ""

    monkeypatch.setattr(scans, "scan_stream", while_the_other_works)

    assert scan_file(stored.pk) == Scan.CLEAN
    assert seconds == [None]


def test_a_verdict_that_comes_after_another_changes_nothing(version, daemon, monkeypatch):
    stored = file_of(version)

    def late(*arguments):
        StoredFile.objects.filter(pk=stored.pk).update(scan=Scan.INFECTED, signature="X")
        return ""

    monkeypatch.setattr(scans, "scan_stream", late)

    assert scan_file(stored.pk) is None
    assert state(stored) == Scan.INFECTED


def test_a_lease_outlives_a_try():
    from runtime.files import antivirus

    assert LEASE.total_seconds() > antivirus.CONNECT_SECONDS + antivirus.SCAN_SECONDS


def test_files_of_drafts_are_not_analysed(version, daemon):
    StoredFile.objects.create(draft=make_draft(version), question="photo", path="aa/x", media_type="image/jpeg", size=1)

    assert rescan() == scans.Scanned()
    assert oldest_pending_seconds() == 0
    assert daemon.calls == 0


def test_files_that_have_waited_for_long_raise_an_alarm(version, down, caplog):
    submission, _ = make_submission_with_file(version)
    rescan()
    assert "have waited" not in caplog.text
    submission.received_at = timezone.now() - timedelta(seconds=LATE_SECONDS)
    submission.save(update_fields=["received_at"])

    rescan()

    assert oldest_pending_seconds() >= LATE_SECONDS
    alarm = next(each for each in caplog.records if each.levelname == "ERROR")
    assert "waited for the antivirus for 15 minutes" in alarm.getMessage()


def test_without_its_address_what_waited_still_waits_and_is_told(version, down, settings, caplog):
    submission, stored = make_submission_with_file(version)
    submission.received_at = timezone.now() - timedelta(hours=1)
    submission.save(update_fields=["received_at"])
    settings.GUICHET_CLAMD = None

    assert rescan() == scans.Scanned(waiting=1)

    assert state(stored) == Scan.PENDING
    assert "see CLAMD_URL" in caplog.text
