"""The health check of a kept connection: free while the server is silent, and true when it is gone."""

import socket

import pytest

from cms.operations.postgresql.base import DatabaseWrapper

SETTINGS = {"OPTIONS": {}, "TIME_ZONE": None, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "AUTOCOMMIT": True}


class Connection:
    """What Django keeps of a connection: its socket, and whether it was closed here."""

    def __init__(self, kept):
        self.kept, self.closed = kept, False

    def fileno(self):
        return self.kept.fileno()


@pytest.fixture
def pair():
    here, server = socket.socketpair()
    yield here, server
    here.close()
    server.close()


@pytest.fixture
def asked(monkeypatch):
    """How often the server was asked by a statement; it answers no."""
    asked = []
    monkeypatch.setattr(
        "django.db.backends.postgresql.base.DatabaseWrapper.is_usable", lambda _: asked.append(1) and None
    )
    return asked


@pytest.fixture
def wrapper(pair):
    wrapper = DatabaseWrapper(SETTINGS, "default")
    wrapper.connection = Connection(pair[0])
    yield wrapper
    wrapper.connection = None


def test_a_silent_connection_is_usable_without_a_round_trip(wrapper, asked):
    assert wrapper.is_usable() is True
    assert asked == []


@pytest.mark.parametrize("last_words", [b"", b"FATAL: terminating connection"])
def test_a_server_that_went_away_is_noticed(wrapper, asked, pair, last_words):
    pair[1].sendall(last_words)
    pair[1].close()

    assert wrapper.is_usable() is False
    assert asked == [1]


def test_after_an_error_the_server_is_asked(wrapper, asked):
    wrapper.errors_occurred = True

    assert wrapper.is_usable() is False
    assert asked == [1]
