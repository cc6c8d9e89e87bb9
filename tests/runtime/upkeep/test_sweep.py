"""The sweep: a count of each kind, no more than half of what would be missed, and no kind stops the others."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from runtime.drafts.attachments import private_storage
from runtime.drafts.models import Draft
from runtime.upkeep import sweep
from runtime.upkeep.retention import GUARDED, RETENTION
from runtime.upkeep.sweep import sweep_all
from runtime.vault.encryption import new_data_key
from runtime.vault.storage import new_name
from tests.runtime.factories import make_draft, make_site, make_submission, make_version
from tests.runtime.upkeep.rows import make_log_entries, make_uploads

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_storage(settings, tmp_path):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private")}}
    settings.STORAGES = settings.STORAGES | {"private": private}


def make_drafts(count, *, expired=0):
    """Write so many drafts, of which some are past their day."""
    version, ago = make_version(), timezone.now() - timedelta(days=1)
    first = make_draft(version)
    rest = [
        Draft(
            token=f"t{number}", code_hash=f"c{number}", version=version, language="fr", wrapped_key=b"", sealed=b"",
            expires_at=ago if number < expired else first.expires_at,
        )
        for number in range(count - 1)
    ]  # fmt: skip
    Draft.objects.bulk_create(rest)


@pytest.mark.parametrize(
    ("count", "expired", "erased"),
    [(100, 50, 50), (100, 51, 0), (99, 98, 98), (200, 100, 100), (200, 101, 0)],
)
def test_more_than_half_of_the_drafts_waits_for_a_word(count, expired, erased):
    make_drafts(count, expired=expired)

    swept = sweep_all()

    assert swept.counts.get("drafts", 0) == erased
    assert Draft.objects.count() == count - erased
    assert swept.is_well is bool(erased)


def test_a_clock_that_is_a_hundred_days_ahead_erases_nobodys_draft(caplog, capsys):
    make_drafts(390)

    with time_machine.travel(timezone.now() + timedelta(days=100)), pytest.raises(CommandError, match="drafts") as told:
        call_command("sweep")

    assert told.value.returncode == 1
    assert Draft.objects.count() == 390
    assert "manage.py sweep --erase-over-half drafts" in capsys.readouterr().out
    assert [line.levelname for line in caplog.records if "390 of 390" in line.message] == ["ERROR"]


def test_what_waits_goes_when_somebody_says_so_and_that_alone(capsys):
    make_drafts(120, expired=119)
    make_uploads(make_site(), 100, expired=100)

    with pytest.raises(CommandError, match=r"swept: uploads\."):
        call_command("sweep", "--erase-over-half", "drafts")

    assert Draft.objects.count() == 1
    assert "drafts: 119 expired drafts" in capsys.readouterr().out


def test_a_kind_that_waits_keeps_no_other(version_with_log):
    make_drafts(120, expired=119)
    make_uploads(make_site(), 10, expired=4)

    swept = sweep_all()

    assert (list(swept.held), swept.counts["uploads"], swept.counts["audit_log"]) == (["drafts"], 4, 2)


@pytest.fixture
def version_with_log():
    make_log_entries(make_submission(make_version()), young=3, old=2)


def test_files_of_a_database_that_is_not_the_right_one_stay(monkeypatch):
    monkeypatch.setattr("runtime.privacy.expiry.ORPHAN_SECONDS", 0)
    for _ in range(100):
        private_storage().write_encrypted(new_name(), [b"content"], new_data_key())

    assert "files" in sweep_all().held
    assert len(list(private_storage().names(older_than_seconds=0))) == 100
    assert sweep_all(confirmed=["files"]).counts["files"] == 100


def test_the_audit_log_is_not_lost_to_a_clock():
    make_log_entries(make_submission(make_version()), young=100, old=0)

    with time_machine.travel(timezone.now() + timedelta(days=1_000)):
        assert "audit_log" in sweep_all().held

    assert ModelLogEntry.objects.filter(action__startswith="guichet.").count() == 100


def test_what_is_worth_a_question_is_named():
    assert GUARDED == ("drafts", "uploads", "files", "audit_log")


def test_a_kind_that_fails_stops_only_itself(monkeypatch, caplog, capsys):
    make_drafts(3, expired=2)

    def fails(now):
        raise RuntimeError("zoe@example.org")

    broken = [each for each in RETENTION if each.name == "links"]
    monkeypatch.setattr(sweep, "RETENTION", [type(broken[0])("links", "", fails, fails), *RETENTION])

    with pytest.raises(CommandError, match="links"):
        call_command("sweep")

    assert Draft.objects.count() == 1
    assert "links: FAILED" in capsys.readouterr().out
    assert "Sweep: links failed." in caplog.text


def test_the_command_counts_each_kind(capsys):
    call_command("sweep")

    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [*(kind.name for kind in RETENTION), "missing"]
    assert lines[0] == "drafts: 0 expired drafts, with their files, links and mails"
