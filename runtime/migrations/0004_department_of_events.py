"""Each event gets the department that its request has."""

from django.db import migrations

#: The same on both databases.
FILL = (
    "UPDATE runtime_event SET department_id = "
    "(SELECT department_id FROM runtime_submission WHERE runtime_submission.id = runtime_event.submission_id)"
)


class Migration(migrations.Migration):
    dependencies = [("runtime", "0003_services_and_the_feed_of_events")]

    operations = [migrations.RunSQL(FILL, reverse_sql=migrations.RunSQL.noop)]
