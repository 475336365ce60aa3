"""Where each reason leads, what tells the reason of a contact, what was found, and what was learnt from corrections."""

from django.db import models

from kefu.kernel.tenancy import TenantModel


class SortingRoute(TenantModel):
    """Contacts of this reason, or of one below it, go to this queue. As a choice, customers are asked for it."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    disposition = models.ForeignKey("routing.Disposition", on_delete=models.CASCADE, related_name="+")
    queue = models.ForeignKey("routing.Queue", on_delete=models.PROTECT, related_name="+")
    is_choice = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "disposition"], name="one_route_a_reason")]

    def __str__(self) -> str:
        return f"{self.disposition_id} → {self.queue_id}"


class SortingRule(TenantModel):
    """What tells the reason of a contact without reading it: the first rule that fits, by position."""

    class Kind(models.TextChoices):
        PAGE = "page"  # the address of the page contains the value
        PRODUCT = "product"
        CATEGORY = "category"  # of the entry, as the page's script names it
        KNOWLEDGE = "knowledge"  # the category of the article that the bot found

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=300)
    disposition = models.ForeignKey("routing.Disposition", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "kind", "value"], name="one_rule_a_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value} → {self.disposition_id}"


class Sorting(TenantModel):
    """How one contact was sorted, by what evidence, and what an agent made of it."""

    class Source(models.TextChoices):
        ENTRY = "entry"
        CHOICE = "choice"
        INTENT = "intent"
        TEXT = "text"
        DEFAULT = "default"

    subject_id = models.UUIDField(unique=True)
    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source)
    evidence = models.JSONField(default=dict)
    text = models.CharField(max_length=500, blank=True)  # what the customer said until then
    disposition = models.ForeignKey("routing.Disposition", null=True, on_delete=models.SET_NULL, related_name="+")
    queue = models.ForeignKey("routing.Queue", on_delete=models.PROTECT, related_name="+")
    corrected_to = models.ForeignKey("routing.Disposition", null=True, on_delete=models.SET_NULL, related_name="+")
    corrected_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "corrected_at"], name="sortings_corrected")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.source}"


class SortingModel(TenantModel):
    """An organization's own classifier: what was shipped, and its agents' corrections."""

    coefficients = models.JSONField()
    corrections = models.PositiveIntegerField()
    trained_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_sorting_model")]

    def __str__(self) -> str:
        return f"learnt from {self.corrections} corrections"
