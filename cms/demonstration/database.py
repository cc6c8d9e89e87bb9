"""Mark of the demonstration on its own database: it writes into no other."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.db import connection

#: The application id that SQLite keeps in the header of a file: "GCHT" for a database of the demonstration.
APPLICATION_ID = int.from_bytes(b"GCHT", "big")


def claim_database() -> None:
    """Mark a new database as the demonstration's own. Raises `CommandError` for any other, and for a public server."""
    if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
        raise CommandError("These are the settings of a public server. Run the demonstration with cms.settings.dev.")
    if connection.vendor != "sqlite":
        raise CommandError("The demonstration uses SQLite. Unset DATABASE_URL and start it again.")
    if _application_id() == APPLICATION_ID:
        return
    if connection.introspection.table_names():
        name = Path(str(settings.DATABASES["default"]["NAME"])).name
        raise CommandError(
            f"The database {name} was not made by the demonstration. Move it away, or set DATABASE_URL to a new file, "
            "for example sqlite:///var/demo.sqlite3."
        )
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _application_id() -> int:
    with connection.cursor() as cursor:
        return int(cursor.execute("PRAGMA application_id").fetchone()[0])
