"""Calls without an engine: what its events would tell is told to the call's machine."""

from __future__ import annotations

from typing import Any

from tests.flows.conftest import Shop

from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony.models import Call
from kefu.contact.telephony.rules import machine
from kefu.kernel import events
from kefu.kernel.ids import new_id

HOTLINE = "4000008410"


def hotline(shop: Shop, digits: str = HOTLINE, *, draft: dict[str, Any] | None = None, **settings: Any) -> None:
    """A number whose callers wait in the line at once, or follow `draft`."""
    brand = str(shop.site.brand_id)
    to_line = {"start": "line", "nodes": {"line": {"kind": "queue", "queue_id": str(shop.queue.id)}}}
    body = {"brand_id": brand, "name": digits, "draft": draft or to_line}
    flow = shop.owner("POST", "/call-flows", body, expect=201)
    assert flow["wrong"] == []
    shop.owner("POST", f"/call-flows/{flow['id']}/publish")
    number = {"brand_id": brand, "digits": digits, "name": "热线", "flow_id": flow["id"], **settings}
    shop.owner("POST", "/phone-numbers", number, expect=201)


def rings(caller: str, digits: str = HOTLINE) -> Call:
    """A call that has come as far as its flow leads by itself."""
    found = telephony.arrive(f"channel-{new_id()}", digits, caller)
    assert found is not None
    organization_id, call_id = found
    telephony.follow(organization_id, call_id, machine.Arrived())
    return fresh(call_id)


def fresh(call_id: Any) -> Call:
    return Call.objects.across_organizations("a test").get(id=call_id)


def hangs_up(call: Call) -> Call:
    """The caller's leg has gone, and everybody has heard of it."""
    telephony.follow(call.organization_id, call.id, machine.LegGone(machine.CALLER))
    events.drain()
    return fresh(call.id)


def is_answered(call: Call, user_id: str) -> None:
    """Routing offered it to this agent, whose telephone has rung and answered."""
    events.drain()
    telephony.follow(call.organization_id, call.id, machine.Offered(user_id, "PJSIP/x"))
    telephony.follow(call.organization_id, call.id, machine.LegUp(fresh(call.id).machine["leg"]))
    assert fresh(call.id).answered_at is not None
