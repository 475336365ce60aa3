"""Numbers, what they say and where they lead; calls with what happened in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kefu.kernel import clock
from kefu.kernel.drafting import Version
from kefu.kernel.tenancy import TenantModel

from .kept import LegalHold, Recording, RecordingPack, RecordingRule, Transcript, Voicemail
from .pages import PhonePage
from .promises import Callback, RatingInvitation

__all__ = [
    "Branch",
    "Call",
    "CallCommand",
    "CallFlow",
    "CallMoment",
    "Callback",
    "Emergency",
    "Extension",
    "FlowVersion",
    "LegalHold",
    "PhoneNumber",
    "PhonePage",
    "Prompt",
    "QueueManner",
    "RatingInvitation",
    "Recording",
    "RecordingPack",
    "RecordingRule",
    "Transcript",
    "Trunk",
    "Voicemail",
]


class Prompt(TenantModel):
    """Something that is said to callers: a sound file (WAV, mono, 16 bit) and the words in it; without a file while they are being spoken."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    words = models.CharField(max_length=1000, blank=True)
    locale = models.CharField(max_length=10, default="zh-CN")
    file = models.ForeignKey("kernel.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    failure = models.JSONField(default=dict)  # why its words could not be spoken: {zh, en}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="prompt_name_once")]

    def __str__(self) -> str:
        return self.name


class CallFlow(TenantModel):
    """How callers are led (语音导航): the draft that is edited; calls follow the published version."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    draft = models.JSONField(default=dict)
    published = models.ForeignKey("telephony.FlowVersion", null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="call_flow_name_once")]

    def __str__(self) -> str:
        return self.name


class FlowVersion(Version):
    """A flow as it was published; never altered, so that a call ends as it began."""

    flow = models.ForeignKey(CallFlow, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flow", "number"], name="call_flow_version_once")]

    def __str__(self) -> str:
        return f"{self.flow_id} ({self.number})"


class PhoneNumber(TenantModel):
    """A number that customers dial (接入号), as the trunk says it: one instance has it once."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    digits = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=60)
    flow = models.ForeignKey(CallFlow, null=True, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey("calendars.Calendar", null=True, on_delete=models.PROTECT, related_name="+")
    takes_blocked = models.BooleanField(default=False)  # the way that stays open for complaints
    is_active = models.BooleanField(default=True)
    may_be_shown = models.BooleanField(default=True)  # to customers whom we call (外显号码)
    away_prompt = models.ForeignKey(
        Prompt, null=True, on_delete=models.PROTECT, related_name="+"
    )  # said while no calls can be led; None: the standard one

    def __str__(self) -> str:
        return self.digits


class Trunk(TenantModel):
    """A line to the telephone network (中继): by registration where it has a `user`, else by the carrier's addresses."""

    name = models.CharField(max_length=60)
    account = models.CharField(max_length=40, unique=True)  # the engine's name of it
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=5060)
    addresses = ArrayField(models.CharField(max_length=45), default=list)
    user = models.CharField(max_length=80, blank=True)
    secret = models.TextField(blank=True)  # sealed
    area = models.CharField(max_length=5, blank=True)  # where it is at home: an area code with its zero
    zero_before_far = models.BooleanField(default=False)  # it wants a 0 before mobiles of other regions
    rules_in = models.JSONField(default=list)  # rules.numbers
    rules_out = models.JSONField(default=list)
    state = models.CharField(
        max_length=10, blank=True
    )  # as engine and carrier said last: online, offline, refused, unknown
    state_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Branch(TenantModel):
    """A local outlet (网点) that serves callers of its region: `coverage` are provinces and cities as rules.regions names them.

    `code` is what callers key and business systems say. Closed, its calls go to its back-up.
    """

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=30)
    code = models.CharField(max_length=20, blank=True)
    coverage = ArrayField(models.CharField(max_length=40), default=list)
    queue = models.ForeignKey("routing.Queue", on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey("calendars.Calendar", null=True, on_delete=models.PROTECT, related_name="+")
    backup = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    is_headquarters = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="branch_name_once"),
            models.UniqueConstraint(fields=["brand", "code"], name="branch_code_once", condition=~Q(code="")),
            models.UniqueConstraint(fields=["brand"], name="one_headquarters", condition=Q(is_headquarters=True)),
        ]

    def __str__(self) -> str:
        return self.name


class Extension(TenantModel):
    """By which an agent is reached (分机): a browser, or a SIP telephone that signs in with `account` and the secret; instead, where the
    agent wants it so, by a `mobile` in the network."""

    class Kind(models.TextChoices):
        BROWSER = "browser"
        TELEPHONE = "telephone"

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BROWSER)
    account = models.CharField(max_length=40, unique=True)
    secret = models.TextField()  # sealed
    shown = models.ForeignKey(PhoneNumber, null=True, on_delete=models.SET_NULL, related_name="+")  # to whom they call
    is_signed_in = models.BooleanField(default=False)  # as the engine has it; who is not is offered no calls
    mobile = models.CharField(max_length=40, blank=True)  # as it is dialled
    uses_mobile = models.BooleanField(default=False)

    @property
    def is_there(self) -> bool:
        """Whether calls can reach it now."""
        return self.is_signed_in or self.uses_mobile

    @property
    def keeps(self) -> bool:
        """Whether a leg of it may be lost and come back, as a browser that is loaded anew."""
        return self.kind == self.Kind.BROWSER and not self.uses_mobile

    def __str__(self) -> str:
        return self.account


class QueueManner(TenantModel):
    """What callers of a queue hear and can do while they wait and after the talk; a queue without one has the defaults."""

    class Language(models.TextChoices):
        CHINESE = "zh-CN"
        ENGLISH = "en"
        BOTH = "both"

    queue = models.OneToOneField("routing.Queue", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10, choices=Language, default=Language.CHINESE)
    announce_seconds = models.PositiveSmallIntegerField(null=True, default=30)  # None: the place is not told
    message_key = models.CharField(max_length=1, blank=True)  # leads from the line to a message; "": none does
    asks_rating = models.BooleanField(default=False)
    rating_sms_days = models.PositiveSmallIntegerField(
        null=True
    )  # no key pressed: an SMS, once a customer in so many days; None: none
    tells_recording = models.BooleanField(default=True)  # before a talk, that it is recorded (录音告知)
    tells_agent = models.BooleanField(default=True)  # and the agent's 工号 (报工号)
    callback_after = models.PositiveSmallIntegerField(null=True)  # seconds of waiting, then one is offered; None: never
    callback_tries = models.PositiveSmallIntegerField(default=3)
    callback_minutes = models.PositiveSmallIntegerField(default=10)  # between two tries
    prompts = models.JSONField(default=dict)  # standard text → id of the prompt that is said instead

    def __str__(self) -> str:
        return f"{self.queue_id} {self.language}"


class Emergency(TenantModel):
    """An announcement (紧急公告) that callers hear first, of one number or of all of the brand; on until `ended_at` or `ends_at`."""

    class Then(models.TextChoices):
        GO_ON = "go_on"
        HANG_UP = "hang_up"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    number = models.ForeignKey(PhoneNumber, null=True, on_delete=models.PROTECT, related_name="+")  # None: all
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="+")
    then = models.CharField(max_length=10, choices=Then, default=Then.GO_ON)
    begun_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    source_id = models.UUIDField(null=True)  # the plan's activation that switched it on; None: somebody by hand
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "emergencies"
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "number", "source_id"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_emergency_a_number",
            )
        ]

    def __str__(self) -> str:
        return f"emergency of {self.number_id or self.brand_id}"


class Call(TenantModel):
    """One call from its arrival on, or from the agent's wish to call out. `machine` is the state of rules.machine; only the telephony role moves it."""

    class Direction(models.TextChoices):
        INBOUND = "inbound"
        OUTBOUND = "outbound"

    class Phase(models.TextChoices):
        FLOW = "flow"
        CALLING = "calling"  # out: the agent's own telephone rings
        DIALLING = "dialling"  # out: the customer's does
        WAITING = "waiting"
        RINGING = "ringing"
        GREETING = "greeting"  # the agent is there, the caller is told so
        TALKING = "talking"
        LOST = "lost"
        MESSAGE = "message"
        RATING = "rating"
        CALLBACK = "callback"
        FORWARDED = "forwarded"  # put through to a number outside
        CLOSING = "closing"
        ENDED = "ended"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.INBOUND)
    number = models.ForeignKey(PhoneNumber, null=True, on_delete=models.PROTECT, related_name="+")
    trunk = models.ForeignKey(Trunk, null=True, on_delete=models.SET_NULL, related_name="+")  # by which it came
    version = models.ForeignKey(FlowVersion, null=True, on_delete=models.PROTECT, related_name="+")  # out: None
    channel_id = models.CharField(max_length=80, unique=True)  # the engine's name of the customer's leg
    caller = models.CharField(max_length=40, blank=True)  # the customer's number, whoever called
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.SET_NULL, related_name="+")
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.FLOW)
    machine = models.JSONField(default=dict)
    queue = models.ForeignKey("routing.Queue", null=True, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)  # by a person
    talked_until = models.DateTimeField(null=True)  # where the call went on after the talk
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, blank=True)
    cause = models.PositiveSmallIntegerField(null=True)  # why it ended, Q.850
    wrap_up_until = models.DateTimeField(null=True)
    wrap_up_more = models.PositiveSmallIntegerField(default=0)  # how often the agent asked for more time
    left_at = models.DateTimeField(null=True)  # its agent gave it to somebody outside, and it goes on
    wrapped_at = models.DateTimeField(null=True)
    state_since = models.DateTimeField(null=True)  # when phase or stage became what they are

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-id"], name="calls_newest"),
            models.Index(fields=["customer", "-id"], name="calls_of_customer"),
            models.Index(fields=["organization", "started_at"], name="calls_by_start"),
            models.Index(fields=["phase"], name="calls_open", condition=~Q(phase="ended")),
        ]

    def __str__(self) -> str:
        return f"{self.caller} {self.phase}"


class CallInvitation(TenantModel):
    """Somebody who is drawn into a call: given it, asked about it, or listening; a colleague is busy meanwhile (`subject_id`)."""

    class Kind(models.TextChoices):
        TRANSFER = "transfer"
        CONSULT = "consult"
        MONITOR = "monitor"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    queue = models.ForeignKey("routing.Queue", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, blank=True)  # outside
    note = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)  # taken, left, withdrawn, or a kind of `rules.dialling.cause`

    class Meta:
        indexes = [
            models.Index(fields=["call", "-id"], name="invitations_of_call"),
            models.Index(fields=["user", "-id"], name="invitations_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id or self.queue_id or self.number}"


class CallMoment(TenantModel):
    """Something that happened in a call: it entered a phase, left a node of the flow by a way, the caller was told something, or somebody did
    something within the talk (`talk`)."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10)  # phase, node, told, talk
    name = models.CharField(max_length=60)
    way = models.CharField(max_length=40, blank=True)
    user_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["call", "id"], name="moments_of_call")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class CallCommand(TenantModel):
    """A fact for a call from whoever is not the telephony role, in the order of ids; done in the transaction that heeds it."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    fact = models.JSONField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="commands_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.call_id} {self.fact.get('kind')}"
