"""Seals the comments that stand in clear; safe to run again."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from runtime.simulation.comments import comment_of, sealed_comment


def seal_comments(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    for case in apps.get_model("runtime", "SimulationCase").objects.exclude(comment="").order_by("pk").iterator():
        case.wrapped_key, case.sealed_comment = sealed_comment(case.pk, case.comment)
        case.comment = ""
        case.save(update_fields=["wrapped_key", "sealed_comment", "comment"])


def open_comments(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    rows = apps.get_model("runtime", "SimulationCase").objects.filter(sealed_comment__isnull=False)
    for case in rows.order_by("pk").iterator():
        case.comment, case.wrapped_key, case.sealed_comment = comment_of(case), None, None
        case.save(update_fields=["wrapped_key", "sealed_comment", "comment"])


class Migration(migrations.Migration):
    dependencies = [("runtime", "0015_sealed_comments")]

    operations = [migrations.RunPython(seal_comments, open_comments)]
