"""Settings of `manage.py bench`: those of a public server behind a proxy, without collecting static files first."""

from cms.settings.production import *  # noqa: F403 - a settings module is its base and its changes
from cms.settings.production import STATIC_ROOT, STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
