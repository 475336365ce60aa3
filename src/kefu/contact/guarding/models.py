"""Requests to block somebody."""

from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class BlockRequest(TenantModel):
    """An agent asks that the visitor of a conversation, or the caller of a call, be blocked (申请拉黑); a leader decides."""

    class State(models.TextChoices):
        PENDING = "pending"
        APPROVED = "approved"
        REFUSED = "refused"

    conversation = models.ForeignKey(
        "conversations.Conversation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    call = models.ForeignKey("telephony.Call", null=True, on_delete=models.CASCADE, related_name="+")
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
            models.UniqueConstraint(fields=["call"], condition=Q(state="pending"), name="one_pending_of_call"),
            models.CheckConstraint(
                condition=Q(conversation__isnull=True) ^ Q(call__isnull=True), name="blocks_for_one_contact"
            ),
        ]
        indexes = [models.Index(fields=["organization", "state", "-id"], name="block_requests_newest")]

    def __str__(self) -> str:
        return f"{self.conversation_id or self.call_id} {self.state}"
