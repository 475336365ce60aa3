"""Targets of figures, wallboards behind links, and exports on their way to a file."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kefu.kernel.tenancy import TenantModel


class Wallboard(TenantModel):
    """A big screen behind a link (监控大屏): figures only, as its maker may see them; only the hash of its token is kept."""

    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    codes = ArrayField(models.CharField(max_length=40))
    queue_ids = ArrayField(models.UUIDField(), default=list)
    team_ids = ArrayField(models.UUIDField(), default=list)
    created_by = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Target(TenantModel):
    """What an organization asks of a figure, where that is not the dictionary's own target; in the figure's unit."""

    code = models.CharField(max_length=40)
    value = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="target_of_figure_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"


class Export(TenantModel):
    """Rows on their way into a file, for one person: contacts, or a kind of `subjects`."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    class Format(models.TextChoices):
        XLSX = "xlsx"
        CSV = "csv"

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40, default="contacts")
    format = models.CharField(max_length=10, choices=Format, default=Format.XLSX)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    file_id = models.UUIDField(null=True)
    failure = models.JSONField(default=dict)  # why there is none, in both languages

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="exports_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.format} {self.state}"
