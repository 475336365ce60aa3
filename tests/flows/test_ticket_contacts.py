"""Tickets of callers: what the screen pop shows, and what becomes of a call that nobody could solve at once."""

from __future__ import annotations

from kefu.foundation.customers import actions as customers

from .conftest import Shop
from .hotline import hotline, is_answered, rings
from .test_phone_line import on_the_phone
from .work import do, id_of, make, move

CALLER = "13800138731"


def test_a_call_becomes_a_ticket_and_leads_to_it(shop: Shop) -> None:
    hotline(shop)
    agent, agent_id = on_the_phone(shop, "7301")
    customer = customers.create(shop.system, name="王芳", phone=CALLER, brand_id=shop.site.brand_id)
    call = rings(CALLER)
    is_answered(call, str(agent_id))
    ticket = make(agent, call_id=str(call.id))
    assert (ticket["source"], ticket["customer"]["id"]) == ("call", str(customer.id))
    assert [(one["kind"], one["object_id"]) for one in ticket["links"]] == [("call", str(call.id))]
    make(agent)
    assert [row["id"] for row in agent("GET", f"/tickets?call_id={call.id}")["items"]] == [ticket["id"]]
    assert agent("GET", f"/tickets?conversation_id={call.id}")["items"] == []


def test_whoever_has_the_caller_sees_how_far_their_tickets_are_and_urges(shop: Shop) -> None:
    customer = customers.create(shop.system, name="李雷", phone=CALLER, brand_id=shop.site.brand_id)
    worker, front = shop.agent("7302"), shop.agent("7303")
    ticket = make(worker, customer_id=str(customer.id), owner_id=id_of(worker))
    assert ticket["id"] not in {row["id"] for row in front("GET", "/tickets")["items"]}
    (seen,) = front("GET", f"/customers/{customer.id}/tickets")["items"]
    assert (seen["id"], seen["stage"]["code"], seen["due_kind"]) == (ticket["id"], "new", "first_response")
    assert do(front, ticket, "urge")["urges"] == 1
    move(worker, ticket, "done")
    (seen,) = front("GET", f"/customers/{customer.id}/tickets")["items"]
    assert seen["stage"]["category"] == "done", "told, so that whoever answers the phone can say it"
