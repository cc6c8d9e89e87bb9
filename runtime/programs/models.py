"""Tokens of programs that act for a department: rights and validity of each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """Rights of a token on the submissions of its department."""

    READ_STATUS = "read_status", _("list requests and read their state and dates")
    READ_ANSWERS = "read_answers", _("read answers, files and reasons")
    FILE = "file", _("file requests for its procedures, more often than one person may")
    TRANSITION = "transition", _("move requests along their circuit")
    EVENTS = "events", _("pull what happens to requests")


class ServiceToken(models.Model):
    """The right of one program to act for one department.

    Only the keyed hash of the token is kept: it is shown once. `last_used_on` is a day, no more: it shows a forgotten
    token, not working hours. Never deleted: audit log and events refer to it.
    """

    wagtail_reference_index_ignore = True

    department = models.ForeignKey(
        "schemas.Department", models.PROTECT, related_name="service_tokens", verbose_name=_("department")
    )
    name = models.CharField(_("name of the program"), max_length=80)
    scopes = models.JSONField(_("what it may do"), default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    last_used_on = models.DateField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("access of a program")
        verbose_name_plural = _("accesses of programs")
        ordering = ("department", "name", "pk")

    def __str__(self) -> str:
        return self.name

    def may(self, scope: str) -> bool:
        """Return whether this token was given for `scope`."""
        return scope in self.scopes
