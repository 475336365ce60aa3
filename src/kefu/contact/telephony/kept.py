"""What is kept of what was said: recordings, messages and their text, and for how long. Part of `models`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class Recording(TenantModel):
    """What was said: `caller`, `agent`, or both (`mix`). `peaks` are how loud it is (rules.waves); `failure` why it has no file yet."""

    class Side(models.TextChoices):
        CALLER = "caller"
        AGENT = "agent"
        MIX = "mix"

    class Failure(models.TextChoices):
        DISK_FULL = "disk_full"
        NOT_WRITTEN = "not_written"

    call = models.ForeignKey("telephony.Call", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100, unique=True)  # the engine's
    side = models.CharField(max_length=10, choices=Side)
    file = models.ForeignKey("kernel.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    seconds = models.FloatField(default=0)
    peaks = models.JSONField(default=list)
    failure = models.CharField(max_length=20, choices=Failure, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="recordings_failed", condition=~Q(failure=""))]

    def __str__(self) -> str:
        return self.name


class RecordingPack(TenantModel):
    """Recordings of many calls on their way into one file (批量下载), for one person; the file goes at `expires_at`."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    call_ids = ArrayField(models.UUIDField())
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    failure = models.JSONField(default=dict)  # {zh, en}
    done = models.PositiveIntegerField(default=0)  # recordings
    total = models.PositiveIntegerField(default=0)
    file = models.ForeignKey("kernel.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="packs_newest")]

    def __str__(self) -> str:
        return f"{self.done}/{self.total} {self.state}"


class Voicemail(TenantModel):
    """A message that a caller left (语音留言), for a queue. It is answered as every message is; its id is that of the message."""

    call = models.OneToOneField("telephony.Call", on_delete=models.CASCADE, related_name="+")
    queue = models.ForeignKey("routing.Queue", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    seconds = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)  # what is heard in it, or what people made of it
    peaks = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.call_id} {self.seconds} s"


class Transcript(TenantModel):
    """What was said in a call, as it was heard, or as people corrected it: `{speaker, start, end, text, confidence}` in order of time."""

    class State(models.TextChoices):
        PENDING = "pending"
        READY = "ready"
        FAILED = "failed"

    call = models.OneToOneField("telephony.Call", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    failure = models.JSONField(default=dict)  # {zh, en}
    segments = models.JSONField(default=list)
    edited_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.call_id} {self.state}"


class RecordingRule(TenantModel):
    """Whether calls are recorded, how long that is kept, and in which language it is heard: of a queue, of a number (接入号), or of all others."""

    queue = models.OneToOneField("routing.Queue", null=True, on_delete=models.CASCADE, related_name="+")
    number = models.OneToOneField("telephony.PhoneNumber", null=True, on_delete=models.CASCADE, related_name="+")
    records = models.BooleanField(default=True)
    keep_days = models.PositiveIntegerField()
    locale = models.CharField(max_length=10, default="zh-CN")
    transcribes = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(queue=None, number=None),
                name="one_recording_rule_for_all_others",
            ),
            models.CheckConstraint(
                condition=Q(queue=None) | Q(number=None), name="recording_rule_of_a_queue_or_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.queue_id or self.number_id or 'all others'}: {self.keep_days} days"


class LegalHold(TenantModel):
    """What was said in this call is not deleted (法律保全), whatever the rule says."""

    call = models.OneToOneField("telephony.Call", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.call_id}: {self.reason}"
