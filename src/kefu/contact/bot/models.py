"""What the bot is told, what it did in each turn, and the vectors it need not compute again."""

from django.db import models

from kefu.kernel import clock
from kefu.kernel.drafting import Version
from kefu.kernel.tenancy import TenantModel


class BotSettings(TenantModel):
    """One site's bot. A threshold of None means the shipped one of the calibration in use."""

    site = models.OneToOneField("conversations.Site", on_delete=models.CASCADE, related_name="+")
    answer_threshold = models.FloatField(null=True)
    offer_threshold = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"bot of {self.site_id}"


class Review(models.TextChoices):
    """What staff did about a question that the bot could not answer."""

    OPEN = "open"
    IGNORED = "ignored"
    LEARNED = "learned"


class Turn(TenantModel):
    """One question of a visitor and what the bot made of it: the evidence, and later the training data."""

    conversation = models.ForeignKey("conversations.Conversation", on_delete=models.CASCADE, related_name="+")
    message_id = models.UUIDField(unique=True)
    question = models.CharField(max_length=500)
    outcome = models.CharField(max_length=20)  # answer, offer, miss, small_talk, tried, flow, handed_over, ignored
    reason = models.CharField(max_length=40, blank=True)
    ranked_by = models.CharField(max_length=40, blank=True)
    probability = models.FloatField(null=True)
    article = models.ForeignKey("knowledge.Article", null=True, on_delete=models.SET_NULL, related_name="+")
    candidates = models.JSONField(default=list)
    picked = models.ForeignKey("knowledge.Article", null=True, on_delete=models.SET_NULL, related_name="+")
    """What the visitor chose of what was offered in this turn."""
    is_helpful = models.BooleanField(null=True)
    """What the visitor said of the answer (有帮助/没帮助); None while nothing was said."""
    corrected = models.ForeignKey("knowledge.Article", null=True, on_delete=models.SET_NULL, related_name="+")
    """What staff say would have been the answer."""
    review = models.CharField(max_length=10, choices=Review, default=Review.OPEN)

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "id"], name="turns_of_conversation"),
            models.Index(fields=["organization", "review", "-id"], name="turns_by_review"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.question[:40]}"


class Calibration(TenantModel):
    """One attempt to fit a brand's own bands (`engine.tuning`), with its figures; kept whatever the verdict."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    profile = models.CharField(max_length=40)
    aim = models.FloatField()
    labels = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    verdict = models.CharField(max_length=20)
    coefficients = models.JSONField(null=True)
    fitted_by_name = models.CharField(max_length=120, blank=True)  # empty: by the nightly job

    class Meta:
        indexes = [models.Index(fields=["brand", "-id"], name="calibrations_of_brand")]

    def __str__(self) -> str:
        return f"{self.verdict} of {self.labels}"


class Tuning(TenantModel):
    """Whether a brand's bot may have bands of its own, how often it shall be right (0..1), and those in use."""

    brand = models.OneToOneField("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=True)
    aim = models.FloatField(default=0.9)
    in_use = models.ForeignKey(Calibration, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"tuning of {self.brand_id}"


class Provider(TenantModel):
    """An OpenAI-compatible address that may word answers; one an organization. The key is sealed and never told."""

    is_on = models.BooleanField(default=False)
    base_url = models.CharField(max_length=300, blank=True)
    sealed_key = models.TextField(blank=True)
    model = models.CharField(max_length=100, blank=True)
    timeout_seconds = models.PositiveSmallIntegerField(default=8)
    monthly_cap = models.PositiveIntegerField(default=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_provider")]

    def __str__(self) -> str:
        return self.base_url


class ProviderUse(TenantModel):
    """Requests of a calendar month (Beijing time), and what became of them by name (`writing.Refusal`, or `used`)."""

    month = models.CharField(max_length=7)
    requests = models.PositiveIntegerField(default=0)
    outcomes = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "month"], name="provider_month_once")]

    def __str__(self) -> str:
        return f"{self.month}: {self.requests}"


class Vector(models.Model):
    """A sentence vector, float32, by model and text: the same text means the same to every organization."""

    model = models.CharField(max_length=60)
    text_hash = models.CharField(max_length=64)
    vector = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "text_hash"], name="vector_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.text_hash[:8]}"


class Flow(TenantModel):
    """A dialogue of a brand: the draft that is edited; what visitors meet is its published version."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    draft = models.JSONField(default=dict)
    published = models.ForeignKey("bot.FlowVersion", null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="flow_name_once")]

    def __str__(self) -> str:
        return self.name


class FlowVersion(Version):
    """A flow as it was published; never altered, so that a conversation ends as it began."""

    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flow", "number"], name="flow_version_once")]

    def __str__(self) -> str:
        return f"{self.flow_id} ({self.number})"


class FlowRun(TenantModel):
    """A conversation in a flow; one at a time."""

    conversation = models.OneToOneField("conversations.Conversation", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(FlowVersion, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=40)
    variables = models.JSONField(default=dict)
    tries = models.PositiveSmallIntegerField(default=0)
    touched_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.conversation_id} at {self.step}"
