"""Database of one bench run: created and marked for it, dropped at its end; no other is ever touched."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.core.management import CommandError
from psycopg import sql

NAME = "guichet_bench"
#: The mark on our databases: a comment in PostgreSQL, the application id in SQLite ("GBEN").
MARK = "made by manage.py bench, to be dropped"
APPLICATION_ID = int.from_bytes(b"GBEN", "big")

#: The comment on a database of this name, and how many sessions work in it.
FOUND = """
    select shobj_description(oid, 'pg_database'), (select count(*) from pg_stat_activity where datid = pg_database.oid)
    from pg_database where datname = %s
"""


@contextmanager
def own_database(url: str, folder: Path) -> Iterator[str]:
    """Keep an empty database for the time of the block and yield its address.

    `url` names a PostgreSQL or SQLite database that does not exist, or one left behind by a crashed run; when it is
    empty, the database is a SQLite file in `folder`. Raises `CommandError`.
    """
    make = _postgresql if url.startswith(("postgres:", "postgresql:")) else _sqlite
    with make(url or f"sqlite:///{folder}/bench.sqlite3") as address:
        yield address


def beside(url: str) -> str:
    """Return the address of a bench database on the server of the site's database, `url`; "" when that is SQLite."""
    is_server = url.startswith(("postgres:", "postgresql:"))
    return urlsplit(url)._replace(path=f"/{NAME}").geturl() if is_server else ""


@contextmanager
def _postgresql(url: str) -> Iterator[str]:
    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as server:
        _check(server.execute(FOUND, [name]).fetchone(), name)
        _drop(server, name)
        server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(name), sql.Literal(MARK)))
        try:
            yield url
        finally:
            _drop(server, name)


def _check(found: tuple[str | None, int] | None, name: str) -> None:
    """Raise `CommandError` unless there is no such database, or only one left behind by a run that crashed."""
    if found and found[0] != MARK:
        raise CommandError(f"The database {name} exists and was not made by a measure: name one that does not exist.")
    if found and found[1]:
        raise CommandError(f"A measure is under way in the database {name}: wait for it, or name another.")


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@contextmanager
def _sqlite(url: str) -> Iterator[str]:
    path = Path(url.removeprefix("sqlite:///"))
    if path.exists() and not _is_marked(path):
        raise CommandError(f"The file {path.name} exists and was not made by a measure: name one that does not exist.")
    _remove(path)
    connection = sqlite3.connect(path)
    connection.execute(f"pragma application_id = {APPLICATION_ID}")
    connection.close()
    try:
        yield url
    finally:
        _remove(path)


def _is_marked(path: Path) -> bool:
    connection = sqlite3.connect(path)
    try:
        return bool(connection.execute("pragma application_id").fetchone()[0] == APPLICATION_ID)
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
