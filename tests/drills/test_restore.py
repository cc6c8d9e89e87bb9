"""A backup on an empty machine: what was there opens, and no mail that left before leaves again (F21)."""

import shutil
import subprocess
from types import SimpleNamespace

import pytest

from runtime.delivery.models import Delivery
from tests.drills.conftest import commands_of, site_of
from tests.drills.people import check_opened, filed, processed, returned, saved, sent
from tests.faults.database import created, in_use
from tests.faults.server import ROOT


@pytest.fixture(scope="module")
def backup(this, database, folder, tmp_path_factory):
    """What was filed, and what was sent, before a dump and a copy of the files; a mail waited, and left after it."""
    kept, before, after = (tmp_path_factory.mktemp(name) for name in ("backup", "before", "after"))
    Delivery.objects.all().delete()
    old = filed(this.url)
    sender = commands_of(ROOT, database, folder, before)
    assert sender.run("deliver")[0] == 0
    waiting, draft = filed(this.url), saved(this.url)
    # The database first: each file that a row of it names is there when the files are copied.
    subprocess.run(["pg_dump", "-Fc", "-f", kept / "dump", database], check=True)
    shutil.copytree(folder / "private", kept / "private")
    late = commands_of(ROOT, database, folder, after)
    assert late.run("deliver")[0] == 0
    assert (sender.mails().total(), late.mails().total()) == (1, 1)
    return SimpleNamespace(
        folder=kept, old=old, waiting=waiting, draft=draft, sent_before=sender.mails(), sent_after=late.mails()
    )


@pytest.fixture
def restored(backup, database, tmp_path):
    """A machine that had nothing: its database, its folder and its commands, with the keys of the old one."""
    url, machine = f"{database}_restored", tmp_path / "machine"
    with created(url):
        subprocess.run(["pg_restore", "--no-owner", "-d", url, backup.folder / "dump"], check=True)
        shutil.copytree(backup.folder / "private", machine / "private")
        with in_use(url):
            yield SimpleNamespace(url=url, folder=machine, commands=commands_of(ROOT, url, machine, tmp_path))


def ran(restored, *command):
    status, told = restored.commands.run(*command)
    assert status == 0, told
    return told


def test_requests_files_and_drafts_open(backup, restored):
    with site_of(ROOT, restored.url, restored.folder) as site:
        check_opened(backup.old, site.url)
        processed(backup.old, site.url, transition="visiter", rev=1)
        check_opened(sent(backup.draft, returned(backup.draft, site.url)), site.url)

    ran(restored, "verify")


def test_the_doctor_finds_every_key_and_file(restored):
    _, told = restored.commands.run("doctor", "--files")

    lines = {line.split()[1].rstrip(":"): line for line in told.splitlines() if len(line.split()) > 1}
    assert {name: lines[name].split()[0] for name in ("keys", "hashes", "files")} == dict.fromkeys(
        ("keys", "hashes", "files"), "ok"
    ), told


def test_what_was_sent_before_the_dump_is_not_sent_again(backup, restored):
    ran(restored, "deliver")

    assert not restored.commands.mails().keys() & backup.sent_before.keys()


def test_what_waited_at_the_dump_leaves_again_under_the_same_id_unless_it_is_held(backup, restored):
    assert "held 1" in ran(restored, "outbox", "hold")
    ran(restored, "tick")
    assert restored.commands.mails() == {}

    assert "released 1" in ran(restored, "outbox", "release")
    ran(restored, "deliver")
    assert restored.commands.mails() == backup.sent_after


def test_what_is_filed_after_the_restore_is_sent_while_the_rest_is_held(backup, restored):
    ran(restored, "outbox", "hold")
    with site_of(ROOT, restored.url, restored.folder) as site:
        sent(backup.draft, returned(backup.draft, site.url))

    ran(restored, "deliver")

    assert restored.commands.mails().total() == 1
    assert not restored.commands.mails().keys() & (backup.sent_before | backup.sent_after).keys()
