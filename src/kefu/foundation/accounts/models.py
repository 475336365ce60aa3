"""People and how they are organized; sign-in; presence and its history."""

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kefu.kernel import clock
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import TenantModel


class Brand(TenantModel):
    """A face the organization shows to customers; people and rows may be kept apart by it."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    color = models.CharField(max_length=7, default="#1677ff")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="brand_code_once")]

    def __str__(self) -> str:
        return self.name


class Role(TenantModel):
    """A named bundle of permissions, and whose records they reach. A built-in role's bundle is the register's, so
    `permissions` stays empty for it."""

    class Scope(models.TextChoices):
        OWN = "own"
        TEAM = "team"
        SUBTREE = "subtree"
        ALL = "all"

    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    permissions = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.OWN)
    is_builtin = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="role_code_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def text(self) -> Text:
        return Text(self.name_zh, self.name_en)


class Skill(TenantModel):
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="skill_code_once")]

    def __str__(self) -> str:
        return self.name


class Team(TenantModel):
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser, TenantModel):
    """A member of staff. `brand_ids` empty means all brands; customers see the nickname, never `name`."""

    class Locale(models.TextChoices):
        ZH = "zh-CN"
        EN = "en"

    # null, not "": what is missing must not collide with what else is missing
    employee_number = models.CharField(max_length=32, null=True, blank=True)  # noqa: DJ001
    mobile = models.CharField(max_length=20, null=True, blank=True)  # noqa: DJ001
    email = models.EmailField(max_length=254, null=True, blank=True)  # noqa: DJ001
    name = models.CharField(max_length=80)
    nickname = models.CharField(max_length=80, blank=True)
    pinyin = models.CharField(max_length=400, blank=True)
    locale = models.CharField(max_length=10, choices=Locale, default=Locale.ZH)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    brand_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    chat_capacity = models.PositiveSmallIntegerField(default=5)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    session_mark = models.CharField(max_length=16, blank=True)  # sessions that bear another were ended by a later one

    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "employee_number"], name="employee_number_once"),
            models.UniqueConstraint(fields=["organization", "mobile"], name="mobile_once"),
            models.UniqueConstraint(fields=["organization", "email"], name="email_once"),
            models.CheckConstraint(
                condition=~Q(employee_number="") & ~Q(mobile="") & ~Q(email=""), name="null_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(employee_number__isnull=False) | Q(mobile__isnull=False) | Q(email__isnull=False),
                name="can_sign_in_somehow",
            ),
        ]
        indexes = [models.Index(fields=["organization", "pinyin"], name="user_pinyin")]

    def __str__(self) -> str:
        return self.name


class Ramp(TenantModel):
    """Starting mode (新人模式): a new agent's load grows by steps from `begins_on`; after the last one it is their own.

    `steps`: [{"days": 1.., "capacity": 1..}], one after the other. A leader who ends it earlier deletes it.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    begins_on = models.DateField()
    steps = models.JSONField()
    begun_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id} from {self.begins_on}"


class Membership(TenantModel):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    is_leader = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.team_id}"


class UserSkill(TenantModel):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "skill"], name="user_skill_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="skill_level_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} at {self.level}"


class Invitation(TenantModel):
    """A link by which one person makes their own account; only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.role_id} until {self.expires_at}"


class ApiToken(TenantModel):
    """A bearer token of a user's; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class PresenceReason(TenantModel):
    """Why somebody is busy; with any of its limits it is a break (小休) that has to be free. None limits nothing."""

    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    minutes_a_day = models.PositiveSmallIntegerField(null=True)
    longest_minutes = models.PositiveSmallIntegerField(null=True)
    most_percent = models.PositiveSmallIntegerField(null=True)  # of a team's signed-in people, at once
    needs_approval = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="presence_reason_once"),
            models.CheckConstraint(
                condition=Q(most_percent=None) | Q(most_percent__range=(1, 100)), name="most_percent_1_to_100"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def text(self) -> Text:
        return Text(self.name_zh, self.name_en)


class PresenceStatus(models.TextChoices):
    ONLINE = "online"
    BUSY = "busy"
    OFFLINE = "offline"


class PresenceOrigin(models.TextChoices):
    """Who said so: the person, a supervisor, or the system (missed work, a lost connection)."""

    OWN = "own"
    FORCED = "forced"
    SYSTEM = "system"


class Presence(TenantModel):
    """What somebody is doing now."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=10, choices=PresenceStatus, default=PresenceStatus.OFFLINE)
    reason = models.ForeignKey(PresenceReason, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=clock.now)
    channels = ArrayField(models.CharField(max_length=20), default=list)
    origin = models.CharField(max_length=10, choices=PresenceOrigin, default=PresenceOrigin.OWN)
    note = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField(null=True)  # last known to have a socket; None: none since they were last found gone

    def __str__(self) -> str:
        return f"{self.user_id} {self.status}"


class PresenceInterval(TenantModel):
    """One stretch of a user's presence. Each begins at the moment the one before ends; the last is open."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=10, choices=PresenceStatus)
    reason = models.ForeignKey(PresenceReason, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=10, choices=PresenceOrigin, default=PresenceOrigin.OWN)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=200, blank=True)  # why it was forced

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="one_open_interval"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "started_at"], name="presence_history"),
            models.Index(fields=["organization", "started_at"], name="presence_by_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.status} from {self.started_at}"


class BreakRequest(TenantModel):
    """Somebody wants a break (小休): it waits for a leader's word, or for a place, or has been decided."""

    class State(models.TextChoices):
        ASKED = "asked"
        WAITING = "waiting"
        GRANTED = "granted"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    OPEN = (State.ASKED, State.WAITING)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    reason = models.ForeignKey(PresenceReason, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=["asked", "waiting"]), name="one_open_break_request"
            )
        ]
        indexes = [
            models.Index(
                fields=["organization", "id"], condition=Q(state__in=["asked", "waiting"]), name="open_break_requests"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"
