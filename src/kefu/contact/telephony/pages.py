"""Calls by which the house reaches its own people. Part of the models."""

from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class PhonePage(TenantModel):
    """Somebody on the staff who is rung because of `subject_id`, told `words` and asked to press 1 (电话呼叫), until `until`.

    `ready_at`: spoken, or nobody speaks here and a standard text is said.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    subject_id = models.UUIDField()
    number = models.CharField(max_length=40)  # as it is dialled
    shown = models.CharField(max_length=32)
    words = models.CharField(max_length=400)
    locale = models.CharField(max_length=10)
    file = models.ForeignKey("kernel.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)  # rules.paging

    class Meta:
        indexes = [
            models.Index(fields=["until"], name="phone_pages_open", condition=Q(ended_at=None)),
            models.Index(fields=["subject_id"], name="phone_pages_of_subject", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.outcome}"
