"""Clock of the database: by it everything falls due, is leased and expires, whichever machine asks.

Machines differ by minutes, and one may be days ahead: a lease that each judged by its own clock would not hold. SQLite
has no clock but that of the process, which is on the same machine.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Now
from django.utils import timezone


class DatabaseNow(Now):
    """The time at which the database began the statement, for use inside one: it costs no query and uses indexes.

    Where a row is read anyway, `annotate(read_at=DatabaseNow())` brings the time with it.
    """

    def as_postgresql(self, compiler, connection, **extra_context):  # type: ignore[no-untyped-def] # Django's
        if settings.GUICHET_CLOCK_OF_PROCESS:
            return self.as_sqlite(compiler, connection)
        return super().as_postgresql(compiler, connection, **extra_context)

    def as_sqlite(self, compiler, connection, **extra_context):  # type: ignore[no-untyped-def] # Django's
        return compiler.compile(Value(timezone.now(), self.output_field))


def database_now() -> datetime:
    """Return the time of the database; one query, on PostgreSQL."""
    if _is_of_process():
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT STATEMENT_TIMESTAMP()")
        return cursor.fetchone()[0]


def epoch_sql() -> tuple[str, list[int]]:
    """Return the time of the database in whole seconds since 1970, as SQL for a statement, and its parameters."""
    if _is_of_process():
        return "%s", [int(timezone.now().timestamp())]
    return "FLOOR(EXTRACT(EPOCH FROM STATEMENT_TIMESTAMP()))::bigint", []


def _is_of_process() -> bool:
    return connection.vendor != "postgresql" or settings.GUICHET_CLOCK_OF_PROCESS
