"""Runs of imports, what they refused, what they made, and how columns were mapped."""

from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class ImportRun(TenantModel):
    """A file on its way in (导入). `columns` are its headers, `mapping` what they mean (rules.mapping), `options` where it goes.

    read = created + updated + unchanged + quarantined, always; `trial` holds the same of the last dry run.
    """

    class State(models.TextChoices):
        DRAFT = "draft"  # being mapped
        TRYING = "trying"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"
        UNDONE = "undone"

    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)
    file_id = models.UUIDField(null=True)  # None: read from where a command found it
    user = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
    user_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="zh-CN")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    columns = models.JSONField(default=list)
    header_line = models.PositiveIntegerField(default=1)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    trial = models.JSONField(null=True)
    error = models.CharField(max_length=500, blank=True)
    errors_file_id = models.UUIDField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "-id"], name="import_runs_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: {self.state}"


class ImportReject(TenantModel):
    """A row that was refused, as it stands in the file, and why."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="refused_once_a_run")]

    def __str__(self) -> str:
        return f"{self.number}: {self.reason}"


class ImportMapping(TenantModel):
    """What an organization's people said the columns of such files mean: `columns` by folded header, `values` by field."""

    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=20, blank=True)
    columns = models.JSONField(default=dict)
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "source"], name="mapping_of_kind_and_source")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind}"


class ImportedRecord(TenantModel):
    """What became of a record of elsewhere, found by its key there, so that the same file again makes nothing twice.

    `fingerprint` is of what the file said last; `run` made it.
    """

    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=200)
    object_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    run = models.ForeignKey(ImportRun, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "kind", "source", "key"], name="imported_once")]
        indexes = [models.Index(fields=["run"], name="imported_by_run", condition=Q(run__isnull=False))]

    def __str__(self) -> str:
        return f"{self.kind} {self.source} {self.key}"
