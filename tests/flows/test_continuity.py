"""While a ticket is open, the customer's next contact goes to who has it in hand (延续性服务)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from kefu.contact.conversations import rules
from kefu.contact.routing import actions as routing
from kefu.contact.routing import jobs
from kefu.contact.routing.models import WorkItem
from kefu.foundation.accounts.models import Brand
from kefu.foundation.customers import actions as customers
from kefu.foundation.customers.models import Customer
from kefu.kernel import events

from .conftest import Api, Hours, Shop, Visitor, make_shop
from .test_line import again, settle
from .test_phone_line import Caller, hotline, on_the_phone
from .test_texting import by_sms, line
from .test_texting import writes as texts
from .work import do, id_of, make, move

PHONE = "13800008731"


@pytest.fixture
def customer(shop: Shop) -> Customer:
    return customers.identify(shop.system, brand_id=shop.site.brand_id, external_id="u-1", name="林女士", phone=PHONE)


def writes(shop: Shop) -> Visitor:
    """The customer's next chat, which asks for a person."""
    signature = rules.identity_signature(shop.site.identity_secret, "u-1")
    return shop.visitor(visitor={"external_id": "u-1", "identity_signature": signature})


def whose(shop: Shop, visitor: Visitor) -> str | None:
    assignee = shop.owner("GET", f"/conversations/{visitor.id}")["assignee"]
    return assignee["id"] if assignee else None


def next_chat(shop: Shop) -> tuple[str | None, str]:
    """Who got the customer's next chat, and why; it is over then, without a trace of whom they talked to."""
    visitor = writes(shop)
    why = decisions(shop.owner, visitor.id)[0]["reason"]
    got = whose(shop, visitor)
    work = WorkItem.objects.for_actor(shop.system).get(subject_id=visitor.id)
    routing.end(shop.system, work.id, cancelled=True)
    events.drain()
    return got, why


def decisions(api: Api, subject_id: UUID) -> Any:
    return api("GET", f"/routing/decisions?conversation={subject_id}")["items"]


def goes(agent: Api, status: str) -> None:
    agent("PUT", "/agents/me/presence", {"status": status, "channels": ["chat", "phone"]})
    events.drain()


def test_a_chat_goes_to_the_ticket_s_owner_though_another_is_freer(shop: Shop, customer: Customer) -> None:
    owner = shop.agent("8301")
    shop.visitor()  # in the hands of the owner
    other = shop.agent("8302")
    ticket = make(other, customer_id=str(customer.id), owner_id=id_of(owner))
    visitor = writes(shop)
    assert whose(shop, visitor) == id_of(owner)
    (decision,) = decisions(owner, visitor.id)
    named = {row["user_id"]: row["terms"]["ticket"] for row in decision["candidates"] if "ticket" in row["terms"]}
    assert decision["reason"] == "ticket_owner" and named == {id_of(owner): ticket["number"]}


def test_only_a_ticket_that_is_open_counts_and_only_its_owner_of_now(shop: Shop, customer: Customer) -> None:
    owner, other = shop.agent("8301"), shop.agent("8302")
    about = {"customer_id": str(customer.id)}
    assert next_chat(shop)[1] == "least_saturated"
    ticket = make(other, **about, owner_id=id_of(owner))
    assert next_chat(shop) == (id_of(owner), "ticket_owner")
    do(shop.owner, ticket, "assign", owner_id=id_of(other), reason="换班")
    assert next_chat(shop) == (id_of(other), "ticket_owner")
    assert next_chat(shop)[0] == id_of(other), "as often as they come"
    into = make(owner, **about, owner_id=id_of(owner))
    do(shop.owner, into, "merge", ticket_id=ticket["id"])
    assert next_chat(shop) == (id_of(owner), "ticket_owner"), "the merged one is nobody's"
    move(owner, into, "done")
    assert next_chat(shop)[1] == "least_saturated"


def test_of_several_the_one_touched_last_whose_owner_can_take_it(shop: Shop, customer: Customer, hours: Hours) -> None:
    first, second = shop.agent("8301"), shop.agent("8302", chat_capacity=1)
    older = make(first, customer_id=str(customer.id), owner_id=id_of(first))
    hours.pass_(60)
    make(second, customer_id=str(customer.id), owner_id=id_of(second))
    assert next_chat(shop) == (id_of(second), "ticket_owner")
    hours.pass_(60)
    do(first, older, "comments", text="仓库在查", is_public=False, expect=201)
    assert next_chat(shop) == (id_of(first), "ticket_owner"), "touched last"
    goes(first, "busy")
    assert next_chat(shop) == (id_of(second), "ticket_owner")


def test_an_owner_who_is_away_or_does_not_serve_here_is_passed_over_at_once(shop: Shop, customer: Customer) -> None:
    owner, other = shop.agent("8301"), shop.agent("8302")
    make(other, customer_id=str(customer.id), owner_id=id_of(owner))
    for status in ("offline", "busy"):
        goes(owner, status)
        assert next_chat(shop) == (id_of(other), "owner_not_free")
    goes(owner, "online")
    settle(shop, member_ids=[id_of(other)])
    visitor = writes(shop)
    assert whose(shop, visitor) == id_of(other), "no member of the line"
    told = {row["user_id"]: row["reasons"] for row in decisions(other, visitor.id)[0]["candidates"]}
    assert told[id_of(owner)] == ["not_a_member"], "whoever got it sees why"
    (shown,) = other("GET", f"/customers/{customer.id}/tickets")["items"]
    assert shown["owner"]["id"] == id_of(owner), "and the ticket"
    settle(shop, member_ids=[])
    shop.owner("PATCH", f"/users/{id_of(owner)}", {"is_active": False})
    events.drain()
    assert next_chat(shop) == (id_of(other), "owner_not_free"), "they have left the house"


def test_a_ticket_of_another_brand_or_house_counts_for_nothing(shop: Shop, customer: Customer) -> None:
    owner, other = shop.agent("8301"), shop.agent("8302")
    goes(owner, "busy")
    visitor = shop.visitor()
    elsewhere = Brand.objects.create(organization=shop.organization, code="other", name="别的品牌")
    foreign = customers.create(shop.system, name="李雷", phone="13800008732", brand_id=elsewhere.id)
    other("POST", f"/conversations/{visitor.id}/customer", {"customer_id": str(foreign.id)})
    other("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    make(owner, customer_id=str(foreign.id), owner_id=id_of(owner))
    goes(owner, "online")
    returned = again(shop, visitor)
    assert decisions(other, returned.id)[0]["reason"] == "last_agent"
    rival = make_shop("rival")
    stranger = customers.identify(rival.system, brand_id=rival.site.brand_id, external_id="u-1", name="林女士")
    make(rival.owner, customer_id=str(stranger.id))
    assert next_chat(shop)[1] == "least_saturated"


def test_it_waits_for_an_owner_at_capacity_and_no_longer_than_the_queue_says(
    shop: Shop, customer: Customer, hours: Hours
) -> None:
    owner = shop.agent("8301", chat_capacity=1)
    shop.visitor()
    other = shop.agent("8302")
    make(other, customer_id=str(customer.id), owner_id=id_of(owner))
    visitor = writes(shop)
    assert whose(shop, visitor) is None
    assert [row["reason"] for row in decisions(other, visitor.id)] == ["owner_occupied"]
    stranger = shop.visitor()
    assert whose(shop, stranger) == id_of(other), "who comes after is not held up"
    hours.pass_(19)
    jobs.distribute(str(shop.organization.id))
    assert whose(shop, visitor) is None
    hours.pass_(1)
    jobs.distribute(str(shop.organization.id))
    events.drain()
    assert whose(shop, visitor) == id_of(other)
    assert [row["reason"] for row in decisions(other, visitor.id)] == ["owner_not_free", "owner_occupied"]
    settle(shop, owner_wait_seconds=0)
    assert next_chat(shop) == (id_of(other), "owner_not_free")


def test_the_owner_who_finishes_something_in_time_gets_it(shop: Shop, customer: Customer, hours: Hours) -> None:
    owner = shop.agent("8301", chat_capacity=1)
    served = shop.visitor()
    other = shop.agent("8302")
    make(other, customer_id=str(customer.id), owner_id=id_of(owner))
    visitor = writes(shop)
    hours.pass_(10)
    owner("POST", f"/conversations/{served.id}/close", {"disposition_id": shop.leaf()})
    events.drain()
    assert whose(shop, visitor) == id_of(owner)


def test_a_short_message_goes_the_same_way(shop: Shop, customer: Customer) -> None:
    owner = shop.agent("8301")
    shop.visitor()
    other = shop.agent("8302")
    make(other, customer_id=str(customer.id), owner_id=id_of(owner))
    texts(line(shop), "包裹到哪了", PHONE)
    (conversation,) = by_sms(shop)
    assert conversation["assignee"]["id"] == id_of(owner)


def test_a_caller_waits_for_the_owner_who_is_talking_then_rings_somebody_else(
    shop: Shop, customer: Customer, hours: Hours
) -> None:
    hotline(shop)
    settle(shop, owner_wait_seconds=10)
    (_, owner_id), (other, other_id) = on_the_phone(shop, "8301"), on_the_phone(shop, "8302")
    goes(other, "busy")
    talking = Caller(shop, "13900000001")
    talking.is_answered_by(owner_id)
    goes(other, "online")
    make(other, customer_id=str(customer.id), owner_id=str(owner_id))
    caller = Caller(shop, PHONE)
    assert caller.work.state == "waiting"
    hours.pass_(10)
    jobs.distribute(str(shop.organization.id))
    assert (caller.work.state, caller.work.assignee_id) == ("offered", other_id)
    assert decisions(other, caller.id)[0]["reason"] == "owner_not_free"


def test_a_call_that_the_owner_lets_ring_goes_on(shop: Shop, customer: Customer, hours: Hours) -> None:
    hotline(shop)
    (_, owner_id), (other, other_id) = on_the_phone(shop, "8301"), on_the_phone(shop, "8302")
    make(other, customer_id=str(customer.id), owner_id=str(owner_id))
    caller = Caller(shop, PHONE)
    assert (caller.work.state, caller.work.assignee_id) == ("offered", owner_id)
    hours.pass_(30)
    routing.expire_offer(shop.organization.id, caller.work.id)
    events.drain()
    assert (caller.work.state, caller.work.assignee_id) == ("offered", other_id)
    assert [row["reason"] for row in decisions(other, caller.id)] == ["owner_not_free", "ticket_owner"]
