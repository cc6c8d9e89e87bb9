"""Drafts: submissions being filled in; unreadable without the keys."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """A submission being filled in.

    `sealed` is the encrypted content (runtime.drafts.content); `wrapped_key` its data key under `ENCRYPTION_KEYS`;
    `rev` grows at each change, so that two tabs notice each other; `code_hash` finds it by its return code. Cookies
    open it as long as they name its `epoch`, which grows when somebody leaves it (runtime.drafts.access.end_here).
    """

    wagtail_reference_index_ignore = True

    token = models.CharField(max_length=32, unique=True)
    version = models.ForeignKey("schemas.Version", models.PROTECT, related_name="drafts")
    language = models.CharField(max_length=5)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    code_hash = models.CharField(max_length=64, unique=True)
    rev = models.PositiveIntegerField(default=0)
    epoch = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return f"draft {self.pk}"
