"""Announcements, and for each person one is meant for, whether it was read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class Announcement(TenantModel):
    """What somebody told many (公告). The people are fixed when it is published; `created_at` is that moment."""

    class Audience(models.TextChoices):
        EVERYBODY = "everybody"
        TEAMS = "teams"
        BRAND = "brand"

    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=2000)
    audience = models.CharField(max_length=10, choices=Audience)
    team_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    brand = models.ForeignKey("accounts.Brand", null=True, on_delete=models.PROTECT, related_name="+")
    must_confirm = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "-id"], name="announcements_newest")]

    def __str__(self) -> str:
        return self.title


class Receipt(TenantModel):
    """One person an announcement is meant for."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "user"], name="one_receipt_each"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(read_at__isnull=False), name="confirmed_after_read"
            ),
        ]
        indexes = [models.Index(fields=["user", "-announcement"], name="receipts_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.announcement_id}"
