"""Quick replies and whose they are."""

from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class QuickReply(TenantModel):
    """A sentence to say again: somebody's own (`owner`), a team's, or everybody's; for one brand or queue, or all."""

    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.CASCADE, related_name="+")
    brand = models.ForeignKey("accounts.Brand", null=True, on_delete=models.CASCADE, related_name="+")
    queue = models.ForeignKey("routing.Queue", null=True, on_delete=models.CASCADE, related_name="+")
    folder = models.CharField(max_length=80, blank=True)  # a path: 售后/退款
    code = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    attachments = models.JSONField(default=list)
    disposition = models.ForeignKey("routing.Disposition", null=True, on_delete=models.SET_NULL, related_name="+")
    tag = models.CharField(max_length=40, blank=True)
    use_count = models.PositiveIntegerField(default=0)
    spelling = models.CharField(max_length=400, blank=True)  # of the title in pinyin, and its initials
    sought = models.TextField(blank=True)  # title, folder and text as a search compares them
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "owner", "team", "brand", "queue", "code"],
                condition=~Q(code=""),
                nulls_distinct=False,
                name="reply_code_once",
            ),
            models.CheckConstraint(condition=Q(owner=None) | Q(team=None), name="reply_owner_or_team"),
        ]
        indexes = [models.Index(fields=["organization", "folder", "position", "id"], name="replies_in_order")]

    def __str__(self) -> str:
        return self.title
