"""Submissions, their events, and the index by which the desk searches them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from schemas.format.circuit import Category


class Submission(models.Model):
    """A submission, with the version it answers.

    `draft_token` makes sending idempotent; `digest` is a keyed hash of the answers sent, to distinguish a repeat from a
    change; `sealed` holds the answers and the tracking key; `key_hash` is compared with a typed key.
    `rev` grows with each event: pages that depend on it cost a 304 until it changes. Cookies open it as long as they
    name its `epoch`, which begins as that of its draft and grows when somebody closes it on a device.
    """

    wagtail_reference_index_ignore = True

    class Channel(models.TextChoices):
        WEB = "web", _("web")
        API = "api", _("program")

    reference = models.CharField(_("reference"), max_length=30, unique=True)
    draft_token = models.CharField(max_length=32, unique=True)
    digest = models.CharField(max_length=64)
    site = models.ForeignKey("wagtailcore.Site", models.PROTECT, related_name="+")
    version = models.ForeignKey("schemas.Version", models.PROTECT, related_name="submissions")
    department = models.ForeignKey("schemas.Department", models.PROTECT, related_name="submissions")
    procedure_key = models.SlugField(max_length=60)
    language = models.CharField(max_length=5)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    key_hash = models.CharField(max_length=64)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    state = models.CharField(_("state"), max_length=60)
    category = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Category])
    rev = models.PositiveIntegerField(default=1)
    epoch = models.PositiveIntegerField(default=0, db_default=0)
    received_at = models.DateTimeField(_("received"))
    updated_at = models.DateTimeField(_("last change"))

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ("-received_at", "-pk")
        indexes = (
            models.Index(fields=("department", "-received_at", "-id"), name="submission_desk"),
            models.Index(fields=("department", "category", "-received_at"), name="submission_desk_category"),
            # For users of several departments: no index of one of them gives the order.
            models.Index(fields=("-received_at", "-id"), name="submission_received"),
        )

    def __str__(self) -> str:
        return self.reference


class Event(models.Model):
    """One thing that happened to a submission. Rows are only ever added.

    `hash` chains each event to the one before, so that a removed or changed row is found (runtime.submissions.events);
    `sealed_reason` is the reason given, encrypted as the answers are; `service` is the program that acted, if any.
    `position` is its place among all events of `department`, given to it after its commit by the first program that
    pulls them (runtime.submissions.feed): it is not part of the event, nor of any hash.
    """

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        RECEIVED = "received", _("received")
        TRANSITION = "transition", _("moved")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    actor = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey(
        "runtime.ServiceToken", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    department = models.ForeignKey("schemas.Department", models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    transition = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=60, blank=True)
    target = models.CharField(max_length=60)
    sealed_reason = models.BinaryField(default=b"")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("submission", "number")
        constraints = (
            models.UniqueConstraint(fields=("submission", "number"), name="event_number_once"),
            models.UniqueConstraint(fields=("department", "position"), name="event_position_once"),
        )
        indexes = (
            models.Index(
                fields=("department", "id"), condition=models.Q(position__isnull=True), name="event_not_placed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission_id}/{self.number}"


class Tombstone(models.Model):
    """What is left of one event that was erased on purpose: its id, its hash and a keyed hash that vouches for both.

    Nothing of the person. Without it, the erased event is missing from what was sealed (runtime.seals).
    """

    wagtail_reference_index_ignore = True

    id = models.PositiveBigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    erased_at = models.DateTimeField()
    voucher = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")

    def __str__(self) -> str:
        return str(self.pk)


class IndexEntry(models.Model):
    """A search term of a submission: one word, or a whole e-mail address or phone.

    In clear (`value`), a folded word of an answer that the document declares with `options.index`, or the reference
    from its end (runtime.submissions.search); otherwise a keyed hash of the normalised answer (`blind`).
    """

    wagtail_reference_index_ignore = True

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="index_entries")
    question = models.CharField(max_length=200)
    value = models.CharField(max_length=200, blank=True)
    blind = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("index entry")
        verbose_name_plural = _("index entries")
        indexes = (
            # For words by their beginning, whatever the collation of the database.
            models.Index(
                fields=("value", "submission"), opclasses=("varchar_pattern_ops", "int8_ops"), name="index_word"
            ),
            models.Index(fields=("blind",), name="index_blind"),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} {self.question}"
