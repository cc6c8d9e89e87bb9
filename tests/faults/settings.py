"""Settings of the servers that these tests kill: those of the tests, with tasks that outlive a process."""

from cms.settings import addresses
from cms.settings.test import *  # noqa: F403 - a settings module is its base and what it changes
from cms.settings.test import env, redis_url

email_url = env.str("EMAIL_URL", "")

GUICHET_CLAMD = addresses.antivirus(env.str("CLAMD_URL", ""))
globals().update(addresses.tasks(redis_url))
globals().update(addresses.email(email_url) if email_url else {})

# As on a server: what is due is decided by the clock of the database.
GUICHET_CLOCK_OF_PROCESS = False
