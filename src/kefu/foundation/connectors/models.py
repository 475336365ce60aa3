"""Connections to business systems, coupons granted through them, and the small system that the demo brings along."""

from decimal import Decimal

from django.db import models

from kefu.kernel.tenancy import TenantModel


class Connection(TenantModel):
    """How a brand's business system is reached. Amounts are in the currency of the system's coupons."""

    class Provider(models.TextChoices):
        HTTP = "http"
        DEMO = "demo"

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(max_length=10, choices=Provider, default=Provider.HTTP)
    base_url = models.CharField(max_length=300, blank=True)
    secret = models.CharField(max_length=200, blank=True)
    timeout_seconds = models.PositiveSmallIntegerField(default=5)
    coupon_limit = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(50))  # of one grant by an agent

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand"], name="one_connection_a_brand")]

    def __str__(self) -> str:
        return self.base_url or self.provider


class CouponGrant(TenantModel):
    """A coupon that a member of staff gave to a customer. The same `key` again is the same grant."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    minimum = models.DecimalField(max_digits=12, decimal_places=2)
    days = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=120)
    granted_by_id = models.UUIDField(null=True)
    granted_by_name = models.CharField(max_length=120)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="granted_once")]
        indexes = [models.Index(fields=["customer", "-id"], name="grants_of_customer")]

    def __str__(self) -> str:
        return self.name


class DemoOrder(TenantModel):
    """An order of the demo's shop; `content` holds what `providers.demo` needs besides."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    placed_at = models.DateTimeField()
    state = models.CharField(max_length=12)
    content = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "number"], name="demo_order_once")]

    def __str__(self) -> str:
        return self.number


class DemoCoupon(TenantModel):
    """A coupon of the demo's shop."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    minimum = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    days = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "code"], name="demo_coupon_once")]

    def __str__(self) -> str:
        return self.name
