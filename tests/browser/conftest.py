"""A town on a server, and Chromium to visit it: one of each for every process of the run."""

import os
import shutil

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import sync_playwright

from cms.demonstration.town import found_town
from tests.browser.journal import TOTALS
from tests.browser.processes import SchedulingByTour
from tests.browser.server import in_database, serving
from tests.browser.tours import Tours
from tests.browser.visitor import PHONE, Visitor

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser):
    parser.addoption("--screens", action="store_true", help="keep pictures of every page in tests/browser/screens")
    parser.addoption("--full", action="store_true", help="look at pages in English as closely as in French")


def pytest_collection_modifyitems(config, items):
    """Leave to `--full` what a second language does not change: dark mode, large screens."""
    if config.getoption("--full"):
        return
    left = [item for item in items if is_of_a_second_language(item)]
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=left)


def is_of_a_second_language(item):
    params = item.callspec.params if hasattr(item, "callspec") else {}
    is_second = "tours" in item.fixturenames and params.get("language") == "en"
    return is_second and (params.get("mode") == "dark" or "large_screen" in item.name)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return SchedulingByTour(config, log)


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["browser"] = TOTALS.figures()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    TOTALS.others.append(getattr(node, "workeroutput", {}).get("browser", {}))


def pytest_terminal_summary(terminalreporter):
    figures = [f"{count} {name}" for name, count in TOTALS.figures().items()]
    terminalreporter.write_line(", ".join(figures))


@pytest.fixture(scope="session")
def database(django_test_environment, django_db_blocker, django_db_keepdb):
    """A database for the whole run, which nothing rolls back; `--reuse-db` keeps it for the next run.

    pytest-django makes one only for tests that ask for it themselves. On SQLite it is a file: threads would share the
    one connection of a database in memory.
    """
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        process = os.environ.get("PYTEST_XDIST_WORKER", "")
        name = settings.VAR_DIR / "tests" / f"browser{process}.sqlite3"
        name.parent.mkdir(parents=True, exist_ok=True)
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(name)
    with django_db_blocker.unblock():
        others = connections["default"]  # of the tests that ran before, if any: theirs stays as it is
        del connections["default"]
        made = setup_databases(verbosity=0, interactive=False, keepdb=django_db_keepdb)
        yield
        if not django_db_keepdb:
            teardown_databases(made, verbosity=0)
        connections["default"] = others


@pytest.fixture(scope="session")
def site(database, files):
    """The address of a server where the town is founded, its three procedures open."""
    proxies = override_settings(GUICHET_TRUSTED_PROXIES=("127.0.0.1/32",))
    with proxies, serving() as address, override_settings(GUICHET_SITE_URL=address):
        in_database(found_town)
        yield address


@pytest.fixture(scope="session")
def chromium(site):
    path = shutil.which("chromium")
    assert path, "these tests drive Chromium: install the package chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, site):
    """Return a function that gives somebody a browser; what it refused or complained about fails the test."""
    visitors = []

    def arrive(*, has_script=True, screen=PHONE):
        visitors.append(Visitor(chromium, site, has_script=has_script, screen=screen))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.close()
    assert [complaint for visitor in visitors for complaint in visitor.journal.complaints] == []


@pytest.fixture(scope="session")
def tours(chromium, site, pytestconfig):
    """What was seen on every page of a procedure in a language, walked through once."""
    options = {"keeps_screens": pytestconfig.getoption("--screens"), "is_full": pytestconfig.getoption("--full")}
    return Tours(chromium, site, **options)
