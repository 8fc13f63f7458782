from django.db import models


class Message(models.Model):
    """An event, written in the transaction of the act that it tells of."""

    kind = models.CharField(max_length=120)
    body = models.JSONField()
    at = models.DateTimeField()
    due = models.DateTimeField(null=True)  # not before, while a subscriber waits for its next attempt
    settled = models.DateTimeField(null=True)  # when every subscriber had it

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(settled=None), name="outbox_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Delivery(models.Model):
    """One subscriber's receipt of one message, written in the transaction of what the subscriber did."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=120)
    done = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    dead = models.BooleanField(default=False)
    error = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "subscriber"], name="outbox_delivered_once"),
        ]
        indexes = [models.Index(fields=["dead"], condition=models.Q(dead=True), name="outbox_dead")]

    def __str__(self) -> str:
        return f"{self.message_id} to {self.subscriber}"
