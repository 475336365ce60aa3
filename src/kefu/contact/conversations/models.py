"""Sites, visitors, conversations and their messages."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class Site(TenantModel):
    """A place where visitors can chat: the widget of a web page, or a chat link."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    queue = models.ForeignKey("routing.Queue", on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey("calendars.Calendar", null=True, on_delete=models.PROTECT, related_name="+")
    origins = ArrayField(models.CharField(max_length=200), default=list)
    locale = models.CharField(max_length=10, default="zh-CN")
    settings = models.JSONField(default=dict)
    bot_enabled = models.BooleanField(default=True)
    logo = models.ForeignKey("kernel.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+")
    identity_secret = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.key


class DoorPolicy(TenantModel):
    """What a brand asks of strangers who write (防骚扰); a brand without one has the defaults."""

    class Challenge(models.TextChoices):
        SUSPICIOUS = "suspicious"  # who comes more often than people do
        ALWAYS = "always"
        NEVER = "never"

    class Links(models.TextChoices):
        OFF = "off"
        FLAG = "flag"
        REFUSE = "refuse"

    brand = models.OneToOneField("accounts.Brand", on_delete=models.CASCADE, related_name="+")
    challenge = models.CharField(max_length=10, choices=Challenge, default=Challenge.SUSPICIOUS)
    asks_sum = models.BooleanField(default=False)  # beside the browser's silent work
    links = models.CharField(max_length=10, choices=Links, default=Links.FLAG)
    allowed_domains = ArrayField(models.CharField(max_length=253), default=list)

    def __str__(self) -> str:
        return f"{self.brand_id} {self.challenge} {self.links}"


class Visitor(TenantModel):
    """Somebody who writes to us. What the page claims of them is shown as a claim until it is signed."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    is_verified = models.BooleanField(default=False)
    is_online = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True)  # when the last socket closed; None: none ever did
    locale = models.CharField(max_length=10, default="zh-CN")
    ip = models.GenericIPAddressField(null=True)

    def __str__(self) -> str:
        return self.name or str(self.id)

    @property
    def display_name(self) -> str:
        """The claimed name, else "访客 1A2B" from the random end of the id."""
        if self.name:
            return self.name
        return f"{'Visitor' if self.locale == 'en' else '访客'} {self.id.hex[-4:].upper()}"


class Conversation(TenantModel):
    """One stretch of service in writing. The row lock on it orders everything that happens within."""

    class Status(models.TextChoices):
        BOT = "bot"
        QUEUED = "queued"
        ACTIVE = "active"
        CLOSED = "closed"

    number = models.CharField(max_length=20)
    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    visitor = models.ForeignKey(Visitor, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.SET_NULL, related_name="+")
    visitor_name = models.CharField(max_length=80)  # as shown; kept here since each of the visitor's messages bears it
    locale = models.CharField(max_length=10)  # the visitor's
    channel = models.CharField(max_length=10, default="chat")
    status = models.CharField(max_length=10, choices=Status, default=Status.BOT)
    queue = models.ForeignKey("routing.Queue", null=True, on_delete=models.PROTECT, related_name="+")
    work_item_id = models.UUIDField(null=True)
    assignee = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.JSONField(default=dict)
    summary = models.TextField(blank=True)
    # the reason that something said on the way has set beforehand; closing offers it first
    expected_disposition = models.ForeignKey(
        "routing.Disposition", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    queued_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)  # when the present assignee got it
    closed_at = models.DateTimeField(null=True)
    last_seq = models.PositiveIntegerField(default=0)
    read_seq = models.PositiveIntegerField(default=0)  # up to here the assignee has seen
    visitor_read_seq = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)  # visitor messages after that
    unanswered_since = models.DateTimeField(null=True)  # the visitor's first message that no agent has answered
    alarm_stage = models.PositiveSmallIntegerField(default=0)  # of rules.Alarm, for the answer owed since `alarm_since`
    alarm_since = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)
    prompted_at = models.DateTimeField(null=True)  # a silent visitor was asked whether they are still there
    snoozed_until = models.DateTimeField(null=True)  # its agent has put it off (稍后处理); only of active ones
    snooze_note = models.CharField(max_length=200, blank=True)
    woken_at = models.DateTimeField(null=True)  # when it came back; until somebody writes, its agent owes the next step
    overflowed_at = models.DateTimeField(null=True)  # it waited too long, and was dealt with once
    previous = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    rating_invited_at = models.DateTimeField(null=True)
    last_text = models.CharField(max_length=120, blank=True)
    last_sender = models.CharField(max_length=10, blank=True)
    last_message_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="active") | Q(assignee__isnull=False), name="active_has_assignee"
            ),
            models.CheckConstraint(condition=Q(status="active") | Q(snoozed_until=None), name="only_active_is_snoozed"),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "-id"], name="conversations_by_status"),
            models.Index(fields=["organization", "-id"], name="conversations_newest"),
            models.Index(fields=["assignee", "status", "-id"], name="conversations_of_agent"),
            models.Index(fields=["visitor", "-id"], name="conversations_of_visitor"),
            models.Index(fields=["customer", "-id"], name="conversations_of_customer"),
            models.Index(fields=["status"], name="conversations_open", condition=~Q(status="closed")),
            models.Index(
                fields=["snoozed_until"], name="conversations_snoozed", condition=Q(snoozed_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Message(TenantModel):
    """What was said, in the order of `seq`. A client that sends the same `client_id` twice has sent one message."""

    class Sender(models.TextChoices):
        VISITOR = "visitor"
        AGENT = "agent"
        BOT = "bot"
        SYSTEM = "system"

    class Kind(models.TextChoices):
        TEXT = "text"
        IMAGE = "image"
        FILE = "file"
        CARD = "card"
        ARTICLE = "article"
        RATING_INVITE = "rating_invite"
        NOTE = "note"
        SYSTEM = "system"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveIntegerField()
    client_id = models.CharField(max_length=64, null=True)  # noqa: DJ001  null: messages that no client numbered
    sender_kind = models.CharField(max_length=10, choices=Sender)
    sender_id = models.UUIDField(null=True)
    sender_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.TEXT)
    text = models.TextField(blank=True)
    payload = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)
    quote_id = models.UUIDField(null=True)
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_seq_once"),
            models.UniqueConstraint(fields=["conversation", "client_id"], name="message_client_id_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sender_name}: {self.text[:40]}"

    @property
    def is_internal(self) -> bool:
        """Whether customers must never see it."""
        return self.kind == self.Kind.NOTE


class Draft(TenantModel):
    """What an agent has typed and not sent."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="one_draft_each")]

    def __str__(self) -> str:
        return self.text[:40]


class ScheduledMessage(TenantModel):
    """What an agent will say later, unless the customer writes first."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        CALLED_OFF = "called_off"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    send_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    class Meta:
        indexes = [models.Index(fields=["conversation"], name="scheduled_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return self.text[:40]


class PageView(TenantModel):
    """A page of the site that a visitor stood on; the last ones are kept. The address ends before `?` and `#`."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=500)
    title = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["visitor", "-created_at"], name="pages_of_visitor")]

    def __str__(self) -> str:
        return self.address


class Mention(TenantModel):
    """A colleague was asked into a conversation by name: they may read it and write notes, whoever serves it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="mentioned_once")]
        indexes = [models.Index(fields=["user", "conversation"], name="mentions_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.conversation_id}"
