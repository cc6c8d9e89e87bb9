import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schemas", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search", models.CharField(db_index=True, max_length=300)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="schemas.listentry"
                    ),
                ),
            ],
            options={
                "verbose_name": "other name of a list entry",
                "verbose_name_plural": "other names of list entries",
            },
        ),
    ]
