"""Requests to block somebody, and the warning list."""

from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class BlockRequest(TenantModel):
    """An agent asks that a visitor be blocked (申请拉黑); a leader decides."""

    class State(models.TextChoices):
        PENDING = "pending"
        APPROVED = "approved"
        REFUSED = "refused"

    conversation = models.ForeignKey("conversations.Conversation", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    days = models.PositiveSmallIntegerField()
    with_address = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation"], condition=Q(state="pending"), name="one_pending_request"),
        ]
        indexes = [models.Index(fields=["organization", "state", "-id"], name="block_requests_newest")]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.state}"


class WarningEntry(TenantModel):
    """Whoever serves this customer, or this visitor whom nobody knows yet, is warned first (警告名单)."""

    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.CASCADE, related_name="+")
    visitor = models.ForeignKey("conversations.Visitor", null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__isnull=True) ^ Q(visitor__isnull=True), name="warns_of_one_person"
            ),
        ]
        indexes = [
            models.Index(fields=["customer"], name="warnings_of_customer"),
            models.Index(fields=["visitor"], name="warnings_of_visitor"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"
