"""Scripts: drafted, published, taken back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from kefu.contact.routing.models import Disposition, Queue
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, rules
from ..models import Script, ScriptVersion

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
    if wrong:
        raise Invalid(
            "script_unsound",
            Text(
                "话术还不能发布，请改正标出的步骤。", "The script cannot be published yet; mend the steps named below."
            ),
            errors=[FieldError(f"steps.{fault.step}" if fault.step else "draft", fault.text) for fault in wrong],
        )
    last = ScriptVersion.objects.for_actor(actor).filter(script=kept).aggregate(last=Max("number"))["last"] or 0
    kept.published = ScriptVersion.objects.create(
        organization_id=actor.organization_id,
        script=kept,
        name=kept.name,
        number=last + 1,
        definition=kept.draft,
        publisher_id=actor.id,
    )
    kept.save(update_fields=["published"])
    _record(actor, "script.published", kept, None)
    return kept


@transaction.atomic
def withdraw_script(actor: Actor, script_id: UUID) -> Script:
    """Nobody begins it any more; walks under way go on."""
    actor.require(permissions.MANAGE)
    kept = _locked(actor, script_id)
    kept.published = None
    kept.save(update_fields=["published"])
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
    kept.name = kept.name.strip()
    if not kept.name:
        error = FieldError("name", Text("请填写名称", "Give it a name"))
        raise Invalid("name_missing", Text("请填写话术名称。", "Give the script a name."), errors=[error])
    same = Script.objects.for_actor(actor).filter(brand_id=kept.brand_id, name=kept.name).exclude(id=kept.id)
    if same.exists():
        raise Conflict("name_taken", Text("已有同名的话术。", "There is a script with this name already."))
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
