"""Tickets, what types of them there are, what is promised, and everything that happened with them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from kefu.kernel import clock
from kefu.kernel.tenancy import TenantModel

UNFINISHED = Q(category__in=("open", "waiting"), withdrawn_at=None)
"""What most lists hold: a small and young part of an old archive, with indexes of its own."""


class SlaPolicy(TenantModel):
    """What is promised by priority: `targets` in minutes of working time (rules.promises), by `calendar` or around the clock."""

    name = models.CharField(max_length=60)
    calendar = models.ForeignKey("calendars.Calendar", null=True, on_delete=models.PROTECT, related_name="+")
    targets = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="policy_name_once")]

    def __str__(self) -> str:
        return self.name


class TicketType(TenantModel):
    """A kind of work with its form and its stages as data (rules.stages)."""

    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    definition = models.JSONField()
    policy = models.ForeignKey(SlaPolicy, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.SET_NULL, related_name="+")  # gets new ones
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="ticket_type_code_once")]

    def __str__(self) -> str:
        return self.code


class Ticket(TenantModel):
    """A piece of work for a customer. The row lock on it orders everything that happens within.

    `category` is that of the stage; `due_at`, `due_kind` and `alarm` are of the clock that is due first, for lists.
    """

    class Category(models.TextChoices):
        OPEN = "open"
        WAITING = "waiting"
        DONE = "done"
        CLOSED = "closed"

    class Level(models.TextChoices):
        LOW = "low"
        MEDIUM = "medium"
        HIGH = "high"

    class Source(models.TextChoices):
        DESK = "desk"
        CHAT = "chat"
        CALL = "call"
        API = "api"
        SPLIT = "split"
        MAIL = "mail"
        PORTAL = "portal"
        IMPORT = "import"

    number = models.CharField(max_length=20)
    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    type = models.ForeignKey(TicketType, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    values = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)  # kernel.files.described
    tags = ArrayField(models.CharField(max_length=30), default=list, db_default=[])
    stage = models.CharField(max_length=40)
    category = models.CharField(max_length=10, choices=Category, default=Category.OPEN)
    impact = models.CharField(max_length=10, choices=Level, default=Level.MEDIUM)
    urgency = models.CharField(max_length=10, choices=Level, default=Level.LOW)
    priority = models.CharField(max_length=2)
    source = models.CharField(max_length=10, choices=Source, default=Source.DESK)
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.SET_NULL, related_name="+")
    creator = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")  # had it before
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    split_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)  # a split that was taken back
    urges = models.PositiveSmallIntegerField(default=0)
    urged_at = models.DateTimeField(null=True)
    supervisor = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    supervised_until = models.DateTimeField(null=True)
    supervision_late_at = models.DateTimeField(null=True)  # the deadline passed, and was told
    reopened = models.PositiveSmallIntegerField(default=0)
    first_response_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    snoozes_for_word = models.BooleanField(default=False)  # until the customer writes; the moment is the latest then
    snooze_note = models.CharField(max_length=200, blank=True)
    is_woken = models.BooleanField(default=False)  # has come back, and its owner has done nothing yet
    waiting_since = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_kind = models.CharField(max_length=20, blank=True)
    alarm = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="ticket_number_once"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="ticket_is_not_its_own_parent"),
        ]
        indexes = [
            models.Index(fields=["organization", "-id"], name="tickets_newest"),
            models.Index(fields=["organization", "category", "-id"], name="tickets_by_category"),
            models.Index(fields=["organization", "-id"], name="tickets_with_tags", condition=~Q(tags=[])),
            GinIndex(fields=["tags"], name="tickets_by_tag", condition=~Q(tags=[])),
            models.Index(fields=["owner", "category", "-id"], name="tickets_of_owner"),
            models.Index(fields=["customer", "-id"], name="tickets_of_customer"),
            models.Index(
                fields=["organization", "due_at", "id"], name="tickets_by_due", condition=Q(due_at__isnull=False)
            ),
            models.Index(
                fields=["organization", "due_at", "id"], name="tickets_nearly_late", condition=Q(alarm__gte=75)
            ),
            models.Index(
                fields=["organization", "-id"], name="tickets_unassigned", condition=Q(owner=None, category="open")
            ),
            models.Index(fields=["organization", "-id"], name="tickets_unfinished", condition=UNFINISHED),
            models.Index(fields=["owner", "-id"], name="tickets_unfinished_of_owner", condition=UNFINISHED),
            models.Index(fields=["owner", "-is_woken", "-id"], name="tickets_on_somebody_s_list", condition=UNFINISHED),
            models.Index(fields=["creator", "-id"], name="tickets_unfinished_made", condition=UNFINISHED),
            models.Index(fields=["snoozed_until"], name="tickets_snoozed", condition=Q(snoozed_until__isnull=False)),
            models.Index(
                fields=["supervised_until"],
                name="tickets_supervised",
                condition=Q(supervised_until__isnull=False, supervision_late_at=None),
            ),
            models.Index(
                fields=["organization", "resolved_at"],
                name="tickets_rated_by_customers",
                condition=Q(source="portal", resolved_at__isnull=False),
            ),
            models.Index(fields=["parent"], name="tickets_of_parent", condition=Q(parent__isnull=False)),
            models.Index(fields=["merged_into"], name="tickets_merged", condition=Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number


class TicketClock(TenantModel):
    """One promise about one ticket (rules.clocks): `target` and `used` in working time, running since `since`."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    target = models.DurationField()
    calendar = models.ForeignKey("calendars.Calendar", null=True, on_delete=models.PROTECT, related_name="+")
    used = models.DurationField()
    since = models.DateTimeField(null=True)
    told = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    alarm_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=20, blank=True)
    cause_note = models.CharField(max_length=300, blank=True)

    class Cause(models.TextChoices):
        """Why a promise was broken (超时原因)."""

        CUSTOMER = "customer"  # could not be reached
        DEPARTMENT = "department"  # another department was late
        SUPPLIER = "supplier"
        STAFF = "staff"  # too few people
        SYSTEM = "system"
        OVERLOOKED = "overlooked"
        COMPLEX = "complex"
        OTHER = "other"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind"], name="one_clock_of_each_kind")]
        indexes = [
            models.Index(fields=["alarm_at"], name="clocks_to_warn", condition=Q(alarm_at__isnull=False)),
            models.Index(fields=["calendar"], name="clocks_of_calendar", condition=Q(since__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.ticket_id}"


class TicketEntry(TenantModel):
    """Something that happened with a ticket, or was said about it: never altered, so it is the ticket's history."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    author_kind = models.CharField(max_length=10)
    author_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)
    is_public = models.BooleanField(default=False)  # meant for the customer

    class Meta:
        indexes = [models.Index(fields=["ticket", "-id"], name="entries_of_ticket")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.ticket_id}"


class TicketWatcher(TenantModel):
    """Somebody who gets a copy (抄送): sees the ticket and hears what becomes of it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="watcher_once")]
        indexes = [models.Index(fields=["user", "ticket"], name="watched_by")]

    def __str__(self) -> str:
        return f"{self.user_id} watches {self.ticket_id}"


class TicketLink(TenantModel):
    """A conversation or a call that a ticket is about."""

    class Kind(models.TextChoices):
        CONVERSATION = "conversation"
        CALL = "call"

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    object_id = models.UUIDField()
    number = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind", "object_id"], name="linked_once")]
        indexes = [models.Index(fields=["kind", "object_id"], name="tickets_of_contact")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class ApprovalRule(TenantModel):
    """Who has to agree to which sums of a kind (rules.approvals)."""

    name = models.CharField(max_length=60)
    steps = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="approval_rule_name_once")]

    def __str__(self) -> str:
        return self.name


class TicketApproval(TenantModel):
    """A sum that was asked for within a ticket; `approver_ids` may decide, until `due_at` nobody else."""

    class State(models.TextChoices):
        PENDING = "pending"
        GRANTED = "granted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    rule = models.ForeignKey(ApprovalRule, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=11, decimal_places=2)
    reason = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=State)
    asker_id = models.UUIDField()
    step = models.PositiveSmallIntegerField(default=0)
    approver_ids = ArrayField(models.UUIDField(), default=list)
    due_at = models.DateTimeField(null=True)
    escalations = models.PositiveSmallIntegerField(default=0)
    decider_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    word = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "-id"], name="approvals_of_ticket"),
            models.Index(fields=["due_at"], name="approvals_to_escalate", condition=Q(due_at__isnull=False)),
            GinIndex(fields=["approver_ids"], name="approvals_by_approver"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.amount}"


class TicketAct(TenantModel):
    """A merge, split or bulk change with what was before, so that it can be taken back."""

    class Kind(models.TextChoices):
        MERGE = "merge"
        SPLIT = "split"
        BULK = "bulk"

    kind = models.CharField(max_length=10, choices=Kind)
    ticket_ids = ArrayField(models.UUIDField())
    before = models.JSONField(default=dict)
    user_id = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-id"], name="acts_newest"),
            GinIndex(fields=["ticket_ids"], name="acts_of_ticket", condition=Q(undone_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {len(self.ticket_ids)}"
