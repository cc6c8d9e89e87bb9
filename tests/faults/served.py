"""The application that gunicorn loads before it forks: what a first request would load is loaded by then."""

import tempfile

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client


def warm_application() -> WSGIHandler:
    """Return the application of `cms.wsgi` once it has drawn a page."""
    from cms.wsgi import application

    tempfile.gettempdir()  # looks for the folder by writing into it
    Client().get("/demarches/permis-vegetaliser/commencer/")
    connections.close_all()  # a connection must not be shared with a child
    return application
