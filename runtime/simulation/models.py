"""Data kept from simulations: anonymous daily counts, and contested results."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SimulationCount(models.Model):
    """How often something happened in a simulator on one day: a step shown, a verdict, a criterion not met."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        STEP = "step", _("step shown")
        VERDICT = "verdict", _("result")
        CRITERION = "criterion", _("condition not met")
        REQUEST = "request", _("request begun")

    site = models.ForeignKey("wagtailcore.Site", models.CASCADE, related_name="+")
    key = models.SlugField(max_length=60)
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of a simulator")
        verbose_name_plural = _("counts of simulators")
        constraints = (
            models.UniqueConstraint(fields=("site", "key", "day", "kind", "name"), name="simulation_count_once"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.day} {self.kind} {self.name}: {self.count}"


class SimulationCase(models.Model):
    """A contested result: answers without personal data, the result shown, the result expected instead.

    What the person wrote may be personal: `sealed_comment`, under a key of its own (runtime.simulation.comments).
    """

    wagtail_reference_index_ignore = True

    version = models.ForeignKey("schemas.Version", models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    today = models.DateField(_("day of the simulation"))
    answers = models.JSONField(_("answers"))
    shown = models.CharField(_("result shown"), max_length=20)
    expected = models.CharField(_("result expected"), max_length=20)
    # Empty: what the version before wrote in clear and reads. To be dropped by the next one, sealing what it left.
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    wrapped_key = models.BinaryField(null=True, editable=False)
    sealed_comment = models.BinaryField(null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("result found wrong")
        verbose_name_plural = _("results found wrong")
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.version} {self.shown} / {self.expected}"
