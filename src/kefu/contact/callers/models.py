"""The warning list and the duty roster."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kefu.kernel.tenancy import TenantModel


class WarningEntry(TenantModel):
    """Whoever serves this customer, this number, or this visitor whom nobody knows yet, is warned first (警告名单)."""

    class Grade(models.TextChoices):
        ATTENTION = "attention"
        SERIOUS = "serious"

    brand = models.ForeignKey("accounts.Brand", null=True, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.CASCADE, related_name="+")
    visitor_id = models.UUIDField(null=True)
    number = models.CharField(max_length=20, blank=True)  # as kernel.limits compares numbers
    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    grade = models.CharField(max_length=10, choices=Grade, default=Grade.ATTENTION)
    until = models.DateTimeField(null=True)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__isnull=False, visitor_id__isnull=True, number="")
                | Q(customer__isnull=True, visitor_id__isnull=False, number="")
                | (Q(customer__isnull=True, visitor_id__isnull=True) & ~Q(number="")),
                name="warns_of_one_person",
            ),
        ]
        indexes = [
            models.Index(fields=["customer"], name="warned_customer"),
            models.Index(fields=["visitor_id"], name="warned_visitor"),
            models.Index(fields=["organization", "number"], name="warned_number", condition=~Q(number="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class DutyShift(TenantModel):
    """Somebody has duty at these hours of these weekdays (值班), in the week `week` (2026-W48) or, without, in every week."""

    class Kind(models.TextChoices):
        AGENT = "agent"  # whose telephone rings
        LEAD = "lead"  # who hears of what was missed

    kind = models.CharField(max_length=10, choices=Kind)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    week = models.CharField(max_length=8, blank=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField())  # ISO: 1 is Monday; of the day on which it begins
    begins = models.CharField(max_length=5)  # "18:00"
    ends = models.CharField(max_length=5)  # at or before `begins`: on the next day
    place = models.PositiveSmallIntegerField(default=1)  # who is asked first
    takes_everybody = models.BooleanField(default=False)  # an agent: ordinary callers too

    class Meta:
        indexes = [models.Index(fields=["organization", "kind"], name="duty_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.week} {self.begins}–{self.ends}"
