"""Settings of the servers that these tests kill: those of the tests, with tasks that outlive a process."""

from cms.settings import addresses
from cms.settings.test import *  # noqa: F403 - a settings module is its base and what it changes
from cms.settings.test import redis_url

globals().update(addresses.tasks(redis_url))
