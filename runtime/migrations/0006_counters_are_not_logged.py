"""Counters of rate limits need no journal of the database: after a crash they start again from nothing.

Each hit is a transaction of its own; unlogged, it waits for no disk.
"""

from django.db import migrations


def set_unlogged(apps, schema_editor):
    _alter(schema_editor, "UNLOGGED")


def set_logged(apps, schema_editor):
    _alter(schema_editor, "LOGGED")


def _alter(schema_editor, kind):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE runtime_counter SET {kind}")


class Migration(migrations.Migration):
    dependencies = [("runtime", "0005_event_department_required")]

    operations = [migrations.RunPython(set_unlogged, set_logged)]
