"""What every test stands on: no network, no leftovers of another test, files in a folder of its own."""

import ipaddress
import sys

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils import translation
from wagtail.models import Site


class NetworkBlockedError(Exception):
    """A test reached for another machine; not an OSError, which the code under test may rightly catch."""


def is_loopback(host):
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host if isinstance(host, str) else host.decode()).is_loopback
    except ValueError:
        return False


def block_network(event, arguments):
    """Refuse every connection and name look-up beyond this machine; sockets of the file system have no host."""
    if event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not is_loopback(host):
        raise NetworkBlockedError(f"{event} to {host}")


sys.addaudithook(block_network)


@pytest.fixture(scope="session", autouse=True)
def files(tmp_path_factory):
    """The folder that holds what this run's tests store."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("files")
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(folder / "private")}}
    with override_settings(MEDIA_ROOT=folder / "media", STORAGES=settings.STORAGES | {"private": private}):
        yield folder


@pytest.fixture(autouse=True)
def fresh_process():
    """Each test starts in French with an empty cache, as a process that was just started."""
    cache.clear()
    with translation.override("fr"):
        yield


@pytest.fixture
def site(db):
    """The default site, with the home page that the migrations put there."""
    return Site.objects.get(is_default_site=True)
