"""Scripts with their versions, and the walks through them."""

from django.db import models

from kefu.kernel import clock
from kefu.kernel.drafting import Version
from kefu.kernel.tenancy import TenantModel


class Script(TenantModel):
    """What agents say and ask in one situation (话术): the draft that is edited; what they meet is its published version.

    It is for contacts of a branch of the reason tree and of a queue; without either it is begun by hand.
    """

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    disposition = models.ForeignKey("routing.Disposition", null=True, on_delete=models.PROTECT, related_name="+")
    queue = models.ForeignKey("routing.Queue", null=True, on_delete=models.PROTECT, related_name="+")
    is_mandatory = models.BooleanField(default=False)
    draft = models.JSONField(default=dict)
    published = models.ForeignKey("scripts.ScriptVersion", null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="script_name_once")]

    def __str__(self) -> str:
        return self.name


class ScriptVersion(Version):
    """A script as it was published; never altered, so that a walk ends as it began."""

    script = models.ForeignKey(Script, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["script", "number"], name="script_version_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class ScriptRun(TenantModel):
    """One walk on one contact: `path` is what was passed, each with its answer; `step` is where it stands, "" at the end."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        DROPPED = "dropped"

    contact = models.ForeignKey("routing.Contact", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ScriptVersion, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    step = models.CharField(max_length=40, blank=True)
    path = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)  # why it was closed with required questions ahead

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=models.Q(state="open"), name="one_open_run_a_contact")
        ]
        indexes = [models.Index(fields=["contact", "id"], name="runs_of_contact")]

    def __str__(self) -> str:
        return f"{self.contact_id} in {self.version_id}"
