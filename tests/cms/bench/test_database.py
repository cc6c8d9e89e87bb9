"""A measure works in a database that it made, and touches no other."""

import sqlite3

import psycopg
import pytest
from django.core.management import CommandError, call_command

from cms.bench.database import NAME, beside, own_database


def names_of_tables(path):
    connection = sqlite3.connect(path)
    try:
        return [name for (name,) in connection.execute("select name from sqlite_master")]
    finally:
        connection.close()


def fill(path):
    connection = sqlite3.connect(path)
    connection.execute("create table precious (id integer)")
    connection.commit()
    connection.close()


def test_a_sqlite_file_is_made_and_removed(tmp_path):
    path = tmp_path / "new.sqlite3"

    with own_database(f"sqlite:///{path}", tmp_path):
        assert path.exists()
        fill(path)

    assert list(tmp_path.iterdir()) == []


def test_without_an_address_the_database_is_a_file_in_the_folder_of_the_run(tmp_path):
    with own_database("", tmp_path) as url:
        assert url == f"sqlite:///{tmp_path}/bench.sqlite3"


def test_a_sqlite_file_of_somebody_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "site.sqlite3"
    fill(path)

    with pytest.raises(CommandError, match=r"site\.sqlite3"), own_database(f"sqlite:///{path}", tmp_path):
        pass

    assert names_of_tables(path) == ["precious"]


def test_the_command_says_so(tmp_path):
    path = tmp_path / "site.sqlite3"
    path.write_text("not even a database")

    with pytest.raises(CommandError, match="was not made by a measure"):
        call_command("bench", "--database", f"sqlite:///{path}")

    assert path.read_text() == "not even a database"


def test_what_a_measure_that_died_left_behind_is_made_anew(tmp_path):
    path = tmp_path / "left.sqlite3"
    made = own_database(f"sqlite:///{path}", tmp_path)
    made.__enter__()
    fill(path)

    with own_database(f"sqlite:///{path}", tmp_path):
        assert names_of_tables(path) == []


def test_the_server_of_the_site_gets_a_database_beside_the_one_of_the_site():
    assert beside("postgres://anna@db.example.fr:5433/guichet") == f"postgres://anna@db.example.fr:5433/{NAME}"
    assert beside("sqlite:////srv/guichet.sqlite3") == ""
    assert beside("") == ""


class Server:
    """What a PostgreSQL server would answer: the comment on the database and how many work in it."""

    def __init__(self, comment, sessions=0):
        self.found, self.statements = (comment, sessions), []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def execute(self, statement, parameters=()):
        self.statements.append(statement if isinstance(statement, str) else statement.as_string(None))
        return self

    def fetchone(self):
        return self.found


@pytest.mark.parametrize(
    ("comment", "sessions", "words"),
    [(None, 0, "was not made by a measure"), ("made by manage.py bench, to be dropped", 3, "is under way")],
)
def test_a_postgresql_database_of_somebody_else_or_of_another_run_is_left_alone(
    monkeypatch, tmp_path, comment, sessions, words
):
    server = Server(comment, sessions)
    monkeypatch.setattr(psycopg, "connect", lambda *_, **__: server)

    with pytest.raises(CommandError, match=words), own_database("postgres://anna@db.example.fr/guichet", tmp_path):
        pass

    assert [each for each in server.statements if "drop" in each or "create" in each] == []
