"""Rows that grow old, as tests of the sweep need them."""

from datetime import timedelta

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from runtime.files.models import Upload
from runtime.seals.models import Seal
from runtime.vault.storage import new_name


def make_uploads(site, count, *, expired):
    """Write rows of files sent ahead, of which some are past their hour."""
    now = timezone.now()
    Upload.objects.bulk_create(
        Upload(
            site=site, procedure_key="badge", question="photo", path=new_name(), media_type="image/jpeg",
            size=1, wrapped_key=b"", sealed=b"", owner="o",
            expires_at=now + timedelta(days=-1 if number < expired else 1),
        )
        for number in range(count)
    )  # fmt: skip


def make_log_entries(submission, *, young, old, action="guichet.request_opened"):
    """Write lines of the audit log, some of them older than a year, and the seals of the days."""
    then = timezone.now() - timedelta(days=366)
    for number in range(young + old):
        entry = log(instance=submission, action=action)
        if number < old:
            ModelLogEntry.objects.filter(pk=entry.pk).update(timestamp=then)
        day = timezone.localdate(then) if number < old else timezone.localdate()
        Seal.objects.update_or_create(
            journal=Seal.Journal.ACCESS, day=day, defaults={"last_id": entry.pk, "rows": 1, "digest": "", "hash": ""}
        )
