"""What the daily work with tickets leaves behind: saved views, answers for later, checklists, time, links by hand."""

from django.db import models
from django.db.models import Q

from kefu.kernel import clock
from kefu.kernel.tenancy import TenantModel

from .core import Ticket


class SavedView(TenantModel):
    """The filters of the list under a name (rules.views): its owner's, a team's, or everybody's without either."""

    name = models.CharField(max_length=40)
    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.CASCADE, related_name="+")
    filter = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "owner", "team", "name"], name="view_name_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(owner=None) | Q(team=None), name="view_of_one_or_a_team"),
        ]

    def __str__(self) -> str:
        return self.name


class PlannedAnswer(TenantModel):
    """What somebody will write to the customer at `send_at`, unless the customer writes first."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        CALLED_OFF = "called_off"

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    send_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    class Meta:
        indexes = [
            models.Index(fields=["send_at"], name="answers_to_send", condition=Q(state="waiting")),
            models.Index(fields=["ticket"], name="answers_of_ticket", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class ChecklistItem(TenantModel):
    """A thing to be done before a ticket is; with a `code` it came from the type, without by hand."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40, blank=True)
    name = models.JSONField()
    is_required = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "code"], condition=~Q(code=""), name="checklist_code_once")
        ]
        indexes = [models.Index(fields=["ticket", "id"], name="checklist_of_ticket")]

    def __str__(self) -> str:
        return str(self.name)


class TimeEntry(TenantModel):
    """Minutes that somebody spent on a ticket. `history` holds what stood there before each correction."""

    class Source(models.TextChoices):
        TIMER = "timer"
        HAND = "hand"

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    worked_at = models.DateTimeField(default=clock.now)
    history = models.JSONField(default=list)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="minutes_of_a_day_at_most")
        ]
        indexes = [
            models.Index(fields=["ticket", "-id"], name="time_of_ticket"),
            models.Index(fields=["organization", "worked_at"], name="time_by_day", condition=Q(withdrawn_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min of {self.ticket_id}"


class RunningTimer(TenantModel):
    """Somebody works on a ticket since `started_at`: on one at a time."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "user"], name="timer_of_one")]

    def __str__(self) -> str:
        return f"{self.user_id} works on {self.ticket_id}"


class TicketRelation(TenantModel):
    """Two tickets that have to do with each other, told by somebody: `ticket` blocks, doubles or is like `other`."""

    class Kind(models.TextChoices):
        RELATED = "related"
        DUPLICATE = "duplicate"
        BLOCKS = "blocks"

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "other", "kind"], name="related_once"),
            models.CheckConstraint(condition=~Q(ticket=models.F("other")), name="not_related_to_itself"),
        ]
        indexes = [models.Index(fields=["other"], name="relations_of_other")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind} {self.other_id}"
