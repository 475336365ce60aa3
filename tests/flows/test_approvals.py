"""Sums that somebody has to agree to, through the API and by the clock."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api, Shop
from .work import at, do, history, id_of, make, move, notices, see, team_of


@pytest.fixture
def staff(shop: Shop) -> tuple[Api, Api, Api]:
    """An agent, their leader, and a manager who approves the large sums."""
    agent, leader = shop.agent("7501"), shop.agent("7502", role="supervisor")
    manager = shop.agent("7503", role="supervisor")
    team_of(shop, leader, agent)
    return agent, leader, manager


@pytest.fixture
def rule(shop: Shop, staff: tuple[Api, Api, Api]) -> Any:
    steps = [
        {"above": "50", "hours": 4},
        {"above": "500", "approver_id": id_of(staff[2]), "hours": 24},
    ]
    return shop.owner("POST", "/approval-rules", {"name": "退款", "steps": steps}, expect=201)


def ask(api: Api, ticket: Any, rule: Any, amount: Any, *, reason: str = "少发一件", expect: int = 201) -> Any:
    body = {"rule_id": rule["id"], "amount": amount, "reason": reason}
    return api("POST", f"/tickets/{ticket['id']}/approvals", body, expect=expect)


def decide(api: Api, ticket: Any, is_granted: bool, *, word: str = "", expect: int = 200) -> Any:
    one = see(api, ticket)["approvals"][0]
    return do(api, ticket, f"approvals/{one['id']}/decision", is_granted=is_granted, word=word, expect=expect)


def test_what_is_within_the_first_limit_is_granted_at_once(shop: Shop, staff: tuple[Api, Api, Api], rule: Any) -> None:
    agent = staff[0]
    ticket = make(agent, owner_id=id_of(agent))
    (told,) = ask(agent, ticket, rule, "50.00")["approvals"]
    assert (told["state"], told["amount"], told["approvers"]) == ("granted", "50.00", [])
    assert history(agent, ticket)[-2:] == ["approval_asked", "approval_granted"]
    assert notices(staff[1], "ticket_approval_asked") == []


def test_a_larger_sum_waits_for_the_leader_and_the_ticket_does_not_end_before(
    shop: Shop, staff: tuple[Api, Api, Api], rule: Any
) -> None:
    agent, leader, _ = staff
    ticket = make(agent, owner_id=id_of(agent))
    told = ask(agent, ticket, rule, "120.50")["approvals"][0]
    assert (told["state"], [one["name"] for one in told["approvers"]]) == ("pending", ["小7502"])
    assert (told["may_decide"], told["may_withdraw"]) == (False, True)
    (notice,) = notices(leader, "ticket_approval_asked")
    assert "退款 ¥120.50 待您审批" in notice
    assert move(agent, ticket, "done", expect=409)["code"] == "approval_pending"
    assert decide(agent, ticket, True, expect=409)["code"] == "not_asked", "nobody decides what they asked for"
    assert leader("GET", "/tickets?view=approving")["items"][0]["id"] == ticket["id"]
    assert leader("GET", "/tickets/views")["approving"] == 1
    assert decide(leader, ticket, False, expect=422)["code"] == "reason_needed"
    decide(leader, ticket, False, word="先核对物流")
    assert "被拒绝" in notices(agent, "ticket_approval_decided")[0]
    again = ask(agent, ticket, rule, "120.50")["approvals"][0]
    done = decide(leader, ticket, True)
    assert [one["state"] for one in done["approvals"]] == ["granted", "refused"]
    late = do(leader, ticket, f"approvals/{again['id']}/decision", is_granted=True, expect=409)
    assert late["code"] == "decided"
    assert leader("GET", "/tickets/views")["approving"] == 0
    assert move(agent, ticket, "done")["stage"]["category"] == "done"


def test_what_is_not_decided_goes_up_and_the_higher_one_sees_the_ticket(
    shop: Shop, staff: tuple[Api, Api, Api], rule: Any
) -> None:
    agent, leader, manager = staff
    with at("2026-11-23T09:00"):
        ticket = make(agent, owner_id=id_of(agent))
        ask(agent, ticket, rule, "80")
    with at("2026-11-23T12:59"):
        assert notices(manager, "ticket_approval_asked") == []
    with at("2026-11-23T13:00"):
        (told,) = see(manager, ticket)["approvals"]
        assert ({one["name"] for one in told["approvers"]}, told["escalations"]) == ({"小7502", "小7503"}, 1)
        assert len(notices(manager, "ticket_approval_asked")) == 1
        assert len(notices(leader, "ticket_approval_asked")) == 1, "whoever was asked before is not asked again"
    with at("2026-11-24T13:00"):
        (told,) = see(manager, ticket)["approvals"]
        assert told["escalations"] == 2 and told["due_at"] is None, "in the end whoever decides about tickets"
    with at("2026-11-24T14:00"):
        assert len(notices(manager, "ticket_approval_asked")) == 1
        decide(manager, ticket, True)
    assert history(agent, ticket).count("approval_escalated") == 2


def test_the_asker_takes_it_back_and_wrong_sums_are_refused(shop: Shop, staff: tuple[Api, Api, Api], rule: Any) -> None:
    agent, leader, _ = staff
    ticket = make(agent, owner_id=id_of(agent))
    for amount in ("0", "-5", "1.005", "1000000000"):
        assert ask(agent, ticket, rule, amount, expect=422)["errors"][0]["field"] == "amount"
    assert ask(agent, ticket, rule, "60", reason=" ", expect=422)["errors"][0]["field"] == "reason"
    told = ask(agent, ticket, rule, "60")["approvals"][0]
    path = f"/tickets/{ticket['id']}/approvals/{told['id']}"
    assert leader("DELETE", path, expect=409)["code"] == "not_yours"
    assert agent("DELETE", path)["approvals"][0]["state"] == "withdrawn"
    assert move(agent, ticket, "done")


def test_an_owner_alone_has_nobody_to_ask(shop: Shop) -> None:
    alone = shop.owner("POST", "/approval-rules", {"name": "补偿", "steps": [{"above": "0", "hours": 1}]}, expect=201)
    ticket = make(shop.owner)
    assert ask(shop.owner, ticket, alone, "5", expect=409)["code"] == "nobody_decides"
    assert see(shop.owner, ticket)["approvals"] == []


def test_a_rule_that_changes_leaves_what_was_asked(shop: Shop, staff: tuple[Api, Api, Api], rule: Any) -> None:
    agent, leader, _ = staff
    with at("2026-11-23T09:00"):
        ticket = make(agent, owner_id=id_of(agent))
        ask(agent, ticket, rule, "80")
        path = f"/approval-rules/{rule['id']}"
        wrong = shop.owner("PATCH", path, {"steps": [{"above": "9", "hours": 0}]}, expect=422)
        assert wrong["errors"][0]["field"] == "steps.0.hours"
        assert shop.owner("PATCH", path, {"name": "退款审批"})["steps"] == rule["steps"]
        assert shop.owner(
            "POST", "/approval-rules", {"name": "退款审批", "steps": [{"above": "0", "hours": 1}]}, expect=409
        )
        shop.owner("DELETE", path, expect=204)
    with at("2026-11-23T13:00"):
        (told,) = see(leader, ticket)["approvals"]
        assert told["name"] == "退款" and "小7503" in {one["name"] for one in told["approvers"]}
        decide(leader, ticket, True)
