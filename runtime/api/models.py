"""Models of the API: transitions that programs pushed, which must not be done twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Push(models.Model):
    """A transition that a program asked for under an idempotency key, so that asking again gives the same event.

    `key_hash` is unique; `digest` is a keyed hash of the call, to distinguish a repeat from a change.
    """

    wagtail_reference_index_ignore = True

    key_hash = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    event = models.OneToOneField("runtime.Event", models.PROTECT, related_name="push")

    class Meta:
        verbose_name = _("push")
        verbose_name_plural = _("pushes")

    def __str__(self) -> str:
        return f"push of event {self.event_id}"
