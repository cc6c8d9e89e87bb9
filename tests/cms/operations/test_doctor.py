"""What `manage.py doctor` tells an operator: each trouble with what to do, and nothing secret or personal."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.operations import doctor
from cms.operations.key_rotation import rotate_all
from runtime.delivery.models import Delivery
from runtime.drafts.attachments import private_storage
from runtime.drafts.models import Draft
from runtime.files.models import StoredFile
from runtime.lists.lookups import load_list
from runtime.vault.folder import FolderStorage
from runtime.vault.storage import StorageUnavailable
from schemas.publishing import publish
from schemas.questions.lookups import Entry
from tests.cms.operations.live_data import NEW, OLD
from tests.runtime.documents import document_of, nest, question
from tests.runtime.factories import (
    make_department,
    make_draft,
    make_submission,
    make_submission_with_file,
    make_version,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def public_server(settings, tmp_path):
    settings.GUICHET_SITE_URL, settings.GUICHET_TRUSTED_PROXIES = "https://demarches.example.fr", ("10.0.0.1/32",)
    settings.SECURE_SSL_REDIRECT = True
    settings.RQ_QUEUES = {}
    settings.ENCRYPTION_KEYS, settings.SECRET_HASH_KEY = [OLD], ""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private")}}
    settings.STORAGES = settings.STORAGES | {"private": private}


@pytest.fixture
def looked(capsys):
    """Run the command and return the lines that ask to look, once its exit code was compared with them."""

    def run(*options):
        try:
            call_command("doctor", *options)
            code = 0
        except SystemExit as stop:
            code = stop.code
        lines = capsys.readouterr().out.splitlines()
        assert all(line.startswith(("ok    ", "look  ")) for line in lines)
        found = [line.removeprefix("look  ") for line in lines if line.startswith("look")]
        assert code == bool(found)
        return found

    return run


def test_nothing_is_to_be_looked_at(looked):
    make_submission(make_version())

    assert looked("--files") == []


def test_every_check_says_something_when_all_is_well():
    assert {told.name for told in doctor.examine(with_files=True)} == {*doctor.CHECKS, *doctor.LONG_CHECKS}


def test_rows_under_a_former_key_are_told_until_they_are_rotated(looked, settings):
    make_draft(make_version())
    settings.ENCRYPTION_KEYS = [NEW, OLD]

    (line,) = looked()
    rotate_all()

    assert line.startswith("keys: runtime.Draft: 1 under ")
    assert line.endswith("run manage.py rotate_keys")
    assert looked() == []


def test_rows_under_an_unknown_key_are_told(looked, settings):
    make_draft(make_version())
    settings.ENCRYPTION_KEYS, settings.SECRET_HASH_KEY = [NEW], OLD

    serving, keys = looked()

    assert serving.startswith("serving: needed_keys some data needs keys")
    assert "not in ENCRYPTION_KEYS: put it back" in keys


@pytest.mark.parametrize("make", [make_draft, make_submission])
def test_hashes_that_lost_their_key_are_told(looked, settings, make):
    make(make_version())
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    rotate_all()
    settings.ENCRYPTION_KEYS = [NEW]

    (line,) = looked()
    settings.SECRET_HASH_KEY = OLD

    assert "SECRET_HASH_KEY must be the oldest key of all" in line
    assert looked() == []


def test_a_database_that_does_not_answer_is_told_line_by_line(looked):
    def no_database(*arguments):
        raise OperationalError("server at 10.0.0.7, user anna, failed")

    with connection.execute_wrapper(no_database):
        found = looked()

    assert found[0].startswith("serving: database does not answer")
    assert "sweep: could not be looked at (OperationalError)" in found
    assert "anna" not in "".join(found)


def test_migrations_that_were_not_applied_are_told(looked):
    MigrationRecorder.Migration.objects.filter(app="runtime").order_by("-pk").first().delete()

    assert looked() == ["migrations: 1 not applied: run manage.py migrate"]


def test_a_storage_that_cannot_be_written_is_told(looked, monkeypatch):
    def refuse(self):
        raise StorageUnavailable("read-only file system")

    monkeypatch.setattr(FolderStorage, "probe", refuse)

    assert [line.partition(":")[2] for line in looked()] == [
        " storage cannot be written: look at STORAGE_URL and at the rights on its folder"
    ]


def test_mails_that_are_late_or_were_given_up_are_told(looked):
    late = timezone.now() - timedelta(hours=1)
    Delivery.objects.create(wrapped_key=b"", sealed=b"", due_at=late)
    Delivery.objects.create(wrapped_key=b"", sealed=b"", due_at=late, status="failed")
    Delivery.objects.create(wrapped_key=b"", sealed=b"", due_at=late - 8 * DAY, status="failed")

    outbox, given_up = looked()

    assert outbox.startswith("serving: outbox mails are late: run manage.py deliver every minute")
    assert given_up == "mail: 1 given up in 7 days: search the logs for 'is given up'"


def test_a_task_that_no_worker_takes_is_told(looked):
    task = DBTaskResult.objects.create(task_path="any", args_kwargs={}, backend_name="default", priority=0)
    assert looked() == []
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(hours=1))

    assert looked() == ["tasks: 1 waiting for a worker: run manage.py db_worker"]


def test_redis_is_asked_when_it_is_configured(looked, settings, monkeypatch):
    settings.RQ_QUEUES = {"default": {"URL": "redis://127.0.0.1:1?socket_connect_timeout=1"}}
    assert looked() == ["tasks: Redis does not answer: look at REDIS_URL; meanwhile tasks run where they are made"]
    monkeypatch.setattr("redis.Redis.ping", lambda _: True)

    assert looked() == []


def test_what_a_public_server_should_not_have_is_told(looked, settings):
    settings.DEBUG, settings.GUICHET_SITE_URL = True, "http://demarches.example.fr"
    settings.GUICHET_TRUSTED_PROXIES = ()

    assert [line.split()[1] for line in looked()] == ["DEBUG", "SITE_URL", "TRUSTED_PROXIES"]


def test_a_sweep_that_does_not_run_is_told(looked):
    draft = make_draft(make_version(), expires_at=timezone.now() - timedelta(hours=2))
    assert looked() == []
    Draft.objects.filter(pk=draft.pk).update(expires_at=timezone.now() - 2 * DAY)

    assert looked() == ["sweep: 1 drafts and files expired over a day ago: run manage.py tick every minute"]


def test_a_list_that_a_published_question_needs_is_told_until_it_is_loaded(looked, site):
    make_department(site)
    commune = question("commune", {"type": "object"}, widget="commune")
    publish(document_of({"un": [nest("lieu", commune)]}), site=site)

    assert looked() == ["lists: communes is empty: run manage.py load_list communes FILE"]
    load_list("communes", [Entry("35238", "Rennes", "35")])
    assert looked() == []


def test_files_without_a_row_and_rows_without_a_file_are_told_when_asked(looked):
    make_submission_with_file(make_version())
    private_storage().erase(StoredFile.objects.get().path)

    assert looked() == []
    assert looked("--files") == ["files: 1 files are gone: restore them from a backup"]


def test_the_page_shows_no_answer_no_reference_and_no_key(capsys, settings):
    submission = make_submission(make_version(), {"nom": "Canari"})
    settings.ENCRYPTION_KEYS = [NEW]

    with pytest.raises(SystemExit):
        call_command("doctor", "--files")

    printed = capsys.readouterr().out
    assert "not in ENCRYPTION_KEYS" in printed
    assert not any(each in printed for each in ("Canari", submission.reference, OLD, NEW))
