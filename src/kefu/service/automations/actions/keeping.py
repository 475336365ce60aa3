"""Rules: made, changed, put in order."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text

from .. import permissions, queries
from ..models import AutomationRule
from ..rules import definitions

MOST_RULES = 100
ORDER_LOCK = 7_304_046


@transaction.atomic
def create_rule(actor: Actor, changes: Mapping[str, Any]) -> AutomationRule:
    """A rule behind all others. Raises Invalid naming each fault, Conflict for a name in use and beyond 100 rules."""
    actor.require(permissions.MANAGE)
    _hold_order(actor)
    found = list(queries.rules(actor).values_list("position", flat=True))
    if len(found) >= MOST_RULES:
        raise Conflict("too_many_rules", Text("规则最多 100 条。", "There may be at most 100 rules."))
    made = AutomationRule(organization_id=actor.organization_id, position=max(found, default=0) + 1)
    _take(actor, made, changes)
    made.save(force_insert=True)
    _record(actor, "automation_rule.created", made, None)
    return made


@transaction.atomic
def update_rule(actor: Actor, rule_id: UUID, changes: Mapping[str, Any]) -> AutomationRule:
    """Change what is named; one that was switched off by itself forgets why when it is switched on again."""
    actor.require(permissions.MANAGE)
    kept = _locked(actor, rule_id)
    before = _told(kept)
    _take(actor, kept, changes)
    if kept.is_enabled:
        kept.off_reason = ""
    kept.save()
    _record(actor, "automation_rule.updated", kept, before)
    return kept


@transaction.atomic
def shift_rule(actor: Actor, rule_id: UUID, *, by: int) -> list[AutomationRule]:
    """Run it one place earlier (-1) or later (1); at the end of the list it stays. Returns all in their order."""
    actor.require(permissions.MANAGE)
    _hold_order(actor)
    queries.rule(actor, rule_id)
    found = list(queries.rules(actor).select_for_update())
    at = next(index for index, one in enumerate(found) if one.id == rule_id)
    before = [one.name for one in found]
    moved = found.pop(at)
    found.insert(max(0, min(at + by, len(found))), moved)
    for position, one in enumerate(found, start=1):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])
    audit.record(
        actor,
        action="automation_rule.updated",
        target_type="automation_rule",
        target_id=moved.id,
        target_label=moved.name,
        before={"order": before},
        after={"order": [one.name for one in found]},
    )
    return found


@transaction.atomic
def delete_rule(actor: Actor, rule_id: UUID) -> None:
    """With what it is remembered to have done; the tickets' own histories stay."""
    actor.require(permissions.MANAGE)
    kept = _locked(actor, rule_id)
    _record(actor, "automation_rule.deleted", kept, _told(kept))
    kept.delete()


def refuse(wrong: Iterable[definitions.Wrong], *, within: str = "") -> None:
    """Raise Invalid with every fault at its place."""
    errors = [FieldError(".".join(filter(None, (within, one.place))), one.text) for one in wrong]
    if errors:
        raise Invalid("wrong_rule", Text("请检查标出的位置。", "Check the places named below."), errors=errors)


def named(name: str) -> str:
    """Raises Invalid when nothing is left of it."""
    if found := " ".join(name.split())[:60]:
        return found
    text = Text("请填写名称。", "Give it a name.")
    raise Invalid("wrong_name", text, errors=[FieldError("name", text)])


def _take(actor: Actor, kept: AutomationRule, changes: Mapping[str, Any]) -> None:
    kept.name = named(changes.get("name", kept.name))
    others = queries.rules(actor).exclude(id=kept.id)
    if others.filter(name=kept.name).exists():
        text = Text("已有同名规则。", "There is a rule of this name.")
        raise Conflict("name_taken", text, errors=[FieldError("name", text)])
    for flag in ("is_enabled", "stops_after"):
        setattr(kept, flag, changes.get(flag, getattr(kept, flag)))
    if "definition" in changes:
        refuse(definitions.faults(changes["definition"], queries.known(actor)), within="definition")
        kept.definition = changes["definition"]
        kept.trigger = kept.definition["trigger"]["kind"]


def _locked(actor: Actor, rule_id: UUID) -> AutomationRule:
    queries.rule(actor, rule_id)
    return queries.rules(actor).select_for_update().get(id=rule_id)


def _hold_order(actor: Actor) -> None:
    lock_for_transaction(ORDER_LOCK, str(actor.organization_id))


def _told(kept: AutomationRule) -> dict[str, Any]:
    return {name: getattr(kept, name) for name in ("name", "is_enabled", "stops_after", "definition")}


def _record(actor: Actor, action: str, kept: AutomationRule, before: Mapping[str, Any] | None) -> None:
    after = None if action.endswith("deleted") else _told(kept)
    audit.record(
        actor,
        action=action,
        target_type="automation_rule",
        target_id=kept.id,
        target_label=kept.name,
        before=before,
        after=after,
    )
