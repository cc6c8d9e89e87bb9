"""A town on PostgreSQL, served by gunicorn behind nginx."""

import pytest

from tests.faults.database import created, in_use, own_url, people
from tests.serving.client import Client
from tests.serving.site import Gunicorn, Nginx

#: A worker is given up after so long, that an upload need not last a minute to outlive it.
WORKER_SECONDS = 5


def pytest_collection_modifyitems(items):
    for item in items:
        if "serving" in item.path.parts:
            item.add_marker("serving")


@pytest.fixture(scope="package")
def gunicorn(django_db_blocker, tmp_path_factory):
    url = own_url()
    with django_db_blocker.unblock(), created(url):
        with in_use(url):
            people()
        arguments = ("--timeout", str(WORKER_SECONDS))
        with Gunicorn(database_url=url, folder=tmp_path_factory.mktemp("gunicorn"), arguments=arguments) as gunicorn:
            yield gunicorn


@pytest.fixture(scope="package")
def nginx(gunicorn, tmp_path_factory):
    with Nginx(folder=tmp_path_factory.mktemp("nginx"), upstream=gunicorn.port) as nginx:
        yield nginx


@pytest.fixture
def client(nginx):
    """Return a function that makes a client of the proxy."""
    return lambda: Client(nginx.port, nginx.certificate)
