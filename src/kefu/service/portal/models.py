"""Help centres, tickets that customers made there, and the codes with which they come back."""

from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class HelpCentre(TenantModel):
    """The help centre of a site; a site without one has none. `type` and `team` None: as the tickets' settings say."""

    site = models.OneToOneField("conversations.Site", on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False)
    takes_tickets = models.BooleanField(default=True)
    type = models.ForeignKey("tickets.TicketType", null=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.SET_NULL, related_name="+")
    tells_customers = models.BooleanField(default=True)  # of answers and of the end, by mail or SMS
    picks_owner = models.BooleanField(default=True)  # whoever of the team has least; else the team's pool

    def __str__(self) -> str:
        return f"{self.site_id} {'on' if self.is_on else 'off'}"


class PortalTicket(TenantModel):
    """What a customer wrote, as they wrote it: the ticket itself may be reworded by staff and is not shown to them.

    `contact` is what they are reached by, in the spelling of the customers module; `once` is the form that was sent.
    """

    class Kind(models.TextChoices):
        PHONE = "phone"
        EMAIL = "email"

    site = models.ForeignKey("conversations.Site", on_delete=models.PROTECT, related_name="+")
    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=20)
    once = models.UUIDField()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    contact = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    words = models.CharField(max_length=200, blank=True)  # what they had searched for
    attachments = models.JSONField(default=list)  # kernel.files.described
    locale = models.CharField(max_length=10, default="zh-CN")
    score = models.PositiveSmallIntegerField(null=True)
    scored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "once"], name="portal_form_sent_once"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(1, 5)), name="portal_score_of_five"),
        ]
        indexes = [
            models.Index(fields=["site", "number"], name="portal_tickets_by_number"),
            models.Index(fields=["organization", "scored_at"], name="portal_tickets_rated", condition=~Q(score=None)),
        ]

    def __str__(self) -> str:
        return self.number


class PortalCode(TenantModel):
    """A code that was asked for. `ticket` None: number and contact did not fit, so that no code opens anything.

    `sealed` holds the code until it was sent; afterwards its digest is all that is kept.
    """

    site = models.ForeignKey("conversations.Site", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(PortalTicket, null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    sealed = models.TextField(blank=True)
    locale = models.CharField(max_length=10, default="zh-CN")
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="portal_codes_by_age")]

    def __str__(self) -> str:
        return f"code of {self.ticket_id}"
