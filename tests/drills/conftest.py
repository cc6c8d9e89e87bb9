"""Sites of this code and of the code before, on one database of their own."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import override_settings

from tests.drills.previous import check_out
from tests.faults.commands import Commands
from tests.faults.database import created, in_use, own_url, people
from tests.faults.server import ROOT, Server

SETTINGS = "tests.drills.settings"


def pytest_collection_modifyitems(items):
    for item in items:
        if "drills" in item.path.parts:
            item.add_marker("drills")


@pytest.fixture(scope="package")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("drills")


@pytest.fixture(scope="package")
def database(django_db_blocker, folder, files):
    """The address of a database that this code migrated and peopled, which this process works on too."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(folder / "private")}}
    url = f"{own_url()}_drill"
    here = override_settings(STORAGES=settings.STORAGES | {"private": private}, GUICHET_CLOCK_OF_PROCESS=False)
    with django_db_blocker.unblock(), here, created(url), in_use(url):
        people()
        yield url


@pytest.fixture
def commands(database, folder, tmp_path):
    return commands_of(ROOT, database, folder, tmp_path)


def commands_of(root, database, folder, mails):
    return Commands(
        database_url=database, folder=mails, private=folder / "private", root=root, DJANGO_SETTINGS_MODULE=SETTINGS
    )


def site_of(root, database, folder, *, make=Server, log="gunicorn.log"):
    return make(database_url=database, folder=folder, root=root, log=log, DJANGO_SETTINGS_MODULE=SETTINGS)


@pytest.fixture(scope="package")
def this(database, folder):
    """This code, served."""
    with site_of(ROOT, database, folder, log="this.log") as server:
        yield SimpleNamespace(url=server.url, root=ROOT)


@pytest.fixture(scope="package")
def previous(database, folder, tmp_path_factory):
    """The code before, served on the schema of this one."""
    root = check_out(tmp_path_factory.mktemp("previous"))
    with site_of(root, database, folder, log="previous.log") as server:
        yield SimpleNamespace(url=server.url, root=root)
