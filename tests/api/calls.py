"""The telephone's part of the scene: a trunk, a flow, calls that ended, and what came of them."""

from __future__ import annotations

import io
import wave
from datetime import timedelta

from tests.flows.conftest import Shop

from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony import queries as telephony_queries
from kefu.contact.telephony.models import Call, Callback, CallFlow, Emergency, RatingInvitation, Trunk
from kefu.contact.telephony.rules import machine
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import User
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.ids import new_id


def telephone(house: Shop) -> tuple[Trunk, CallFlow, Call, Emergency]:
    """A line, a flow that may be published, a call that came by it, left a message and is over, one that left none, and an announcement."""
    boss = owner(house)
    trunk = telephony.create_trunk(boss, name="运营商", host="sip.carrier.example", addresses=[])
    draft = {"start": "line", "nodes": {"line": {"kind": "queue", "queue_id": str(house.queue.id)}}}
    flow = telephony.save_flow(boss, brand_id=house.site.brand_id, name="总机", draft=draft)
    telephony.publish_flow(boss, flow.id)
    telephony.create_number(
        boss, brand_id=house.site.brand_id, digits=f"400{new_id().int % 10**7:07d}", name="热线", flow_id=flow.id
    )
    number = telephony_queries.numbers(boss).get()
    found = telephony.arrive(f"channel-{number.digits}", number.digits, "13800138000")
    assert found is not None
    organization_id, call_id = found
    telephony.follow(organization_id, call_id, machine.Arrived())
    telephony.follow(organization_id, call_id, machine.LegGone(machine.CALLER))
    telephony.keep_message(call_id, tone())
    missed = telephony.arrive(f"missed-{number.digits}", number.digits, "13900139000")
    assert missed is not None
    telephony.follow(*missed, machine.Arrived())
    telephony.follow(*missed, machine.LegGone(machine.CALLER))
    prompt = telephony.create_prompt(boss, brand_id=house.site.brand_id, name="停电", content=tone())
    emergency = telephony.begin_emergency(boss, prompt_id=prompt.id, number_id=number.id)
    return trunk, flow, telephony_queries.call(boss, call_id), emergency


def tone() -> bytes:
    """A second of silence as a sound file."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16000))
    return made.getvalue()


def owner(shop: Shop) -> Actor:
    user = User.objects.for_actor(shop.system).get(role__code="owner")
    return account_queries.actor_for_user(user.id, ip=None) or shop.system


def callback(house: Shop, call: Call) -> Callback:
    """One that is waited for. Its call is over, so that nothing comes of it."""
    return Callback.objects.create(
        organization_id=call.organization_id,
        brand_id=call.brand_id,
        queue=house.queue,
        call=call,
        number="13800138000",
        queued_at=call.started_at,
    )


def rating_link(call: Call) -> str:
    """The link by which the caller may rate, as if they had been served."""
    token = f"rate-{call.id}"
    RatingInvitation.objects.create(
        organization_id=call.organization_id,
        call=call,
        token_hash=telephony_queries.hashed_token(token),
        number="13800138000",
        locale="zh-CN",
        expires_at=clock.now() + timedelta(days=1),
    )
    return token
