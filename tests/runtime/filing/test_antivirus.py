"""Filing with an antivirus: nobody waits for it, what is sent is pending, and the analysis follows the commit."""

import socket
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult
from redis.exceptions import ConnectionError as RedisGone

from runtime.files.models import Scan, StoredFile
from runtime.submissions.models import Submission
from runtime.submissions.tasks import scan_pending, wake_antivirus
from tests.eicar import eicar
from tests.runtime.documents import files, text
from tests.runtime.files.clamd import running_clamd
from tests.runtime.files.inspection import documents

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = {"un": [text("nom")], "deux": [files("piece", kinds=["txt", "pdf"], required=False)]}


@pytest.fixture
def daemon(settings):
    with running_clamd() as daemon:
        settings.GUICHET_CLAMD = daemon.server_address
        yield daemon


@pytest.fixture
def queue(settings):
    """A queue whose worker is the test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return DBTaskResult.objects.filter(task_path=f"{wake_antivirus.__module__}.scan_pending")


def note(content=b"Bonjour"):
    return SimpleUploadedFile("note.txt", content, "text/plain")


def to_review(person, upload=None):
    person.open("/demarches/essai/commencer/").press({"nom": "Zoé"})
    return person.press({"piece": upload} if upload else {})


def filed(person, upload=None):
    to_review(person, upload).press({"consent": "yes"})
    return Submission.objects.get()


def test_nobody_waits_for_the_antivirus_when_they_send(published, person, daemon, queue):
    daemon.is_silent = True
    published(STEPS)

    filed(person, note())

    assert person.response.status_code == 200
    assert daemon.calls == 0
    assert StoredFile.objects.get().scan == Scan.PENDING
    assert queue.all().count() == 1


@pytest.mark.parametrize(("content", "scan"), [(b"Bonjour", Scan.CLEAN), (eicar(), Scan.INFECTED)])
def test_a_worker_analyses_what_was_sent(published, person, daemon, queue, content, scan):
    published(STEPS)
    filed(person, note(content))

    scan_pending.func()

    assert StoredFile.objects.get().scan == scan
    assert daemon.files == [content]


def test_without_a_file_or_an_antivirus_nothing_is_queued(published, person, queue, settings):
    published(STEPS)
    filed(person, note())
    Submission.objects.update(draft_token="other", reference="other")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.GUICHET_CLAMD = taken.getsockname()
    to_review(person).press({"consent": "yes"})

    assert Submission.objects.count() == 2
    assert not queue.all().exists()
    assert StoredFile.objects.get().scan == Scan.NOT_ANALYSED


def test_what_was_kept_before_there_was_an_antivirus_is_pending_once_sent(published, person, daemon, queue, settings):
    published(STEPS)
    address, settings.GUICHET_CLAMD = settings.GUICHET_CLAMD, None
    to_review(person, note())
    settings.GUICHET_CLAMD = address

    person.press({"consent": "yes"})

    assert StoredFile.objects.get().scan == Scan.PENDING


def test_a_queue_that_is_down_delays_the_analysis_and_nothing_else(published, person, daemon, monkeypatch, caplog):
    def gone(*arguments):
        raise RedisGone

    monkeypatch.setattr("runtime.submissions.tasks.scan_pending", SimpleNamespace(enqueue=gone))
    published(STEPS)

    filed(person, note())

    assert person.response.status_code == 200
    assert "files wait for the antivirus" in caplog.text
    assert StoredFile.objects.get().scan == Scan.PENDING


def pdf_with_script():
    content = documents.pdf(trailer=b"/X<</S/JavaScript/JS(a)>>")
    return SimpleUploadedFile("acte.pdf", content, "application/pdf")


def test_a_pdf_with_a_script_is_flagged(published, person):
    published(STEPS)
    filed(person, pdf_with_script())

    assert StoredFile.objects.get().is_active


def test_a_pdf_with_a_script_is_refused_where_the_operator_says_so(published, person, settings):
    settings.GUICHET_ACTIVE_FILES = "refuse"
    published(STEPS)

    to_review(person, pdf_with_script())

    assert person.page.title.get_text().startswith("Erreur")
    assert "acte.pdf" in person.page.get_text()
    assert not StoredFile.objects.exists()


def test_a_copy_made_to_change_an_answer_is_held_to_the_same(published, person, daemon, queue):
    published(STEPS)
    submission = filed(person, pdf_with_script())
    StoredFile.objects.update(scan=Scan.INFECTED)

    person.client.post(person.url.replace("/envoyee/", "/recommencer/"), {"next_step": "un"})

    copies = StoredFile.objects.exclude(submission=submission)
    assert [(each.is_active, each.scan) for each in copies] == [(True, Scan.PENDING)]
