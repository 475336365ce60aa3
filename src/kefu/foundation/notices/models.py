"""Notices to members of staff."""

from django.db import models
from django.db.models import Q

from kefu.kernel import clock
from kefu.kernel.tenancy import TenantModel


class Notice(TenantModel):
    """Something one member of staff should hear of. While it is unread, more of the same group make it count higher."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    text_zh = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True)
    group = models.CharField(max_length=120)
    fact = models.CharField(max_length=120, blank=True)  # the last fact it tells of; told again, it is no news
    count = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "group"], condition=Q(read_at=None), name="one_unread_a_group"),
        ]
        indexes = [
            models.Index(fields=["user", "-updated_at", "-id"], name="notices_newest"),
            models.Index(fields=["updated_at"], name="notices_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text_zh}"
