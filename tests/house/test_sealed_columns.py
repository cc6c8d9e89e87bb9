"""Every column of bytes is known to the rotation of keys, or is sealed under the data key of its own row."""

from django.apps import apps
from django.db.models import BinaryField

from cms.operations.wrapped_keys import WRAPPED_TABLES

#: Sealed under a data key that a `wrapped_key` holds: rotating that one is enough.
UNDER_A_DATA_KEY = {
    "runtime.Delivery.sealed", "runtime.Draft.sealed", "runtime.Event.sealed_reason", "runtime.StoredFile.sealed_key",
    "runtime.SimulationCase.sealed_comment", "runtime.Submission.sealed", "runtime.Upload.sealed",
}  # fmt: skip


def columns_of_bytes():
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, BinaryField)
    }


def test_every_column_of_bytes_is_rotated_or_sealed_under_its_row():
    """A column that is missing: one line in WRAPPED_TABLES if ENCRYPTION_KEYS wrap what it holds, else one here."""
    rotated = {f"{table.name}.wrapped_key" for table in WRAPPED_TABLES}

    assert columns_of_bytes() == rotated | UNDER_A_DATA_KEY


def test_drafts_are_rotated_before_the_submissions_that_take_their_keys():
    names = [table.name for table in WRAPPED_TABLES]

    assert names.index("runtime.Draft") < names.index("runtime.Submission")
