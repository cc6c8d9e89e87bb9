"""Scheduled jobs: when each is due, who runs it, what its last run said."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduledJob(models.Model):
    """The row by which `manage.py tick`, on however many machines, runs a job once each time it is due.

    Who runs it holds a lease; a run that dies lets it end. `report` is what the last run that ended said;
    `succeeded_at` is when one last ended well.
    """

    wagtail_reference_index_ignore = True

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    report = models.TextField(blank=True)

    class Meta:
        verbose_name = _("scheduled job")
        verbose_name_plural = _("scheduled jobs")

    def __str__(self) -> str:
        return self.name
