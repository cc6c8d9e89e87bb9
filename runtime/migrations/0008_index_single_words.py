"""The desk finds by the beginning of words: values of several words become one row a word, references join them."""

from django.db import migrations

BATCH = 2_000


def split_values(apps, schema_editor):
    entries = apps.get_model("runtime", "IndexEntry").objects
    for row in entries.filter(value__contains=" ").iterator(chunk_size=BATCH):
        first, *others = dict.fromkeys(row.value.split())
        entries.filter(pk=row.pk).update(value=first)
        entries.bulk_create(
            entries.model(submission_id=row.submission_id, question=row.question, value=word) for word in others
        )


def index_references(apps, schema_editor):
    entries = apps.get_model("runtime", "IndexEntry").objects
    held = apps.get_model("runtime", "Submission").objects.order_by("pk").values_list("pk", "reference")
    made = (
        entries.model(submission_id=pk, value="~" + reference[-19:].replace("-", "")[::-1])
        for pk, reference in held.iterator(chunk_size=BATCH)
    )
    entries.bulk_create(made, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("runtime", "0007_indexes_of_words_and_dates")]

    operations = [
        migrations.RunPython(split_values, migrations.RunPython.noop),
        migrations.RunPython(index_references, migrations.RunPython.noop),
    ]
