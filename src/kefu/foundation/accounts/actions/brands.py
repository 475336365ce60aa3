"""Brands."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import Brand
from .saving import save


@transaction.atomic
def create_brand(actor: Actor, *, code: str, name: str, color: str | None = None) -> Brand:
    """Create a brand; `color` is #rrggbb. Raises Conflict for a code that exists."""
    actor.require(permissions.BRANDS_MANAGE)
    brand = Brand(organization_id=actor.organization_id, code=code, name=name, **({"color": color} if color else {}))
    save(brand)
    audit.record(actor, action="brand.created", target_type="brand", target_id=brand.id, target_label=name)
    return brand


@transaction.atomic
def update_brand(actor: Actor, *, brand_id: UUID, changes: Mapping[str, str]) -> Brand:
    """Change code, name, color, as far as named."""
    actor.require(permissions.BRANDS_MANAGE)
    brand = one(queries.brands(actor).filter(id=brand_id))
    before = _audited(brand)
    for field in ("code", "name", "color"):
        if field in changes:
            setattr(brand, field, changes[field])
    save(brand)
    audit.record(
        actor, action="brand.updated", target_type="brand", target_id=brand.id, target_label=brand.name,
        before=before, after=_audited(brand),
    )  # fmt: skip
    return brand


def _audited(brand: Brand) -> dict[str, str]:
    return {"code": brand.code, "name": brand.name, "color": brand.color}
