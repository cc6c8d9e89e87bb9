"""Tasks on Redis: when Redis does not answer, they run here and nobody's request fails."""

import pytest
from django_tasks import TaskResultStatus, task
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks_rq import RQBackend
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from cms.operations.redis_queue import RedisQueue

ran = []


@task()
def note(word):
    ran.append(word)


@pytest.fixture
def queue(settings):
    settings.RQ_QUEUES = {"default": {"URL": "redis://127.0.0.1:1?socket_connect_timeout=1"}}
    ran.clear()
    return RedisQueue("default", {"QUEUES": ["default"]})


def test_a_task_runs_here_when_redis_is_unreachable(queue, caplog):
    result = queue.enqueue(note, ("unreachable",), {})

    assert result.status == TaskResultStatus.SUCCESSFUL
    assert ran == ["unreachable"]
    assert "Redis does not answer" in caplog.text


@pytest.mark.parametrize("error", [RedisConnectionError, RedisTimeoutError])
def test_a_task_runs_here_when_redis_dies_on_the_way(queue, monkeypatch, error):
    def dies(*args):
        raise error

    monkeypatch.setattr(RQBackend, "enqueue", dies)

    queue.enqueue(note, ("dying",), {})

    assert ran == ["dying"]


def test_a_task_waits_in_redis_when_it_answers(queue, monkeypatch):
    monkeypatch.setattr(RQBackend, "enqueue", lambda *_: "waiting")
    monkeypatch.setattr(ImmediateBackend, "enqueue", lambda *_: ran.append("here"))

    assert queue.enqueue(note, ("later",), {}) == "waiting"
    assert ran == []
