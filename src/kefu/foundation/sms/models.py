"""Lines for short messages, what was sent and received through them, and who wants none."""

from datetime import time

from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class SmsLine(TenantModel):
    """By which a brand sends short messages (短信通道). A sandbox sends nothing anywhere.

    `headers` and `body` may name {to}, {text}, {id} and {secret}; the secret is sealed. Nothing is sent from `quiet_from` to `quiet_until`.
    """

    class Provider(models.TextChoices):
        SANDBOX = "sandbox"
        HTTP = "http"

    class Format(models.TextChoices):
        JSON = "json"
        FORM = "form"

    brand = models.OneToOneField("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(max_length=10, choices=Provider, default=Provider.SANDBOX)
    sign = models.CharField(max_length=20)  # who writes (短信签名), without brackets
    url = models.CharField(max_length=500, blank=True)
    format = models.CharField(max_length=4, choices=Format, default=Format.JSON)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    expects = models.CharField(
        max_length=100, blank=True
    )  # stands in the answer to a message that was taken; "": any 2xx
    secret = models.TextField(blank=True)
    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(9))
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.sign


class Sms(TenantModel):
    """One short message, once for each fact. `number` as rules.mobile writes it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"  # asked of the provider: whatever happens now, it is not asked again by itself
        SENT = "sent"
        DELIVERED = "delivered"
        FAILED = "failed"
        REFUSED = "refused"  # not sent, since this number wants none

    line = models.ForeignKey(SmsLine, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=20)
    text = models.CharField(max_length=500)
    purpose = models.CharField(max_length=20)
    fact = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    send_at = models.DateTimeField()  # not before
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=100, blank=True)  # the provider's own
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "smses"
        constraints = [models.UniqueConstraint(fields=["organization", "fact"], name="sms_once")]
        indexes = [
            models.Index(fields=["line", "-id"], name="sms_of_line"),
            models.Index(fields=["organization", "number", "-id"], name="sms_to_number"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"


class ReceivedSms(TenantModel):
    """What somebody wrote to a line, once; refusals apart."""

    line = models.ForeignKey(SmsLine, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=20)
    text = models.TextField()
    reference = models.CharField(max_length=100, blank=True)  # the provider's own

    class Meta:
        verbose_name_plural = "received smses"
        constraints = [
            models.UniqueConstraint(fields=["line", "reference"], condition=~Q(reference=""), name="sms_received_once")
        ]
        indexes = [models.Index(fields=["line", "number", "-id"], name="sms_from_number")]

    def __str__(self) -> str:
        return f"received {self.created_at:%Y-%m-%d %H:%M}"


class SmsRefusal(TenantModel):
    """A number that wants no more short messages (退订): its owner has answered so, or told it to somebody."""

    class Origin(models.TextChoices):
        REPLY = "reply"
        STAFF = "staff"

    number = models.CharField(max_length=20)
    origin = models.CharField(max_length=10, choices=Origin)
    words = models.CharField(max_length=100, blank=True)  # what they answered

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="sms_refused_once")]

    def __str__(self) -> str:
        return f"{self.origin} refusal"
