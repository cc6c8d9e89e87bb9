"""Task queue on Redis, as long as Redis answers."""

import logging
from typing import Any

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult
from django_tasks_rq import RQBackend
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class RedisQueue(RQBackend):  # type: ignore[misc] # untyped
    """RQ, or this very process when Redis is gone: a task may be late, but its request may not fail."""

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        try:
            return super().enqueue(task, args, kwargs)
        except RedisError:
            logger.warning("Redis does not answer, a task runs here: %s", task.name)
            return self._here.enqueue(task, args, kwargs)

    @property
    def _here(self) -> ImmediateBackend:
        return ImmediateBackend(self.alias, {"QUEUES": sorted(self.queues)})
