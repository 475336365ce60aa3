"""Trunks (中继) with their number rules, and the numbers that customers dial (接入号)."""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.calendars import queries as calendars
from kefu.kernel import audit, clock, sealing, text
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions
from ..models import CallFlow, PhoneNumber, Prompt, Trunk
from ..rules import numbers, trunks
from .telling import tell_of_settings

PLAIN = ("host", "port", "addresses", "user", "area", "zero_before_far", "rules_in", "rules_out")


@transaction.atomic
def create_trunk(actor: Actor, *, name: str, host: str, **settings: Any) -> Trunk:
    """A line to the telephone network. Raises Invalid for a host, an address or a rule that is none."""
    actor.require(permissions.MANAGE)
    made = Trunk(organization_id=actor.organization_id, account=f"trunk-{secrets.token_hex(6)}")
    _take(made, {"name": name, "host": host, **settings})
    made.save(force_insert=True)
    tell_of_settings()
    _record(actor, "trunk.created", "trunk", made.id, made.name)
    return made


@transaction.atomic
def update_trunk(actor: Actor, trunk_id: UUID, changes: Mapping[str, Any]) -> Trunk:
    """Change what is named; the engine hears of it at once, and calls that are going on stay up."""
    actor.require(permissions.MANAGE)
    kept = one(Trunk.objects.for_actor(actor).filter(id=trunk_id).select_for_update())
    _take(kept, changes)
    kept.save()
    tell_of_settings()
    _record(actor, "trunk.updated", "trunk", kept.id, kept.name)
    return kept


@transaction.atomic
def delete_trunk(actor: Actor, trunk_id: UUID) -> None:
    """Calls that are going on stay up; none comes by it any more."""
    actor.require(permissions.MANAGE)
    trunk = Trunk.objects.get_for(actor, trunk_id)
    _record(actor, "trunk.deleted", "trunk", trunk.id, trunk.name)
    trunk.delete()
    tell_of_settings()


def note_trunk_states(states: Mapping[str, str]) -> None:
    """What the engine says of each line, by the engine's name of it: for the telephony role alone."""
    rows = Trunk.objects.across_organizations("trunks of the engine")
    for state in set(states.values()):
        named = [account for account, said in states.items() if said == state]
        rows.filter(account__in=named).update(state=state, state_at=clock.now())


@transaction.atomic
def create_number(actor: Actor, *, brand_id: UUID, digits: str, name: str, **settings: Any) -> PhoneNumber:
    """A number that customers dial, blocked ones too if it `takes_blocked`. Raises Invalid unless it is digits, Conflict when it is taken on this instance."""
    actor.require(permissions.MANAGE)
    brand = one(accounts.brands(actor).filter(id=brand_id))
    plain = digits.strip().removeprefix("+").replace("-", "").replace(" ", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 32:
        raise _wrong("digits", Text("接入号只能包含数字。", "A number is made of digits."), "wrong_number")
    if PhoneNumber.objects.across_organizations("numbers are the instance's").filter(digits=plain).exists():
        raise Conflict("number_taken", Text("该号码已被使用。", "This number is in use."))
    made = PhoneNumber(organization_id=actor.organization_id, brand=brand, digits=plain)
    _lead(actor, made, {"name": name, **settings})
    made.save(force_insert=True)
    tell_of_settings()
    _record(actor, "phone_number.created", "phone_number", made.id, made.digits)
    return made


@transaction.atomic
def update_number(actor: Actor, number_id: UUID, changes: Mapping[str, Any]) -> PhoneNumber:
    """Change what is named; its digits stay. The next call follows."""
    actor.require(permissions.MANAGE)
    kept = one(PhoneNumber.objects.for_actor(actor).filter(id=number_id).select_for_update())
    _lead(actor, kept, changes)
    kept.save()
    tell_of_settings()
    _record(actor, "phone_number.updated", "phone_number", kept.id, kept.digits)
    return kept


def _lead(actor: Actor, kept: PhoneNumber, changes: Mapping[str, Any]) -> None:
    if "name" in changes:
        kept.name = text.storable(changes["name"]).strip()[:60]
    if "flow_id" in changes:
        wanted = changes["flow_id"]
        kept.flow = one(CallFlow.objects.for_actor(actor).filter(id=wanted, brand_id=kept.brand_id)) if wanted else None
    if "calendar_id" in changes:
        wanted = changes["calendar_id"]
        kept.calendar = one(calendars.calendars(actor).filter(id=wanted)) if wanted else None
    if "away_prompt_id" in changes:
        kept.away_prompt = _spoken(actor, kept, changes["away_prompt_id"])
    for field in ("is_active", "takes_blocked", "may_be_shown"):
        if field in changes:
            setattr(kept, field, changes[field])


def _spoken(actor: Actor, kept: PhoneNumber, prompt_id: UUID | None) -> Prompt | None:
    if prompt_id is None:
        return None
    prompt = one(Prompt.objects.for_actor(actor).filter(id=prompt_id, brand_id=kept.brand_id))
    if prompt.file_id is None:
        unspoken = Text("这段语音尚未生成，请稍后再选。", "This prompt is not spoken yet: choose it once it is.")
        raise _wrong("away_prompt_id", unspoken, "prompt_not_spoken")
    return prompt


def _take(kept: Trunk, changes: Mapping[str, Any]) -> None:
    if "name" in changes:
        kept.name = text.storable(changes["name"]).strip()[:60]
    for field in PLAIN:
        if field in changes:
            setattr(kept, field, changes[field])
    wrong = trunks.fault(kept.host, kept.addresses, kept.user)
    if wrong:
        raise _wrong(wrong.field, wrong.text, "wrong_trunk")
    if not numbers.AREA.fullmatch(kept.area):
        raise _wrong("area", Text("区号如 010、0755。", "An area code is like 010 or 0755."), "wrong_trunk")
    for field in ("rules_in", "rules_out"):
        for fault in numbers.faults(getattr(kept, field)):
            nth = fault.at + 1
            raise _wrong(field, Text(f"第 {nth} 条：{fault.text.zh}", f"Rule {nth}: {fault.text.en}"), "wrong_trunk")
    if changes.get("password"):
        kept.secret = sealing.seal(changes["password"])
    if not kept.user:
        kept.secret = ""


def _wrong(field: str, told: Text, code: str) -> Invalid:
    return Invalid(code, told, errors=[FieldError(field, told)])


def _record(actor: Actor, action: str, kind: str, id: UUID, label: str) -> None:
    audit.record(actor, action=action, target_type=kind, target_id=id, target_label=label)
