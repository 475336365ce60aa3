"""Rows belong to an organization, and a query that does not say whose rows it wants is refused."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self, TypeVar

import structlog
from django.db import models
from django.db.models import Q

from . import clock
from .actor import Actor
from .errors import NotFound
from .ids import new_id

log = structlog.get_logger(__name__)
M = TypeVar("M", bound=models.Model)


class UnscopedQuery(RuntimeError):
    """A query over rows of every organization that nobody asked for by name."""


class TenantRows(models.QuerySet[M]):
    """Rows whose lock leaves those alone who only refer to them: they would wait for it at the end of their transaction."""

    def select_for_update(
        self, nowait: bool = False, skip_locked: bool = False, of: Sequence[str] = (), no_key: bool = True
    ) -> Self:
        return super().select_for_update(nowait, skip_locked, of, no_key)


class TenantManager(models.Manager[M]):
    """Reaches rows only through `for_actor` or the logged `across_organizations`; `create` needs the organization anyway."""

    _queryset_class = TenantRows

    def get_queryset(self) -> models.QuerySet[M]:
        raise UnscopedQuery(f"{self.model.__name__}.objects: use for_actor(actor) or across_organizations(reason)")

    def for_actor(self, actor: Actor) -> models.QuerySet[M]:
        """Rows of the actor's organization, and of their brands where the model has brands."""
        rows = super().get_queryset().filter(organization_id=actor.organization_id)
        if actor.brand_ids is not None and any(f.name == "brand" for f in self.model._meta.concrete_fields):
            rows = rows.filter(Q(brand_id__in=actor.brand_ids) | Q(brand_id=None))
        return rows

    def across_organizations(self, reason: str) -> models.QuerySet[M]:
        """Rows of everybody, for sign-in, relays and timers; the reason goes to the log."""
        log.debug("across_organizations", model=self.model.__name__, reason=reason)
        return super().get_queryset()

    def create(self, **values: Any) -> M:
        row = self.model(**values)
        row.save(force_insert=True)
        return row

    def bulk_create(self, objs: Iterable[M], *arguments: Any, **options: Any) -> list[M]:
        return super().get_queryset().bulk_create(objs, *arguments, **options)

    def get_for(self, actor: Actor, id: Any) -> M:
        """One row of the actor's, or NotFound."""
        return one(self.for_actor(actor).filter(pk=id))


def one(rows: models.QuerySet[M]) -> M:
    """The single row, or NotFound."""
    return found(next(iter(rows[:1]), None))


def found(row: M | None) -> M:
    """What was looked for, or NotFound."""
    if row is None:
        raise NotFound()
    return row


class TenantModel(models.Model):
    """A business row: UUIDv7, its organization, and when it was made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey("kernel.Organization", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        abstract = True
