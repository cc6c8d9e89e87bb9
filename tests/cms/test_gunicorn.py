"""How gunicorn serves the site: what the file shipped says, and what a worker has before its first request."""

import gc
import importlib
import logging
import signal
import socket
import sys
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.template.loader import get_template

from cms.operations import preload
from schemas import versions
from tests.runtime.factories import make_draft, make_version


@pytest.fixture
def conf(monkeypatch, tmp_path):
    """The file as gunicorn reads it, in an environment with these variables."""

    def loaded(**variables):
        for name in ("METRICS_PORT", "WEB_CONCURRENCY", "PROMETHEUS_MULTIPROC_DIR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delitem(sys.modules, "cms.gunicorn", raising=False)
        return importlib.import_module("cms.gunicorn")

    return loaded


def test_there_is_a_worker_a_core_unless_somebody_says_otherwise(conf, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 3)

    assert conf().workers == 3
    assert conf(WEB_CONCURRENCY="5").workers == 5


def test_workers_share_what_is_loaded_and_finish_what_they_do(conf):
    shipped = conf()

    assert (shipped.worker_class, shipped.preload_app) == ("sync", True)
    assert 0 < shipped.graceful_timeout <= shipped.timeout


@pytest.mark.django_db
def test_the_published_documents_are_compiled_before_the_first_request(monkeypatch):
    monkeypatch.setattr(preload.connections, "close_all", lambda: None)
    monkeypatch.setattr(versions, "_COMPILED", {})
    version = make_version()
    versions._COMPILED.clear()

    preload.warm()

    assert {language for digest, language in versions._COMPILED if digest == version.sha256} == {"fr", "en"}


@pytest.mark.django_db
def test_the_site_starts_without_its_database(monkeypatch, caplog):
    def no_database(*arguments):
        raise OperationalError

    monkeypatch.setattr(preload.connections, "close_all", lambda: None)
    with connection.execute_wrapper(no_database):
        preload.warm()

    assert "The database does not answer" in caplog.text


@pytest.mark.django_db
def test_keys_of_another_database_stop_the_start_and_one_missing_key_does_not(monkeypatch, settings):
    monkeypatch.setattr(preload.connections, "close_all", lambda: None)
    version, right = make_version(), settings.ENCRYPTION_KEYS[0]
    make_draft(version)
    settings.ENCRYPTION_KEYS = ["b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMTI="]

    with pytest.raises(SystemExit, match="no key of ENCRYPTION_KEYS opens"):
        preload.warm()

    make_draft(version)
    settings.ENCRYPTION_KEYS = [right]
    preload.warm()


def test_what_is_warmed_exists():
    assert all(get_template(f"themes/{page}.html") for page in preload.PAGES)


@pytest.mark.django_db
def test_what_is_loaded_is_no_concern_of_the_garbage_collector(conf, monkeypatch):
    monkeypatch.setattr(preload.connections, "close_all", lambda: None)
    try:
        conf().when_ready(SimpleNamespace(master_pid=0))

        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def test_a_master_that_replaces_another_tells_systemd_and_stops_it(conf, monkeypatch, tmp_path):
    stopped = []
    monkeypatch.setattr("os.kill", lambda *arguments: stopped.append(arguments))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))

        conf().take_over(SimpleNamespace(master_pid=12, pid=34, log=logging.getLogger("gunicorn.error")))

        assert systemd.recv(100) == b"MAINPID=34"
    assert stopped == [(12, signal.SIGTERM)]


@pytest.mark.parametrize(
    ("message", "arguments", "told"),
    [
        ("Invalid request from ip=192.0.2.7: Invalid HTTP method: 'DUPONT'", (), "Invalid request"),
        ("Error handling request %s %s", ("GET", "/suivi/DUPONT/"), "Error handling request"),
        ("Booting worker with pid: %s", (12,), "Booting worker with pid: 12"),
    ],
)
def test_its_own_lines_quote_nothing_of_a_request(conf, message, arguments, told):
    server = SimpleNamespace(log=SimpleNamespace(error_log=logging.Logger("gunicorn.error")))  # noqa: LOG001
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(handler.format(record))
    server.log.error_log.addHandler(handler)

    conf().on_starting(server)
    server.log.error_log.warning(message, *arguments, exc_info=ValueError("DUPONT") if "Error" in message else None)

    assert lines[0].splitlines()[0] == told
    assert "DUPONT" not in lines[0]
