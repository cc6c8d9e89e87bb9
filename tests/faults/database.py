"""A PostgreSQL database of these tests' own: made, migrated, peopled, dropped."""

import os
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend

from cms.demonstration.town import found_town
from cms.settings import addresses

SERVER = "postgres://postgres@127.0.0.1:5432"


def own_url():
    """Return the address of our database, on the server of DATABASE_URL when that is PostgreSQL."""
    given = os.environ.get("DATABASE_URL", "")
    server = given.rpartition("/")[0] if given.startswith("postgres") else SERVER
    return f"{server}/guichet_faults_{os.getpid()}"


@contextmanager
def created(url):
    """Keep an empty database under the name in `url` for the time of the block. Fails where PostgreSQL is missing."""
    name = urlsplit(url).path.lstrip("/")
    _administer(url, f'CREATE DATABASE "{name}"')
    try:
        yield
    finally:
        _administer(url, f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(url, statement):
    with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(statement)


@contextmanager
def in_use(url):
    """Let this process work on the database at `url` too, for the time of the block."""
    before = connections["default"]
    settings = {**connections.settings["default"], **addresses.database(url)}
    connections["default"] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = before


def people():
    """Migrate the database in use, and found a town in it."""
    call_command("migrate", verbosity=0)
    found_town()
