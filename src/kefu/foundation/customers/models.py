"""Customers, what they are known by, and the line of what happened with them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kefu.kernel import clock
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import TenantModel


class Customer(TenantModel):
    """One person or company as one brand knows it; brands share no customers."""

    class Tier(models.TextChoices):
        NORMAL = "normal"
        VIP = "vip"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    tier = models.CharField(max_length=10, choices=Tier, default=Tier.NORMAL)
    tags = ArrayField(models.CharField(max_length=40), default=list)
    note = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict, db_default={})  # of the organization's own fields, those that are filled
    pinyin = models.CharField(max_length=1000, blank=True)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-id"], name="customer_newest"),
            models.Index(fields=["organization", "pinyin"], name="customer_pinyin"),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerForm(TenantModel):
    """The fields that an organization gives its customers (kernel.forms), in their order; an archived one is asked for no more."""

    fields = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="customer_form_once")]


class Identity(TenantModel):
    """A number, address or foreign key that stands for one customer of a brand.

    `value` is normalised by `rules`. One that is not verified was only claimed: it is shown to staff, but it neither
    finds its customer for a stranger nor holds its value against somebody who proves it.
    """

    class Kind(models.TextChoices):
        PHONE = "phone"
        EMAIL = "email"
        EXTERNAL = "external"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=254)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "kind", "value"], name="identity_once")]

    def __str__(self) -> str:
        return self.value


class TimelineEntry(TenantModel):
    """Something that happened with a customer, written by the module whose object it is."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    object_type = models.CharField(max_length=40)
    object_id = models.UUIDField()
    agent_name = models.CharField(max_length=120, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_type", "object_id", "kind"], name="timeline_once")]
        indexes = [models.Index(fields=["customer", "-at", "-id"], name="timeline_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return Text(self.title_zh, self.title_en).in_language()
