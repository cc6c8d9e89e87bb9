"""Settings of the tests: fast, alone, and loud about warnings."""

from cms.settings import addresses
from cms.settings.base import *  # noqa: F403 - a settings module is its base and its changes
from cms.settings.base import VAR_DIR, env

SECRET_KEY = "only-for-tests-" + "x" * 40
ENCRYPTION_KEYS = ["dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="]
GUICHET_SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
GUICHET_TRUSTED_PROXIES = ()
GUICHET_CLAMD = None
GUICHET_ACTIVE_FILES = "flag"
GUICHET_FAILPOINTS_ALLOWED = True
GUICHET_CLOCK_OF_PROCESS = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

DATABASES = {"default": addresses.database(env.str("DATABASE_URL", "sqlite://:memory:"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = VAR_DIR / "tests" / "media"

# The test client gets static files too, and no folder is scanned for each of its requests.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
