"""Task queue on Redis, as long as Redis answers."""

import logging
import time
from typing import Any

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult
from django_tasks_rq import RQBackend
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

#: Their callers let a failure of the queue fail the request, and what they do is over at once.
RUN_HERE = "wagtail."
#: After a failure Redis is left alone for so long: one that hangs would cost each request its time limit.
REST_SECONDS = 30


class RedisQueue(RQBackend):  # type: ignore[misc] # untyped
    """RQ. When Redis is gone, Wagtail's tasks run in this very process; any other raises `RedisError`.

    Ours only wake somebody up: their rows wait for `manage.py tick`. A mail never goes from the process that answers a
    person, who would wait for its server.
    """

    rests_until = 0.0  # of the whole process

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        try:
            return self._queued(task, args, kwargs)
        except RedisError:
            if not task.module_path.startswith(RUN_HERE):
                raise
            logger.warning("Redis does not answer, a task runs here: %s", task.name)
            return self._here.enqueue(task, args, kwargs)

    def _queued(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        if time.monotonic() < RedisQueue.rests_until:
            raise RedisError("Redis did not answer a moment ago")
        try:
            return super().enqueue(task, args, kwargs)
        except RedisError:
            RedisQueue.rests_until = time.monotonic() + REST_SECONDS
            raise

    @property
    def _here(self) -> ImmediateBackend:
        return ImmediateBackend(self.alias, {"QUEUES": sorted(self.queues)})
