"""What an agent needs to call out, and what is refused in words before anything rings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from tests.flows.conftest import Api, Shop

from kefu.contact.telephony import actions
from kefu.contact.telephony.models import CallCommand
from kefu.contact.telephony.rules import machine

pytestmark = pytest.mark.django_db


def refused(api: Api, to: str, code: str, *, expect: int, **body: Any) -> None:
    assert api("POST", "/calls", {"to": to, **body}, expect=expect)["code"] == code


@pytest.fixture
def agent(shop: Shop) -> Api:
    return shop.agent("8202")


def equip(shop: Shop, agent: Api) -> dict[str, Any]:
    """A telephone, a line and a number to show."""
    me = agent("GET", "/auth/me")["user"]["id"]
    shop.owner("POST", "/extensions", {"user_id": me, "kind": "telephone"}, expect=201)
    shop.owner("POST", "/trunks", {"name": "运营商", "host": "sip.carrier.example"}, expect=201)
    number: dict[str, Any] = shop.owner(
        "POST", "/phone-numbers", {"brand_id": str(shop.site.brand_id), "digits": "4000008202"}, expect=201
    )
    return number


def test_what_is_missing_is_named_one_after_another(shop: Shop, agent: Api) -> None:
    refused(agent, "13800138000", "no_extension", expect=409)
    me = agent("GET", "/auth/me")["user"]["id"]
    shop.owner("POST", "/extensions", {"user_id": me, "kind": "telephone"}, expect=201)
    refused(agent, "13800138000", "no_number_to_show", expect=409)
    shop.owner("POST", "/phone-numbers", {"brand_id": str(shop.site.brand_id), "digits": "4000008202"}, expect=201)
    refused(agent, "13800138000", "no_trunk", expect=409)


def test_a_call_out_rings_at_the_agent_and_nobody_calls_twice_at_once(shop: Shop, agent: Api) -> None:
    number = equip(shop, agent)
    call = agent("POST", "/calls", {"to": "+86 138-0013-8000", "caller_number_id": number["id"]}, expect=201)
    assert (call["phase"], call["direction"], call["number"]["digits"]) == ("calling", "outbound", "4000008202")
    command = CallCommand.objects.for_actor(shop.system).get(call=call["id"])
    assert command.fact["kind"] == "Placed" and command.fact["shows"] == "13800138000"
    refused(agent, "13800138000", "dialled_just_now", expect=422)
    refused(agent, "13800138001", "on_the_phone", expect=409)
    refused(agent, "13800138001", "number_not_shown", expect=422, caller_number_id=call["id"])
    refused(agent, "0012125550100", "abroad_not_allowed", expect=422)
    actions.follow(shop.organization.id, UUID(call["id"]), machine.Asked("agent"))
    assert agent("GET", f"/calls/{call['id']}")["phase"] == "ended"
    again = agent("POST", "/calls", {"to": "13800138001"}, expect=201)
    assert again["phase"] == "calling", "free at once, since nobody was reached"


def test_the_customer_s_number_is_dialled_without_being_seen(shop: Shop, agent: Api) -> None:
    equip(shop, agent)
    customer = shop.owner(
        "POST",
        "/customers",
        {"brand_id": str(shop.site.brand_id), "name": "王女士", "phone": "13800138777"},
        expect=201,
    )
    call = agent("POST", "/calls", {"customer_id": customer["id"]}, expect=201)
    assert call["customer_id"] == customer["id"]
    command = CallCommand.objects.for_actor(shop.system).get(call=call["id"])
    assert command.fact["shows"] == "13800138777"
