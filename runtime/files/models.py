"""Files of drafts and submissions, and files sent ahead; unreadable without the keys."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scan(models.TextChoices):
    """What the antivirus said of a file."""

    NOT_ANALYSED = "not_analysed", _("not analysed")
    PENDING = "pending", _("waiting for the antivirus")
    CLEAN = "clean", _("no virus found")
    INFECTED = "infected", _("infected")


def scan_of_new_file() -> str:
    """Return the state of a file that arrives: waiting for the antivirus, or not analysed where there is none."""
    return Scan.PENDING if settings.GUICHET_CLAMD else Scan.NOT_ANALYSED


class StoredFile(models.Model):
    """One joined file: encrypted in private storage under a random name; its own name is in the answers.

    It is encrypted under the data key of its draft or submission, or under a key of its own, which `sealed_key` holds
    encrypted under that data key (runtime.files.keys).

    `scan` counts from the sending on: files of drafts are not analysed, and nobody but their sender has them.
    `scan_lease_until` is when another worker may analyse a pending file, or when one last failed to; `signature` names
    the virus of an infected one. `is_active`: a PDF with scripts or attachments inside.
    """

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey("runtime.Draft", models.SET_NULL, null=True, blank=True, related_name="files")
    submission = models.ForeignKey("runtime.Submission", models.PROTECT, null=True, blank=True, related_name="files")
    question = models.CharField(max_length=200)
    path = models.CharField(max_length=200, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sealed_key = models.BinaryField(default=b"")
    is_active = models.BooleanField(default=False, db_default=False)
    scan = models.CharField(max_length=20, choices=Scan, default=scan_of_new_file, db_default=Scan.NOT_ANALYSED)
    scan_lease_until = models.DateTimeField(null=True, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    signature = models.CharField(max_length=200, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = (
            models.Index(
                fields=("scan_lease_until",),
                condition=models.Q(scan=Scan.PENDING, submission__isnull=False),
                name="file_to_scan",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Upload(models.Model):
    """A file sent ahead of its submission: encrypted under a key of its own, erased when no submission names it.

    `sealed` is the answer of its question (`{id, name, media_type, size, sha256}`), which a submission must repeat.
    `owner` is a keyed hash of the sender, to limit waiting files.
    """

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("wagtailcore.Site", models.CASCADE, related_name="+")
    procedure_key = models.SlugField(max_length=60)
    question = models.CharField(max_length=200)
    path = models.CharField(max_length=200, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    is_active = models.BooleanField(default=False, db_default=False)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    owner = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("file sent ahead")
        verbose_name_plural = _("files sent ahead")
        indexes = (models.Index(fields=("owner", "expires_at"), name="upload_owner"),)

    def __str__(self) -> str:
        return str(self.id)
