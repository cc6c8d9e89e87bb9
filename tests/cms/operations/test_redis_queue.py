"""Tasks on Redis: when Redis does not answer, nobody's request fails, and no mail leaves from it."""

import socket

import pytest
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks_rq import RQBackend
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError
from wagtail.tasks import delete_file_from_storage_task

from cms.operations.redis_queue import RedisQueue
from runtime.delivery.models import Delivery
from runtime.delivery.sender import deliver_due
from runtime.submissions.tasks import scan_pending
from schemas.publishing import publish
from tests.journeys.person import Person
from tests.runtime.documents import document_of, question, text
from tests.runtime.factories import make_department, make_site

NOWHERE = "redis://127.0.0.1:1?socket_connect_timeout=1"
ran = []


@task()
def note(word):
    ran.append(word)


@pytest.fixture
def queue(settings, monkeypatch):
    settings.RQ_QUEUES = {"default": {"URL": NOWHERE}}
    monkeypatch.setattr(RedisQueue, "rests_until", 0.0)
    ran.clear()
    return RedisQueue("default", {"QUEUES": ["default"]})


@pytest.fixture
def silent():
    """A mail server that accepts and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def connections_to(server):
    count = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def test_a_task_of_ours_is_refused_when_redis_is_unreachable(queue):
    with pytest.raises(RedisConnectionError):
        queue.enqueue(note, ("unreachable",), {})

    assert ran == []


def test_a_task_of_wagtail_runs_here(queue, caplog, monkeypatch):
    monkeypatch.setattr(ImmediateBackend, "enqueue", lambda *given: ran.append(given[1].name))

    queue.enqueue(delete_file_from_storage_task, ("default", "gone.png"), {})

    assert ran == ["delete_file_from_storage_task"]
    assert "Redis does not answer" in caplog.text


@pytest.mark.parametrize("error", [RedisConnectionError, RedisTimeoutError])
def test_a_task_of_ours_is_refused_when_redis_dies_on_the_way(queue, monkeypatch, error):
    def dies(*args):
        raise error

    monkeypatch.setattr(RQBackend, "enqueue", dies)

    with pytest.raises(error):
        queue.enqueue(note, ("dying",), {})


def test_redis_is_left_alone_for_a_while_after_a_failure(queue, monkeypatch):
    asked = []

    def hangs(*args):
        asked.append(1)
        raise RedisTimeoutError

    monkeypatch.setattr(RQBackend, "enqueue", hangs)

    for _ in range(3):
        with pytest.raises(RedisError):
            queue.enqueue(note, ("waiting",), {})
    monkeypatch.setattr(RedisQueue, "rests_until", 0.0)
    with pytest.raises(RedisError):
        queue.enqueue(note, ("waiting",), {})

    assert len(asked) == 2


def test_the_analysis_of_files_never_runs_where_somebody_waits(queue, settings, monkeypatch):
    monkeypatch.setattr("runtime.submissions.tasks.rescan", lambda *_: ran.append("analysed"))

    with pytest.raises(RedisError):
        queue.enqueue(scan_pending, (), {})

    assert ran == []


def test_a_task_waits_in_redis_when_it_answers(queue, monkeypatch):
    monkeypatch.setattr(RQBackend, "enqueue", lambda *_: "waiting")
    monkeypatch.setattr(ImmediateBackend, "enqueue", lambda *_: ran.append("here"))

    assert queue.enqueue(note, ("later",), {}) == "waiting"
    assert ran == []


@pytest.mark.django_db(transaction=True)
def test_without_redis_nobody_who_sends_waits_for_a_mail_server_that_hangs(queue, settings, silent, caplog):
    site = make_site()
    make_department(site)
    publish(document_of({"un": [text("nom"), question("courriel", {"type": "string"}, widget="email")]}), site=site)
    settings.TASKS = {"default": {"BACKEND": "cms.operations.redis_queue.RedisQueue", "QUEUES": ["default"]}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
    settings.EMAIL_TIMEOUT = 0.1
    person = Person().open("/demarches/essai/commencer/").press({"nom": "Zoé", "courriel": "zoe@example.org"})

    person.press({"consent": "yes"})

    assert connections_to(silent) == 0
    assert Delivery.objects.get().status == Delivery.Status.PENDING
    assert [line.levelname for line in caplog.records if "queue does not answer" in line.message] == ["WARNING"]
    assert deliver_due(1).postponed == 1
    assert connections_to(silent) == 1
