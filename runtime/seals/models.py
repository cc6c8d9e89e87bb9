"""Daily seals of what is only ever added."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """What was added to one journal up to the end of one day, since the seal before.

    `last_id` is the id of the last row sealed, `rows` how many there were since the seal before, `digest` the SHA-256
    over their ids and hashes in order. `hash` is keyed, and covers all of that and the hash of the seal before: seals
    are a chain of their own.
    """

    wagtail_reference_index_ignore = True

    class Journal(models.TextChoices):
        EVENTS = "events", _("events")
        ACCESS = "access", _("audit log")

    journal = models.CharField(max_length=10, choices=Journal)
    day = models.DateField()
    last_id = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ("journal", "day")
        constraints = (models.UniqueConstraint(fields=("journal", "day"), name="seal_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.journal} {self.day}"
