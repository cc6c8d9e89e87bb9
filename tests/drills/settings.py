"""Settings of the servers and commands of the drills, which the code before must take too (`.ci/previous`)."""

from cms.settings import addresses
from cms.settings.test import *  # noqa: F403 - a settings module is its base and what it changes
from cms.settings.test import env

globals().update(addresses.tasks(""))
globals().update(addresses.email(env.str("EMAIL_URL", "file:///dev/null")))

GUICHET_CLOCK_OF_PROCESS = False
# Each client of a drill says where it comes from: no limit counts all of them together.
GUICHET_TRUSTED_PROXIES = ("127.0.0.1/32",)
