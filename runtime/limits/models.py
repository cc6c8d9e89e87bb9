"""Counters of rate limits, one a time window: they need no service but the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """How many times something was tried in one window. `bucket` is a keyed hash: no address is kept in clear."""

    wagtail_reference_index_ignore = True

    bucket = models.CharField(max_length=80)
    window = models.BigIntegerField(help_text="Start of the window, in seconds since 1970.")
    hits = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")
        constraints = (models.UniqueConstraint(fields=("bucket", "window"), name="counter_bucket_window"),)

    def __str__(self) -> str:
        return f"{self.bucket} {self.hits}"
