"""Dialogue flows: drafted, tried out, published, taken back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, clock, drafting
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import flows as rules
from .. import permissions, ports, queries
from ..models import Flow


@transaction.atomic
def create_flow(actor: Actor, *, brand_id: UUID, name: str, draft: Mapping[str, Any]) -> Flow:
    """A flow that nobody meets before it is published. Raises NotFound for a foreign brand, Conflict for a name in use."""
    actor.require(permissions.MANAGE)
    brand = one(accounts.brands(actor).filter(id=brand_id))
    flow = Flow(organization_id=actor.organization_id, brand=brand, draft=draft)
    flow.name = _name(actor, flow, name)
    flow.save(force_insert=True)
    _record(actor, "bot.flow_created", flow, None)
    return flow


@transaction.atomic
def update_flow(actor: Actor, flow_id: UUID, changes: Mapping[str, Any]) -> Flow:
    """Change `name` or `draft`; a draft may be unsound, what is published stays as it is."""
    actor.require(permissions.MANAGE)
    flow = _locked(actor, flow_id)
    before = {"name": flow.name, "draft": flow.draft}
    if "name" in changes:
        flow.name = _name(actor, flow, changes["name"])
    flow.draft, flow.updated_at = changes.get("draft", flow.draft), clock.now()
    flow.save()
    _record(actor, "bot.flow_updated", flow, before)
    return flow


@transaction.atomic
def publish_flow(actor: Actor, flow_id: UUID) -> Flow:
    """From the next message on visitors meet the draft. Raises Invalid naming each wrong step."""
    actor.require(permissions.MANAGE)
    flow = _locked(actor, flow_id)
    faults = [
        FieldError(f"steps.{fault.step}" if fault.step else "flow", fault.text) for fault in rules.check(flow.draft)
    ]
    drafting.publish(actor, flow, "flow", faults)
    _record(actor, "bot.flow_published", flow, None)
    return flow


@transaction.atomic
def withdraw_flow(actor: Actor, flow_id: UUID) -> Flow:
    """No new conversation meets the flow; those within go on to its end."""
    actor.require(permissions.MANAGE)
    flow = _locked(actor, flow_id)
    drafting.withdraw(flow)
    _record(actor, "bot.flow_withdrawn", flow, None)
    return flow


@transaction.atomic
def delete_flow(actor: Actor, flow_id: UUID) -> None:
    """Raises Conflict while it is published."""
    actor.require(permissions.MANAGE)
    flow = _locked(actor, flow_id)
    if flow.published_id:
        text = Text("请先停用，再删除。", "Withdraw the flow before you delete it.")
        raise Conflict("flow_published", text)
    _record(actor, "bot.flow_deleted", flow, {"name": flow.name, "draft": flow.draft})
    flow.delete()


def try_flow(
    actor: Actor, flow_id: UUID, *, draft: Mapping[str, Any] | None, messages: Sequence[str]
) -> tuple[list[tuple[str, rules.Said]], str, list[str], list[rules.Wrong]]:
    """What a visitor who writes these messages would be told by the draft; nothing is kept.

    Gives (who, said) in order, how it stands (waiting, done, hand_over, left, unsound), the ids of the steps passed, and
    what is wrong with the draft.
    """
    actor.require(permissions.MANAGE)
    flow = queries.flow(actor, flow_id)
    definition = draft if draft is not None else flow.draft
    wrong = rules.check(definition)
    if wrong:
        return [], "unsound", [], wrong

    def look_up(number: str) -> rules.Found | None:
        return ports.orders.order(actor.organization_id, flow.brand_id, number, "zh-CN")

    move = rules.begin(definition, look_up)
    said = [("bot", one) for one in move.said]
    path = list(move.path)
    for text in messages:
        if move.outcome != "waiting":
            break
        move = rules.advance(definition, move.state, text, look_up)
        said += [("visitor", rules.Said(text)), *(("bot", one) for one in move.said)]
        path += move.path
    return said, move.outcome, path, []


def _locked(actor: Actor, flow_id: UUID) -> Flow:
    return one(Flow.objects.for_actor(actor).select_for_update().filter(id=flow_id))


def _name(actor: Actor, flow: Flow, written: str) -> str:
    return drafting.free_name(written, Flow.objects.for_actor(actor).filter(brand_id=flow.brand_id).exclude(id=flow.id))


def _record(actor: Actor, action: str, flow: Flow, before: Mapping[str, Any] | None) -> None:
    audit.record(
        actor,
        action=action,
        target_type="bot_flow",
        target_id=flow.id,
        target_label=flow.name,
        before=dict(before) if before else None,
        after={"name": flow.name, "draft": dict(flow.draft)},
    )
