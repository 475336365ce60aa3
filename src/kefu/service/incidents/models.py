"""Incidents with what belongs to them, what finds and grades them, and emergency plans."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel

from .rules import standard


class Source(models.TextChoices):
    TICKETS = "tickets"
    CONVERSATIONS = "conversations"
    CALLS = "calls"
    ALL = "all"  # counted together


class DetectionRule(TenantModel):
    """When many of the same are an incident (异常识别规则): `count` of a source within `minutes`, alike by `by`."""

    class By(models.TextChoices):
        WORDS = "words"
        TYPE = "type"  # of tickets
        REASON = "reason"  # of conversations what the visitor chose, of calls what the agent said, or the key of a menu

    name = models.CharField(max_length=60)
    is_enabled = models.BooleanField(default=True)
    source = models.CharField(max_length=20, choices=Source, default=Source.TICKETS)
    by = models.CharField(max_length=10, choices=By, default=By.WORDS)
    count = models.PositiveSmallIntegerField(default=20)
    minutes = models.PositiveSmallIntegerField(default=10)
    likeness = models.PositiveSmallIntegerField(default=30)  # percent, by words

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="detection_rule_name_once")]

    def __str__(self) -> str:
        return self.name


class IncidentPolicy(TenantModel):
    """How grave an incident is and whom that calls; an organization without a row has the defaults."""

    grade_1 = models.PositiveIntegerField(default=200)  # from so many on
    grade_2 = models.PositiveIntegerField(default=100)
    grade_3 = models.PositiveIntegerField(default=50)
    important_percent = models.PositiveSmallIntegerField(
        default=30
    )  # of important customers: one grade graver; 0: never
    paged_grades = ArrayField(models.PositiveSmallIntegerField(), default=standard.paged_grades)
    confirm_minutes = models.PositiveSmallIntegerField(default=5)

    class Meta:
        verbose_name_plural = "incident policies"
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_incident_policy")]

    def __str__(self) -> str:
        return f"{self.grade_1}/{self.grade_2}/{self.grade_3}"


class IncidentCause(TenantModel):
    """What incidents come of (异常原因)."""

    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name_zh"], name="incident_cause_once")]

    def __str__(self) -> str:
        return self.name_zh


class Incident(TenantModel):
    """Something that many report at once, or that somebody has opened by hand (异常)."""

    class State(models.TextChoices):
        OPEN = "open"
        CONFIRMED = "confirmed"
        HANDLING = "handling"
        CLOSED = "closed"

    number = models.CharField(max_length=20)
    brand = models.ForeignKey("accounts.Brand", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    rule = models.ForeignKey(DetectionRule, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=20, choices=Source, default=Source.TICKETS)
    opened_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    grade = models.PositiveSmallIntegerField()  # 1 is the gravest
    grade_is_by_hand = models.BooleanField(default=False)
    by = models.CharField(max_length=10, blank=True)  # how later ones are recognized; empty: by nothing
    likeness = models.PositiveSmallIntegerField(default=0)
    marks = models.JSONField(default=list)  # what they have in common: sets of words, or one key
    count = models.PositiveIntegerField(default=0)
    important = models.PositiveIntegerField(default=0)  # of those, of important customers
    last_at = models.DateTimeField(null=True)  # when it grew last
    owner = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    handled_at = models.DateTimeField(null=True)  # when work on it began
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    cause = models.ForeignKey(IncidentCause, null=True, on_delete=models.PROTECT, related_name="+")
    cause_note = models.TextField(blank=True)
    measure = models.TextField(blank=True)
    measure_owner = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    measure_due = models.DateField(null=True)
    page_due_at = models.DateTimeField(null=True)  # when the next one is called; None: nobody is

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="incident_number_once"),
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=4), name="incident_grade_is_one_of_four"),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | (Q(cause__isnull=False, measure_owner__isnull=False, measure_due__isnull=False) & ~Q(measure="")),
                name="closed_incident_has_cause_and_measure",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-id"], name="incidents_newest"),
            models.Index(fields=["organization", "state", "-id"], name="incidents_by_state"),
            models.Index(fields=["cause", "closed_at"], name="incidents_of_cause", condition=Q(cause__isnull=False)),
            models.Index(fields=["page_due_at"], name="incidents_to_page", condition=Q(page_due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number


class IncidentLink(TenantModel):
    """A ticket, a conversation or a call that reports it."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", null=True, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(
        "conversations.Conversation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    call = models.ForeignKey("telephony.Call", null=True, on_delete=models.CASCADE, related_name="+")
    is_important = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "ticket"], name="ticket_in_incident_once"),
            models.UniqueConstraint(fields=["incident", "conversation"], name="conversation_in_incident_once"),
            models.UniqueConstraint(fields=["incident", "call"], name="call_in_incident_once"),
            models.CheckConstraint(
                condition=Q(ticket__isnull=False, conversation=None, call=None)
                | Q(ticket=None, conversation__isnull=False, call=None)
                | Q(ticket=None, conversation=None, call__isnull=False),
                name="incident_link_is_of_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["incident", "-id"], name="links_of_incident")]

    def __str__(self) -> str:
        return f"{self.ticket_id or self.conversation_id or self.call_id} in {self.incident_id}"


class IncidentEntry(TenantModel):
    """Something that happened with an incident; `actor_name` empty: by itself."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    actor_name = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "incident entries"
        indexes = [models.Index(fields=["incident", "-id"], name="entries_of_incident")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.incident_id}"


class IncidentPage(TenantModel):
    """Somebody was called because of it (呼叫), as `role`; whoever has not confirmed by `due_at` is passed over."""

    class Role(models.TextChoices):
        LEAD = "lead"
        ABOVE = "above"  # who leads the leads
        HANDLER = "handler"
        TOP = "top"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    step = models.PositiveSmallIntegerField()
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    due_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    has_sms = models.BooleanField(default=False)
    rung = models.CharField(max_length=20, blank=True)  # by telephone: "" not at all, `ringing`, or how it ended

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "user"], name="paged_once")]
        indexes = [models.Index(fields=["incident", "id"], name="pages_of_incident")]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.incident_id}"


class EmergencyPlan(TenantModel):
    """What is switched together when it is grave (紧急预案); what is empty is not part of it."""

    class Then(models.TextChoices):
        GO_ON = "go_on"
        HANG_UP = "hang_up"

    name = models.CharField(max_length=60)
    brand = models.ForeignKey("accounts.Brand", null=True, on_delete=models.PROTECT, related_name="+")
    grades = ArrayField(models.PositiveSmallIntegerField(), default=list)  # of incidents for which it is proposed
    banner_zh = models.CharField(max_length=200, blank=True)
    banner_en = models.CharField(max_length=200, blank=True)
    answer_zh = models.TextField(blank=True)
    answer_en = models.TextField(blank=True)
    keywords = ArrayField(models.CharField(max_length=40), default=list)
    prompt = models.ForeignKey("telephony.Prompt", null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.ForeignKey("telephony.PhoneNumber", null=True, on_delete=models.SET_NULL, related_name="+")
    then = models.CharField(max_length=10, choices=Then, default=Then.GO_ON)
    macro_name = models.CharField(max_length=60, blank=True)
    actions = models.JSONField(default=list)  # of the shortcut
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="emergency_plan_name_once")]

    def __str__(self) -> str:
        return self.name


class PlanActivation(TenantModel):
    """One time that a plan was on, or rehearsed (演练): what it switched, how long that took, what failed."""

    plan = models.ForeignKey(EmergencyPlan, null=True, on_delete=models.SET_NULL, related_name="+")
    plan_name = models.CharField(max_length=60)
    brand = models.ForeignKey("accounts.Brand", null=True, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, null=True, on_delete=models.SET_NULL, related_name="+")
    is_rehearsal = models.BooleanField(default=False)
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    restored_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    restored_at = models.DateTimeField(null=True)
    parts = models.JSONField(default=list)  # rules.parts.Part
    retry_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(restored_at=None, is_rehearsal=False), name="plan_is_on_once"
            ),
            models.CheckConstraint(
                condition=Q(is_rehearsal=False) | Q(restored_at__isnull=False), name="rehearsal_is_over"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-id"], name="activations_newest"),
            models.Index(fields=["organization"], name="activations_on", condition=Q(restored_at=None)),
            models.Index(fields=["retry_at"], name="activations_to_retry", condition=Q(retry_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.plan_name} {self.created_at:%Y-%m-%d %H:%M}"
