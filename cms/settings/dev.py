"""Settings of a developer's machine and of the demonstration: nothing to configure, secrets made once in `var/`."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cms.settings import encryption_keys
from cms.settings.base import *  # noqa: F403 - a settings module is its base and its changes
from cms.settings.base import ALLOWED_HOSTS, INSTALLED_APPS, LOGGING, VAR_DIR, env


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Return the secret in this file, made on the first run and readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret := make())
    return secret


def new_encryption_key() -> str:
    """Return 32 random bytes in URL-safe base64, as ENCRYPTION_KEYS needs them."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")


VAR_DIR.mkdir(exist_ok=True)
DEBUG = env.bool("DEBUG", True)
SECRET_KEY = env.str("SECRET_KEY", None) or kept_secret(VAR_DIR / "secret_key", lambda: secrets.token_urlsafe(50))
encryption_texts = env.str("ENCRYPTION_KEYS", None) or kept_secret(VAR_DIR / "encryption_keys", new_encryption_key)
ENCRYPTION_KEYS = encryption_keys.key_list(encryption_texts, name="ENCRYPTION_KEYS")
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]

# WhiteNoise serves static files from the packages, without collectstatic, whatever DEBUG says.
INSTALLED_APPS = ["whitenoise.runserver_nostatic", *INSTALLED_APPS]
WHITENOISE_USE_FINDERS = True

# The development server's own line a request quotes its address: ours, which names its route, stands in its place.
LOGGING = LOGGING | {"loggers": LOGGING["loggers"] | {"django.server": {"level": "CRITICAL"}}}  # type: ignore[operator] # a dictionary of dictionaries
