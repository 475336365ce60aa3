"""Queues and the work in them; decisions with their reasons; what chats and calls share: contact record, disposition, rating."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import TenantModel


class Queue(TenantModel):
    """Where work of one sort waits (技能组). Its agents: the named members and teams, or everybody when it names none."""

    class Assignment(models.TextChoices):
        AUTOMATIC = "automatic"
        OFFER = "offer"

    class Overflow(models.TextChoices):
        MESSAGE = "message"
        BOT = "bot"
        QUEUE = "queue"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    assignment = models.CharField(max_length=10, choices=Assignment, default=Assignment.AUTOMATIC)
    offer_timeout_seconds = models.PositiveSmallIntegerField(default=30)
    priority = models.PositiveSmallIntegerField(default=5)
    skills = models.JSONField(default=dict)  # skill id → smallest level that serves
    member_ids = ArrayField(models.UUIDField(), default=list)
    team_ids = ArrayField(models.UUIDField(), default=list)
    calendar = models.ForeignKey("calendars.Calendar", null=True, on_delete=models.PROTECT, related_name="+")
    max_waiting = models.PositiveIntegerField(null=True)
    max_wait_seconds = models.PositiveIntegerField(null=True)
    overflow = models.CharField(max_length=10, choices=Overflow, default=Overflow.MESSAGE)  # beyond either maximum
    overflow_queue = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    # what happens by itself, after so many seconds; None: never
    silence_prompt_seconds = models.PositiveIntegerField(null=True, default=180)
    silence_end_seconds = models.PositiveIntegerField(default=120)
    remind_seconds = models.PositiveIntegerField(null=True, default=60)
    escalate_seconds = models.PositiveIntegerField(null=True, default=120)
    reassign_seconds = models.PositiveIntegerField(null=True, default=180)
    owner_wait_seconds = models.PositiveSmallIntegerField(default=20)  # for the owner of the customer's ticket
    answers_calls = models.BooleanField(default=False)  # a call begins with a beep, without a click
    serves_messages_after_hours = models.BooleanField(default=False)
    texts = models.JSONField(default=dict)  # code → language → words; what is not there has its default
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "brand", "name"], name="queue_name_once"),
            models.CheckConstraint(condition=Q(priority__range=(0, 9)), name="queue_priority_0_to_9"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkItem(TenantModel):
    """One piece of work on its way to a person. `subject_id` is what its channel calls it; routing does not look inside."""

    class State(models.TextChoices):
        WAITING = "waiting"
        OFFERED = "offered"
        ASSIGNED = "assigned"
        DONE = "done"
        CANCELLED = "cancelled"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    customer_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    priority = models.PositiveSmallIntegerField()
    queued_at = models.DateTimeField()
    assignee = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    offer_expires_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)  # given to nobody before
    parked_at = models.DateTimeField(null=True)  # since when its agent keeps it for later; it takes no slot
    parked_times = models.PositiveSmallIntegerField(default=0)
    preferred = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    owners = models.JSONField(default=list)  # of the customer's tickets: [user id, number], see rules.Item
    declined = models.JSONField(default=dict)  # user id → when they last declined or let an offer pass

    OPEN = (State.WAITING, State.OFFERED, State.ASSIGNED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id"],
                condition=Q(state__in=["waiting", "offered", "assigned"]),
                name="one_open_item_a_subject",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["offered", "assigned"]) | Q(assignee__isnull=False), name="held_by_somebody"
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "-priority", "queued_at", "id"], name="work_waiting", condition=Q(state="waiting")
            ),
            models.Index(
                fields=["assignee", "state"], name="work_held", condition=Q(state__in=["offered", "assigned"])
            ),
            models.Index(fields=["organization", "assigned_at"], name="work_by_assignment"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.subject_id} {self.state}"


class Decision(TenantModel):
    """Why a piece of work went where it went, or nowhere: every candidate with each term of the comparison."""

    work_item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10)
    chosen = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    candidates = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["work_item", "-id"], name="decisions_of_item")]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.reason}"


class Rush(TenantModel):
    """Rush mode (高峰模式) of a brand, or of the whole organization without one: laid over the settings until it ends.

    Begun at `created_at`; over at `ended_at`, or at `ends_at` (None: when somebody ends it), whichever comes first.
    """

    brand = models.ForeignKey("accounts.Brand", null=True, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    bot_first = models.BooleanField(default=False)
    announcement = models.JSONField(default=dict)  # language → words
    announces_in_line = models.BooleanField(default=False)  # also before the waiting text
    topics_on_top = models.BooleanField(default=False)
    capacity_plus = models.PositiveSmallIntegerField(default=0)
    queue_ids = ArrayField(
        models.UUIDField(), default=list
    )  # whose capacity grows; without queues and teams everybody's
    team_ids = ArrayField(models.UUIDField(), default=list)
    max_waiting = models.PositiveIntegerField(null=True)  # None: each queue's own

    class Meta:
        verbose_name_plural = "rushes"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "brand"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_rush_a_brand",
            )
        ]

    def __str__(self) -> str:
        return f"rush of {self.brand_id or self.organization_id}"

    def announced(self, language: str) -> str:
        """The announcement in the language, else in the other one; empty without any."""
        return str(self.announcement.get(language) or next(iter(self.announcement.values()), ""))


class RushTrigger(TenantModel):
    """When a rush is proposed (建议开启高峰模式) and what for; an organization without a row has the defaults.

    A brand is in one when at least `waiting` chats wait and the one that waits longest has for `wait_seconds`.
    """

    is_on = models.BooleanField(default=True)
    waiting = models.PositiveIntegerField(default=10)
    wait_seconds = models.PositiveIntegerField(default=120)
    capacity_plus = models.PositiveSmallIntegerField(default=1)
    minutes = models.PositiveSmallIntegerField(default=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_rush_trigger")]

    def __str__(self) -> str:
        return f"{self.waiting} waiting for {self.wait_seconds} s"


class Disposition(TenantModel):
    """A node of the reason tree (咨询分类); only leaves are given to contacts."""

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="disposition_code_once")]

    def __str__(self) -> str:
        return self.code


class Contact(TenantModel):
    """The record of one contact (服务记录), written without anybody typing: who, when, through what, with what result."""

    class EndedBy(models.TextChoices):
        AGENT = "agent"
        VISITOR = "visitor"
        SYSTEM = "system"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    subject_id = models.UUIDField(unique=True)
    customer_id = models.UUIDField(null=True)
    queue = models.ForeignKey(Queue, null=True, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    first_reply_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    parked_for = models.DurationField(default=timedelta)  # between the two, put off: nobody handled it; see Parking
    wrapped_at = models.DateTimeField(null=True)  # when the agent's hands were free, where that is after the end
    ended_by = models.CharField(max_length=10, choices=EndedBy, blank=True)
    disposition = models.ForeignKey(Disposition, null=True, on_delete=models.PROTECT, related_name="+")
    disposition_is_guess = models.BooleanField(default=False)  # pending (待补) until its agent says
    summary = models.TextField(blank=True)
    transfers = models.PositiveSmallIntegerField(default=0)
    wants_callback = models.BooleanField(default=False)  # they left the line to be called back: nobody abandoned it

    class Meta:
        indexes = [
            models.Index(fields=["organization", "queue", "queued_at"], name="contacts_by_queue"),
            models.Index(fields=["organization", "agent", "ended_at"], name="contacts_by_agent"),
            models.Index("organization", Coalesce("queued_at", "started_at"), name="contacts_by_moment"),
            models.Index(fields=["organization", "ended_at"], name="contacts_by_end"),
            models.Index(fields=["customer_id", "started_at"], name="contacts_of_customer"),
            models.Index(
                fields=["agent", "-ended_at"], name="contacts_pending", condition=Q(disposition_is_guess=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.subject_id}"


class Parking(TenantModel):
    """A while in which a contact was put off (稍后处理) and its agent free for others; written when it is over."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contact_id} {self.started_at:%H:%M:%S} to {self.ended_at:%H:%M:%S}"


class Miss(TenantModel):
    """Work that was taken from an agent since its customer got no first reply in time (漏回)."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    work_item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "misses"
        indexes = [models.Index(fields=["user", "-created_at"], name="misses_of_agent")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.work_item_id}"


class RatingReason(TenantModel):
    """What a rating may be about (评价原因): the agent's service, or the business, which then has something to improve."""

    class Family(models.TextChoices):
        AGENT = "agent"
        BUSINESS = "business"

    family = models.CharField(max_length=10, choices=Family)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "family", "name_zh"], name="rating_reason_once"),
            models.CheckConstraint(
                condition=Q(family="business") | Q(owner__isnull=True), name="only_business_reasons_are_owned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family}: {self.name_zh}"

    @property
    def name(self) -> str:
        """In the current language."""
        return Text(self.name_zh, self.name_en).in_language()


class Rating(TenantModel):
    """What the customer says of one contact, once. `tags` are their words; `reason_ids` the reasons among them.

    A low one is to be followed up by a leader; the agent may appeal against one that is not fair (申诉).
    """

    class FollowUp(models.TextChoices):
        NONE = ""
        OPEN = "open"
        DONE = "done"

    class Appeal(models.TextChoices):
        NONE = ""
        ASKED = "asked"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="+")
    agent = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    solved = models.CharField(max_length=10, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list)
    reason_ids = ArrayField(models.UUIDField(), default=list)
    counts_for_agent = models.BooleanField(default=True)
    comment = models.TextField(blank=True)
    follow_up = models.CharField(max_length=10, choices=FollowUp, default=FollowUp.NONE, blank=True)
    follow_up_note = models.CharField(max_length=500, blank=True)
    followed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    appeal = models.CharField(max_length=10, choices=Appeal, default=Appeal.NONE, blank=True)
    appeal_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__range=(1, 5)), name="score_1_to_5")]
        indexes = [models.Index(fields=["organization", "-id"], name="ratings_newest")]

    def __str__(self) -> str:
        return f"{self.score} of 5"


class RatingItem(TenantModel):
    """Something to improve (待改善事项): what one rating says of the business, for the owner of that reason."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="+")
    reason = models.ForeignKey(RatingReason, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rating", "reason"], name="one_item_a_rating_and_reason")]
        indexes = [models.Index(fields=["organization", "state", "-id"], name="rating_items_newest")]

    def __str__(self) -> str:
        return f"{self.reason_id} {self.state}"
