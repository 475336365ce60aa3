"""Scripts: drafted, published, taken back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.contact.routing.models import Disposition, Queue
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, clock, drafting
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, rules
from ..models import Script

PLAIN = ("name", "is_mandatory", "draft")


@transaction.atomic
def create_script(actor: Actor, changes: Mapping[str, Any]) -> Script:
    """A script that no agent meets before it is published.

    Raises NotFound for a foreign brand, reason or queue, Conflict for a name in use.
    """
    actor.require(permissions.MANAGE)
    brand = one(accounts.brands(actor).filter(id=changes["brand_id"]))
    made = Script(organization_id=actor.organization_id, brand=brand)
    _take(actor, made, changes)
    made.save(force_insert=True)
    _record(actor, "script.created", made, None)
    return made


@transaction.atomic
def update_script(actor: Actor, script_id: UUID, changes: Mapping[str, Any]) -> Script:
    """Change what is named; a draft may be faulty, what is published stays as it is."""
    actor.require(permissions.MANAGE)
    kept = _locked(actor, script_id)
    before = _told(kept)
    _take(actor, kept, changes)
    kept.updated_at = clock.now()
    kept.save()
    _record(actor, "script.updated", kept, before)
    return kept


@transaction.atomic
def publish_script(actor: Actor, script_id: UUID) -> Script:
    """From now on agents begin with the draft; walks under way end as they began. Raises Invalid naming each wrong step."""
    actor.require(permissions.MANAGE)
    kept = _locked(actor, script_id)
    wrong = rules.check(kept.draft)
    faults = [FieldError(f"steps.{fault.step}" if fault.step else "draft", fault.text) for fault in wrong]
    drafting.publish(actor, kept, "script", faults, name=kept.name)
    _record(actor, "script.published", kept, None)
    return kept


@transaction.atomic
def withdraw_script(actor: Actor, script_id: UUID) -> Script:
    """Nobody begins it any more; walks under way go on."""
    actor.require(permissions.MANAGE)
    kept = _locked(actor, script_id)
    drafting.withdraw(kept)
    _record(actor, "script.withdrawn", kept, None)
    return kept


@transaction.atomic
def delete_script(actor: Actor, script_id: UUID) -> None:
    """Its versions stay where contacts were walked by them. Raises Conflict while it is published."""
    actor.require(permissions.MANAGE)
    kept = _locked(actor, script_id)
    if kept.published_id:
        raise Conflict("script_published", Text("请先停用，再删除。", "Withdraw the script before you delete it."))
    _record(actor, "script.deleted", kept, _told(kept))
    kept.delete()


def _take(actor: Actor, kept: Script, changes: Mapping[str, Any]) -> None:
    for field in PLAIN:
        if field in changes:
            setattr(kept, field, changes[field])
    others = Script.objects.for_actor(actor).filter(brand_id=kept.brand_id).exclude(id=kept.id)
    kept.name = drafting.free_name(kept.name, others)
    if "disposition_id" in changes:
        wanted = changes["disposition_id"]
        kept.disposition = Disposition.objects.get_for(actor, wanted) if wanted else None
    if "queue_id" in changes:
        kept.queue = Queue.objects.get_for(actor, changes["queue_id"]) if changes["queue_id"] else None


def _locked(actor: Actor, script_id: UUID) -> Script:
    return one(Script.objects.for_actor(actor).select_for_update().filter(id=script_id))


def _told(kept: Script) -> dict[str, Any]:
    return {
        "name": kept.name,
        "is_mandatory": kept.is_mandatory,
        "disposition_id": str(kept.disposition_id or ""),
        "queue_id": str(kept.queue_id or ""),
        "draft": dict(kept.draft),
    }


def _record(actor: Actor, action: str, kept: Script, before: Mapping[str, Any] | None) -> None:
    audit.record(
        actor,
        action=action,
        target_type="script",
        target_id=kept.id,
        target_label=kept.name,
        before=before,
        after=_told(kept),
    )
