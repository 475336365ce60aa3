"""Tables without a business word: tenancy, the outbox and its readers, audit, idempotency, files, search, blocks."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from . import clock
from .ids import new_id
from .tenancy import TenantModel


class Profile(models.TextChoices):
    """How large the house is; the desk of a small one does not show what only large ones use."""

    SHOP = "shop"
    CENTRE = "centre"
    GROUP = "group"


class Organization(models.Model):
    """A company that runs its service here; the wall between two of them is never crossed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    is_demo = models.BooleanField(default=False)
    profile = models.CharField(max_length=10, choices=Profile.choices, default=Profile.GROUP)
    watermark = models.BooleanField(null=True)  # None: as the size of the house has it
    staff_networks = ArrayField(models.CharField(max_length=43), default=list, blank=True)  # empty: from everywhere
    one_session = models.BooleanField(default=False)  # a sign-in at the desk ends the person's older ones
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name

    @property
    def has_watermark(self) -> bool:
        """Whether the desk shows who looks at it, and when: unless said otherwise, everywhere but in a shop."""
        return self.profile != Profile.SHOP if self.watermark is None else self.watermark


class InstanceNote(models.Model):
    """What one process of this instance leaves for the others, on whatever host they run; of no organization."""

    name = models.CharField(primary_key=True, max_length=40)
    content = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"


class OutboxEvent(models.Model):
    """A fact written in the transaction that made it true. `position` is stamped by the relay, in order of visibility."""

    id = models.BigAutoField(primary_key=True)
    organization_id = models.UUIDField()
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    audience = ArrayField(models.TextField(), default=list)
    created_at = models.DateTimeField(default=clock.now)
    position = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="outbox_unstamped", condition=models.Q(position=None))]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"


class Subscription(models.Model):
    """How far one subscriber has read."""

    name = models.CharField(primary_key=True, max_length=80)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class ParkedEvent(models.Model):
    """An event that a subscriber could not digest; it waits here for a person while the others go on."""

    subscriber = models.CharField(max_length=80)
    position = models.BigIntegerField()
    organization_id = models.UUIDField()
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    error = models.TextField()
    parked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "position"], name="parked_once")]

    def __str__(self) -> str:
        return f"{self.name} for {self.subscriber}"


class AuditEntry(TenantModel):
    """Who did what to what, before and after, from where. A trigger refuses UPDATE and DELETE."""

    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    action = models.CharField(max_length=80)
    target_type = models.CharField(max_length=40)
    target_id = models.CharField(max_length=64)
    target_label = models.CharField(max_length=200, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "-id"], name="audit_newest")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.target_label}"


class IdempotentResponse(models.Model):
    """The answer to a POST that carried an Idempotency-Key, kept for a day; encrypted, since it may hold a token."""

    scope = models.CharField(primary_key=True, max_length=64)
    request_hash = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    body = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return self.scope


class StoredFile(TenantModel):
    """A file somebody sent; its bytes lie in the configured storage under `key`."""

    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    uploader_kind = models.CharField(max_length=10)
    uploader_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return self.name


class SearchDocument(TenantModel):
    """What can be found: tokens of our own making, written by the module that owns the object."""

    kind = models.CharField(max_length=30)
    object_id = models.UUIDField()
    brand_id = models.UUIDField(null=True)
    title = models.TextField()
    facets = ArrayField(models.TextField(), default=list)
    tokens = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_document_each")]
        indexes = [GinIndex(fields=["tokens"], name="search_tokens")]

    def __str__(self) -> str:
        return self.title


class Block(TenantModel):
    """An address, visitor, telephone number, e-mail or customer refused in chat and on the phone, for a reason and, as a rule, for a time."""

    KINDS = ("ip", "visitor", "phone", "email", "customer")

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    value = models.CharField(max_length=254)
    reason = models.CharField(max_length=200)
    until = models.DateTimeField(null=True)
    created_by_id = models.UUIDField(null=True)
    refusals = models.PositiveIntegerField(default=0)
    refused_at = models.DateTimeField(null=True)  # the last time

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "kind", "value"], name="blocked_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
