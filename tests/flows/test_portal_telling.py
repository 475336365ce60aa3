"""Customers of a help centre are told of answers and of the end, and come back by the link (回复通知)."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from kefu.foundation.sms.actions import deliver
from kefu.foundation.sms.models import Sms
from kefu.kernel import clock, events

from .conftest import Shop
from .help import PHONE, opened, tells, texts, tickets, with_sms
from .test_automations import rule
from .test_portal import let_in
from .work import do, id_of, make, move, notices, see
from .work import team_of as led


def test_an_answer_and_the_end_are_told_by_sms_with_a_link_and_nothing_else_is(shop: Shop) -> None:
    line, guest = with_sms(shop), opened(shop)
    guest.fill()
    number = guest.number()
    (ticket,) = tickets(shop)
    events.drain()
    assert tells(shop) == 0, "its making is answered by the page"
    do(shop.owner, ticket, "comments", text="悄悄加急", is_public=False, expect=201)
    do(shop.owner, make(shop.owner), "comments", text="别人的工单", expect=201)
    events.drain()
    assert tells(shop) == 0
    day = clock.now().replace(hour=4)  # noon in Beijing
    with time_machine.travel(day if day > clock.now() else day + timedelta(days=1), tick=True) as traveller:
        do(shop.owner, ticket, "comments", text="已安排换新。", expect=201)
        do(shop.owner, ticket, "comments", text="快递今天发出。", expect=201)
        events.drain()
        assert tells(shop) == 2
        (sent,) = texts(shop, line)
        assert f"您的工单 {number} 有新回复" in sent["text"] and "换新" not in sent["text"]
        assert f"/help/{shop.site.key}/ticket?number={number}，" in sent["text"]
        guest.get(f"/ticket?number={number}")
        assert f'value="{number}"' in guest.html
        traveller.shift(timedelta(hours=1))
        move(shop.owner, ticket, "done")
        events.drain()
        assert tells(shop) == 1
        assert f"您的工单 {number} 已处理完毕" in texts(shop, line)[0]["text"]


def test_an_sms_that_reaches_nobody_is_seen_on_the_ticket_once(shop: Shop) -> None:
    line, guest = with_sms(shop), opened(shop)
    guest.fill()
    (ticket,) = tickets(shop)
    shop.owner("POST", "/sms-refusals", {"number": PHONE}, expect=201)
    noon = clock.now().replace(hour=4) + timedelta(days=1)
    with time_machine.travel(noon, tick=True):
        do(shop.owner, ticket, "comments", text="已安排换新。", expect=201)
        events.drain()
        tells(shop)
        (sms,) = Sms.objects.for_actor(shop.system)
        deliver(shop.organization.id, sms.id)
        events.drain()
    assert texts(shop, line)[0]["state"] == "refused"
    rows = shop.owner("GET", f"/tickets/{ticket['id']}/entries")["items"]
    (row,) = [row for row in rows if row["kind"] == "unreached"]
    assert (row["text"], row["data"]["way"], row["data"]["contact"]) == ("客户已退订短信", "sms", "")


def test_what_a_time_rule_says_and_ends_is_told_and_what_the_customer_ends_is_not(shop: Shop) -> None:
    line, guest = with_sms(shop), opened(shop)
    guest.fill()
    rule(shop.owner, "静默结单", "urged", [{"kind": "answer", "text": "还在吗？"}, {"kind": "move", "stage": "done"}])
    (ticket,) = tickets(shop)
    do(shop.owner, ticket, "urge", text="催")
    events.drain()
    events.drain()
    assert tells(shop) == 2
    assert len(texts(shop, line)) == 2
    do(shop.owner, ticket, "reopen", reason="没好")
    events.drain()
    assert tells(shop) == 0


def test_a_house_that_does_not_want_it_tells_nobody(shop: Shop) -> None:
    line, guest = with_sms(shop), opened(shop, tells_customers=False)
    guest.fill()
    (ticket,) = tickets(shop)
    do(shop.owner, ticket, "comments", text="已安排换新。", expect=201)
    events.drain()
    assert tells(shop) == 0 and texts(shop, line) == []
    shop.owner("PATCH", f"/help-centres/{shop.site.id}", {"tells_customers": True, "is_on": False})
    do(shop.owner, ticket, "comments", text="快递已发出。", expect=201)
    events.drain()
    assert tells(shop) == 0, "its pages are closed: a link would lead nowhere"


def test_the_third_urge_on_the_page_reaches_the_leader(shop: Shop) -> None:
    agent, leader = shop.agent("6571"), shop.agent("6572", role="supervisor")
    led(shop, leader, agent)
    line, guest = with_sms(shop), opened(shop)
    guest.fill()
    number = guest.number()
    (ticket,) = tickets(shop)
    do(shop.owner, ticket, "assign", owner_id=id_of(agent))
    with time_machine.travel(clock.now(), tick=True) as traveller:
        for urges in (1, 2, 3):
            assert notices(leader, "ticket_urged") == []
            let_in(shop, guest, line, number)
            guest.post("/ticket/view", {"act": "urge"})
            assert see(agent, ticket)["urges"] == urges and len(notices(agent, "ticket_urged")) == 1
            traveller.shift(timedelta(hours=1, minutes=1))
    assert notices(leader, "ticket_urged") == [f"工单 {number} 第 3 次催单：屏幕碎了"]
