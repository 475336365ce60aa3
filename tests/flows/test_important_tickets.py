"""Who waits for something is important when they call: a complaint that is open, work that is late."""

from __future__ import annotations

from tests.flows.conftest import Shop
from tests.flows.hotline import hangs_up, hotline, rings
from tests.flows.work import at, make, move

from kefu.contact.callers import queries as callers
from kefu.foundation.customers import actions as customers

CALLER, NUMBER = "13800007293", "4000007293"


def test_a_caller_with_an_open_complaint_is_missed_as_an_important_one(shop: Shop) -> None:
    known = customers.create(shop.system, name="林女士", phone=CALLER, brand_id=shop.site.brand_id)
    hotline(shop, NUMBER)
    make(shop.owner, customer_id=str(known.id), type="delivery", values={"order_number": "Q-1", "trouble": "late"})
    assert not callers.importance(shop.system, known.id, CALLER).is_important, "an order that is on its way"
    complaint = make(shop.owner, customer_id=str(known.id), type="complaint")
    (reason,) = callers.importance(shop.system, known.id, CALLER).reasons
    assert reason.code == "complaint" and complaint["number"] in reason.text.zh
    hangs_up(rings(CALLER, NUMBER))
    (missed,) = [row for row in shop.owner("GET", "/missed-calls?state=open")["items"] if row["caller"] == CALLER]
    assert missed["is_important"] and complaint["number"] in str(missed["reasons"])
    move(shop.owner, complaint, "investigating")
    move(shop.owner, complaint, "talking", values={"root_cause": "仓库漏发"})
    move(shop.owner, complaint, "done", values={"root_cause": "仓库漏发", "outcome": "已补发并致歉"})
    assert "complaint" not in [one.code for one in callers.importance(shop.system, known.id, CALLER).reasons]


def test_a_caller_whose_ticket_is_late_is_important_until_it_is_done(shop: Shop) -> None:
    with at("2026-11-23 09:00"):
        known = customers.create(shop.system, name="周先生", phone=CALLER, brand_id=shop.site.brand_id)
        values = {"order_number": "Q-2", "trouble": "late"}
        ticket = make(shop.owner, customer_id=str(known.id), type="delivery", values=values)
        assert ticket["due_at"] and not callers.importance(shop.system, known.id, CALLER).is_important
    with at("2027-01-04 09:00"):
        (reason,) = callers.importance(shop.system, known.id, CALLER).reasons
        assert reason.code == "promise" and ticket["number"] in reason.text.zh
        move(shop.owner, ticket, "checking")
        move(shop.owner, ticket, "done", values={"outcome": "已送达"})
        assert not callers.importance(shop.system, known.id, CALLER).is_important
