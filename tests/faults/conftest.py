"""A database, a folder and a server for all tests that kill, and the count of what they saw."""

import os
from collections import Counter

import pytest
from django.conf import settings
from django.test import override_settings

from runtime.limits.models import Counter as Limit
from schemas.models import Version
from tests.faults.database import created, in_use, own_url, people
from tests.faults.drafts import KEY, fill_pattern
from tests.faults.server import ARMED, Server

#: How often the worker is killed at each place.
ROUNDS = int(os.environ.get("GUICHET_FAULT_ROUNDS", "10"))

TALLY = pytest.StashKey()


def pytest_collection_modifyitems(items):
    for item in items:
        if "faults" in item.path.parts:
            item.add_marker("faults")


@pytest.fixture(scope="session")
def rounds():
    return range(ROUNDS)


@pytest.fixture(scope="package")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="package")
def database(django_db_blocker, folder, files):
    """The address of a peopled database that this process works on too, with the files that go with it."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(folder / "private")}}
    url = own_url()
    here = override_settings(STORAGES=settings.STORAGES | {"private": private})
    with django_db_blocker.unblock(), here, created(url), in_use(url):
        people()
        yield url


@pytest.fixture(scope="package")
def server(database, folder):
    with Server(database_url=database, folder=folder) as server:
        yield server


@pytest.fixture(scope="package")
def pattern(server, database):
    return fill_pattern(server.url, Version.objects.get(key=KEY))


@pytest.fixture(autouse=True)
def alone(database, folder):
    """Nobody is told to wait, and nothing dies, because of a test before."""
    Limit.objects.all().delete()
    yield
    (folder / ARMED).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def tally(request):
    """What was seen, told at the end: kills, answers that showed a reference, requests recorded."""
    return request.config.stash.setdefault(TALLY, Counter())


def pytest_terminal_summary(terminalreporter, config):
    counts = config.stash.get(TALLY, {})
    if counts:
        terminalreporter.write_line(", ".join(f"{count} {what}" for what, count in counts.items()))
