"""Single-use links to a draft or a submission, sent by e-mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessLink(models.Model):
    """A single-use link. Only the keyed hash of its token is kept; the token itself travels in one e-mail."""

    wagtail_reference_index_ignore = True

    token_hash = models.CharField(max_length=64, unique=True)
    draft = models.ForeignKey("runtime.Draft", models.CASCADE, null=True, blank=True, related_name="links")
    submission = models.ForeignKey("runtime.Submission", models.CASCADE, null=True, blank=True, related_name="links")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("access link")
        verbose_name_plural = _("access links")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True) ^ models.Q(submission__isnull=True), name="link_opens_one_thing"
            ),
        )

    def __str__(self) -> str:
        return f"link {self.pk}"
