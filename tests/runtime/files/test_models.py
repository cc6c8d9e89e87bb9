"""Rows of files: what the antivirus is held to have said when nobody says it."""

import pytest
from django.db import connection

from runtime.files.models import Scan, StoredFile, scan_of_new_file
from tests.runtime.factories import make_submission_with_file, make_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("clamd", "scan"), [(None, Scan.NOT_ANALYSED), (("127.0.0.1", 3310), Scan.PENDING)])
def test_a_new_file_is_never_clean(settings, clamd, scan):
    settings.GUICHET_CLAMD = clamd

    assert scan_of_new_file() == scan
    assert StoredFile().scan == scan


def test_a_row_that_names_no_state_was_not_analysed(site, settings):
    """As rows of before are, and those that the code of before still writes on the new schema."""
    settings.GUICHET_CLAMD = ("127.0.0.1", 3310)
    old, new = make_submission_with_file(make_version(site))[1], "0" * 32
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into runtime_storedfile (id, submission_id, question, path, media_type, size, sealed_key, "
            "created_at) select %s, submission_id, question, 'aa/b', media_type, size, sealed_key, created_at "
            "from runtime_storedfile",
            [new],
        )

    row = StoredFile.objects.exclude(pk=old.pk).get()

    assert (row.scan, row.signature, row.is_active, row.scanned_at) == (Scan.NOT_ANALYSED, "", False, None)
