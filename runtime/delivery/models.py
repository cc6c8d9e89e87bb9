"""Outbox: every outgoing message is a row written in the transaction that causes it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    """One message to send, kept until it is sent. `id` is stable: it travels with the message.

    `sealed` holds recipient and content, encrypted with a data key of the row's own, and is emptied once sent.
    Of the rows that are due, those of the lowest `priority` leave first.
    """

    wagtail_reference_index_ignore = True

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")

    class Status(models.TextChoices):
        PENDING = "pending", _("to send")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    class Priority(models.IntegerChoices):
        AWAITED = 0  # the acknowledgement of what a person did just now
        NEWS = 10
        BULK = 20

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    submission = models.ForeignKey(
        "runtime.Submission", models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    draft = models.ForeignKey("runtime.Draft", models.CASCADE, null=True, blank=True, related_name="deliveries")
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    priority = models.SmallIntegerField(default=Priority.NEWS, db_default=Priority.NEWS)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = (
            models.Index(fields=("status", "due_at"), name="delivery_due"),
            # In the order of sending; rows that were sent leave it.
            models.Index(fields=("priority", "due_at"), condition=models.Q(status="pending"), name="delivery_order"),
        )

    def __str__(self) -> str:
        return str(self.id)
