"""A hit of a rate limit waits for no disk: its table is not in the journal of the database."""

from django.db import connection


def test_counters_are_not_logged(database):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r'")
        unlogged = [name for (name,) in cursor.fetchall()]

    assert unlogged == ["runtime_counter"]
