"""Branches (网点) of a brand."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.contact.routing.models import Queue
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.calendars import queries as calendars
from kefu.kernel import audit, text
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions
from ..models import Branch
from ..rules import regions

MAX_COVERAGE = 100


@transaction.atomic
def create_branch(actor: Actor, *, brand_id: UUID, changes: Mapping[str, Any]) -> Branch:
    """Raises Invalid for a region that there is not, Conflict for a name or a code in use."""
    actor.require(permissions.MANAGE)
    made = Branch(organization_id=actor.organization_id, brand=one(accounts.brands(actor).filter(id=brand_id)))
    _take(actor, made, {"name": "", "queue_id": None, **changes})
    made.save(force_insert=True)
    _record(actor, "branch.created", made)
    return made


@transaction.atomic
def update_branch(actor: Actor, branch_id: UUID, changes: Mapping[str, Any]) -> Branch:
    """Change what is named; calls that wait already stay where they are."""
    actor.require(permissions.MANAGE)
    kept = one(Branch.objects.for_actor(actor).filter(id=branch_id).select_for_update())
    _take(actor, kept, changes)
    kept.save()
    _record(actor, "branch.updated", kept)
    return kept


@transaction.atomic
def delete_branch(actor: Actor, branch_id: UUID) -> None:
    actor.require(permissions.MANAGE)
    kept = Branch.objects.get_for(actor, branch_id)
    _record(actor, "branch.deleted", kept)
    kept.delete()


def _take(actor: Actor, kept: Branch, changes: Mapping[str, Any]) -> None:
    others = Branch.objects.for_actor(actor).filter(brand_id=kept.brand_id).exclude(id=kept.id)
    if "name" in changes:
        kept.name = text.storable(changes["name"]).strip()
        if not kept.name:
            raise _wrong("name", Text("请填写名称。", "Give it a name."))
        if others.filter(name=kept.name).exists():
            raise Conflict("name_taken", Text("已有同名的网点。", "There is a branch with this name already."))
    if "code" in changes:
        kept.code = text.storable(changes["code"]).strip()
        if kept.code and others.filter(code=kept.code).exists():
            raise Conflict("code_taken", Text("该编号已被使用。", "This code is in use."))
    if "coverage" in changes:
        kept.coverage = _coverage(changes["coverage"])
    if "queue_id" in changes:
        lines = Queue.objects.for_actor(actor).filter(brand_id=kept.brand_id, is_active=True)
        line = lines.filter(id=changes["queue_id"]).first()
        if line is None:
            raise _wrong("queue_id", Text("请选择技能组。", "Choose a queue."))
        kept.queue = line
    if "calendar_id" in changes:
        wanted = changes["calendar_id"]
        kept.calendar = one(calendars.calendars(actor).filter(id=wanted)) if wanted else None
    if "backup_id" in changes:
        wanted = changes["backup_id"]
        kept.backup = one(others.filter(id=wanted)) if wanted else None
    if "is_headquarters" in changes:
        kept.is_headquarters = bool(changes["is_headquarters"])
        if kept.is_headquarters:
            others.filter(is_headquarters=True).update(is_headquarters=False)


def _coverage(places: list[str]) -> list[str]:
    """Provinces and cities that the table of numbers knows, each once."""
    known = {name for province, cities in regions.names().items() for name in (province, *cities)}
    found = []
    for written in places[:MAX_COVERAGE]:
        place = written.strip().removesuffix("省").removesuffix("市")
        if place.rpartition("/")[2] not in known:
            raise _wrong("coverage", Text(f"没有“{written}”这个地区。", f"There is no region called {written}."))
        found.append(place)
    return list(dict.fromkeys(found))


def _wrong(field: str, told: Text) -> Invalid:
    return Invalid("invalid_fields", told, errors=[FieldError(field, told)])


def _record(actor: Actor, action: str, kept: Branch) -> None:
    audit.record(actor, action=action, target_type="branch", target_id=kept.id, target_label=kept.name)
