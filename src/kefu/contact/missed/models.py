"""Missed calls."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class MissedCall(TenantModel):
    """Somebody called and reached nobody (未接来电): one for each caller and day, open until they were reached."""

    class Why(models.TextChoices):
        WAITING = "waiting"  # hung up in the line
        RINGING = "ringing"  # hung up while an agent's telephone rang
        VOICEMAIL = "voicemail"  # was asked for a message and left none
        CLOSED = "closed"  # called off hours
        FLOW = "flow"  # hung up before the line
        CALLBACK = "callback"  # asked to be called back, and was not reached
        LOST = "lost"  # the engine or a line failed

    class Outcome(models.TextChoices):
        REACHED = "reached"  # rung back, and they answered
        SERVED = "served"  # they reached us again
        MESSAGE = "message"  # they left a message, which is worked on as such
        SETTLED = "settled"  # a leader closed it, with a reason

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, blank=True)  # as kernel.limits compares numbers; hidden: empty
    caller = models.CharField(max_length=40, blank=True)  # as it was said last
    day = models.DateField()
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.SET_NULL, related_name="+")
    queue = models.ForeignKey("routing.Queue", null=True, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=10, choices=Why)  # of the last one
    last_call = models.ForeignKey("telephony.Call", on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    is_important = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)  # why: code and words in each language
    assignee = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    told = ArrayField(models.UUIDField(), default=list)  # who heard of it as an important one, in this order
    attempts = models.PositiveIntegerField(default=0)  # rung back without reaching them
    attempted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "number", "day"], condition=~Q(number=""), name="one_missed_a_caller_and_day"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "-id"], name="missed_open", condition=Q(closed_at=None)),
            models.Index(fields=["organization", "number"], name="missed_of_number", condition=Q(closed_at=None)),
            models.Index(fields=["organization", "assignee", "-assigned_at"], name="missed_by_assignee"),
        ]

    def __str__(self) -> str:
        return f"{self.caller} {self.day} ({self.count})"
