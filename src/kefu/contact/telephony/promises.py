"""What is promised to callers: to call them back, and to hear what they think. Part of the models."""

from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class Callback(TenantModel):
    """A caller who has hung up and is called back in their turn (排队回呼): `call` is where they asked for it, `attempt` the call back."""

    class State(models.TextChoices):
        WAITING = "waiting"  # in the line, or until `next_at` for another try
        REACHED = "reached"
        JOINED = "joined"  # they called again, and took their place along
        GIVEN_UP = "given_up"  # not reached as often as the rule says: a missed call now
        CANCELLED = "cancelled"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    queue = models.ForeignKey("routing.Queue", on_delete=models.PROTECT, related_name="+")
    call = models.OneToOneField("telephony.Call", on_delete=models.CASCADE, related_name="+")
    attempt = models.OneToOneField("telephony.Call", null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.CharField(max_length=40)  # as it is dialled
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.SET_NULL, related_name="+")
    queued_at = models.DateTimeField()  # since when they wait
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)  # how often the customer was dialled
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["organization", "number"], name="callbacks_open", condition=Q(state="waiting")),
            models.Index(fields=["organization", "-id"], name="callbacks_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.state}"


class RatingInvitation(TenantModel):
    """A caller who pressed no key was asked by SMS to rate (评价邀请): the link serves once, until `expires_at`."""

    call = models.OneToOneField("telephony.Call", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=20)  # as kernel.limits compares numbers
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.SET_NULL, related_name="+")
    locale = models.CharField(max_length=8)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organization", "number", "-created_at"], name="invited_to_rate")]

    def __str__(self) -> str:
        return f"{self.call_id} until {self.expires_at}"
