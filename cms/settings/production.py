"""Settings of a public server: secrets have no default, cookies travel by HTTPS only, logs are JSON lines."""

import copy

from environs import EnvValidationError

from cms.settings import encryption_keys
from cms.settings.base import *  # noqa: F403 - a settings module is its base and its changes
from cms.settings.base import GUICHET_TRUSTED_PROXIES, LOGGING, STORAGES, VAR_DIR, env

SECRET_KEY_CHARACTERS = 32


def required(name: str, *, characters: int = 1) -> str:
    """Return the value of this variable, which production cannot do without."""
    value: str = env.str(name)
    if len(value) < characters:
        raise EnvValidationError(f"{name} must have at least {characters} characters", [name])
    return value


required("SITE_URL")
required("EMAIL_URL")
SECRET_KEY = required("SECRET_KEY", characters=SECRET_KEY_CHARACTERS)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
ENCRYPTION_KEYS = encryption_keys.key_list(env.str("ENCRYPTION_KEYS"), name="ENCRYPTION_KEYS")

STATIC_ROOT = VAR_DIR / "static"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000  # one year
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # cms.http.csp.FrameMiddleware is that middleware
    "security.W005",  # the organisation's other host names are not ours to bind to HTTPS
    "security.W021",  # the same for the browsers' lists
]
# Any client can send this header: it is believed only behind a proxy that overwrites it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GUICHET_TRUSTED_PROXIES else None

LOGGING = copy.deepcopy(LOGGING)
LOGGING["handlers"]["console"]["formatter"] = "json"  # type: ignore[index] # a dictionary of dictionaries
