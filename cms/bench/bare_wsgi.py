"""WSGI application that serves the bare view and nothing else."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.MIDDLEWARE, settings.ROOT_URLCONF = [], "cms.bench.bare"
application = get_wsgi_application()
