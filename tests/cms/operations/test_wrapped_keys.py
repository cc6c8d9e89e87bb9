"""Which keys the rows of a site need, counted in full and sampled at a cost that does not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.operations.wrapped_keys import WRAPPED_TABLES, KeyUse, Standing, key_uses, sampled_key_ids
from runtime.delivery.models import Delivery
from runtime.drafts.models import Draft
from runtime.vault.encryption import site_key_ids
from tests.cms.operations.live_data import MIDDLE, NEW, OLD
from tests.runtime.factories import make_draft, make_submission, make_version

pytestmark = pytest.mark.django_db


def rows_under(settings, *keys):
    """Make a draft under each key in turn."""
    version = make_version()
    for key in keys:
        settings.ENCRYPTION_KEYS = [key]
        make_draft(version)


def id_of(settings, key):
    settings.ENCRYPTION_KEYS = [key]
    return site_key_ids()[0]


def test_rows_are_counted_by_the_key_that_they_need(settings):
    rows_under(settings, OLD, OLD, MIDDLE, NEW)
    ids = {name: id_of(settings, key).hex() for name, key in (("old", OLD), ("middle", MIDDLE), ("new", NEW))}
    Delivery.objects.create(wrapped_key=b"", sealed=b"", due_at=timezone.now())  # sent: it needs none

    settings.ENCRYPTION_KEYS = [NEW, MIDDLE]

    assert sorted(key_uses(), key=str) == sorted(
        [
            KeyUse("runtime.Draft", ids["old"], Standing.UNKNOWN, 2),
            KeyUse("runtime.Draft", ids["middle"], Standing.FORMER, 1),
            KeyUse("runtime.Draft", ids["new"], Standing.CURRENT, 1),
        ],
        key=str,
    )


def test_an_old_and_a_recent_row_are_sampled(settings):
    rows_under(settings, OLD, MIDDLE, NEW)

    assert sampled_key_ids() == {id_of(settings, OLD), id_of(settings, NEW)}


def test_a_mail_that_waits_is_sampled_however_many_were_sent(settings):
    for _ in range(3):
        Delivery.objects.create(wrapped_key=b"", sealed=b"", due_at=timezone.now(), status="sent")
    Delivery.objects.create(wrapped_key=b"wait" + b"x" * 60, sealed=b"", due_at=timezone.now() + timedelta(days=1))

    assert sampled_key_ids() == {b"wait"}


def test_sampling_is_one_query_on_indexes_and_a_table_without_rows_needs_no_key(settings):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert sampled_key_ids() == set()

    assert len(asked) == 1
    for table in WRAPPED_TABLES:
        by_age = tuple(table.by_age)
        columns = [tuple(each.strip("-") for each in index.fields) for index in table.model._meta.indexes]
        single = [(field.name,) for field in table.model._meta.fields if field.db_index or field.primary_key]
        assert by_age == ("pk",) or by_age in [*columns, *single]


def test_one_submission_needs_the_key_of_its_draft(settings):
    settings.ENCRYPTION_KEYS = [OLD]
    make_submission(make_version())
    Draft.objects.all().delete()

    assert [use.table for use in key_uses()] == ["runtime.Submission"]
