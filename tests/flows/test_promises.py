"""What is promised about tickets: clocks follow them, warn by themselves, and keep to calendars."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kefu.foundation.calendars import actions as calendars
from kefu.kernel import clock, events
from kefu.service.tickets import actions as tickets
from kefu.service.tickets.rules import standard

from .conftest import Shop
from .work import WEEK, at, do, history, id_of, local, make, move, notices, promise, see, team_of


@pytest.fixture
def office(shop: Shop) -> Any:
    """The standard promises count by a working week of seven hours a day."""
    week = calendars.create_calendar(shop.system, name="工作时间", weekly=WEEK)
    (policy,) = shop.owner("GET", "/sla-policies")
    shop.owner("PATCH", f"/sla-policies/{policy['id']}", {"calendar_id": str(week.id)})
    return week


def test_the_worked_case_of_the_specification_holds_in_the_database(shop: Shop, office: Any) -> None:
    (policy,) = shop.owner("GET", "/sla-policies")
    four = {**standard.TARGETS["P4"], "first_response": 60, "resolution": 240}
    shop.owner("PATCH", f"/sla-policies/{policy['id']}", {"targets": {**standard.TARGETS, "P4": four}})
    with at("2026-11-20T16:00"):
        ticket = make(shop.owner)
        assert promise(ticket, "resolution")["due_at"] == local("2026-11-23T11:30")
        do(shop.owner, ticket, "comments", text="收到", expect=201)
        move(shop.owner, ticket, "working")
    with at("2026-11-23T09:15"):
        move(shop.owner, ticket, "customer")
    with at("2026-11-23T09:45"):
        tickets.hear(shop.system, UUID(ticket["id"]), text="地址没错", author_name="王芳")
        ticket = see(shop.owner, ticket)
        assert ticket["stage"]["code"] == "working", "what waited for the customer goes on when they write"
        assert promise(ticket, "resolution")["due_at"] == ticket["due_at"] == local("2026-11-23T12:00")


def test_promises_warn_by_themselves_and_a_broken_one_reaches_the_leader(shop: Shop, office: Any) -> None:
    agent, leader = shop.agent("6518"), shop.agent("6519", role="supervisor")
    team_of(shop, leader, agent)
    with at("2026-11-23T09:00"):
        ticket = make(agent, owner_id=id_of(agent), impact="medium", urgency="medium")  # P3: an answer in 2 h
        assert ticket["due_kind"] == "first_response"
    for moment, percent, mine, lead in (
        ("2026-11-23T10:00", 50, 0, 0),
        ("2026-11-23T10:30", 75, 1, 0),
        ("2026-11-23T10:48", 90, 2, 0),
        ("2026-11-23T10:59", 90, 2, 0),
        ("2026-11-23T11:00", 100, 3, 1),
        ("2026-11-23T11:30", 100, 3, 1),
    ):
        with at(moment):
            assert see(agent, ticket)["alarm"] == percent, moment
            assert (len(notices(agent, "ticket_due")), len(notices(leader, "ticket_due"))) == (mine, lead), moment
            counted = leader("GET", "/tickets/views")
            assert (counted["due"], counted["overdue"]) == (int(75 <= percent < 100), int(percent == 100)), moment
    assert [row["id"] for row in leader("GET", "/tickets?view=overdue")["items"]] == [ticket["id"]]
    with at("2026-11-23T11:40"):
        do(agent, ticket, "comments", text="抱歉久等", expect=201)
    first = promise(see(agent, ticket), "first_response")
    assert (first["state"], first["breached_at"]) == ("met", local("2026-11-23T11:00"))
    path = f"/tickets/{ticket['id']}/clocks"
    explained = agent("PUT", f"{path}/first_response/cause", {"cause": "staff", "text": "缺人"})
    assert promise(explained, "first_response")["cause"] == "staff"
    assert agent("PUT", f"{path}/resolution/cause", {"cause": "staff"}, expect=409)["code"] == "not_late"


def test_a_breach_before_the_next_sweep_is_none_the_less_one(shop: Shop) -> None:
    start = clock.now()
    ticket = make(shop.owner, impact="high", urgency="high")  # P1: an answer in 15 minutes, around the clock
    with clock.frozen(start + timedelta(minutes=20)):
        do(shop.owner, ticket, "comments", text="抱歉", expect=201)
        assert promise(see(shop.owner, ticket), "first_response")["breached_at"] is not None


def test_an_answer_owes_the_next_one_and_each_answer_begins_anew(shop: Shop) -> None:
    start = clock.now()
    with clock.frozen(start):
        ticket = make(shop.owner, impact="high", urgency="high")
        do(shop.owner, ticket, "comments", text="收到", expect=201)
    with clock.frozen(start + timedelta(minutes=50)):
        tickets.sweep()
        assert promise(see(shop.owner, ticket), "next_update")["alarm"] == 75
        do(shop.owner, ticket, "comments", text="内部记一笔", is_public=False, expect=201)
        assert promise(see(shop.owner, ticket), "next_update")["alarm"] == 75, "a note tells the customer nothing"
        do(shop.owner, ticket, "comments", text="仍在处理", expect=201)
        update = promise(see(shop.owner, ticket), "next_update")
        assert (update["alarm"], update["used_minutes"]) == (0, 0)


def test_a_new_holiday_puts_off_what_is_due(shop: Shop, office: Any) -> None:
    with at("2026-11-20T16:00"):
        ticket = make(shop.owner, impact="medium", urgency="medium")
        assert promise(ticket, "first_response")["due_at"] == local("2026-11-23T09:30")
        day = calendars.SpecialDay(date=datetime(2026, 11, 23).date(), kind="holiday", name="店庆")
        calendars.put_days(shop.system, calendar_id=office.id, days=[day])
        tickets.follow_calendar(shop.organization.id, office.id)
        assert promise(see(shop.owner, ticket), "first_response")["due_at"] == local("2026-11-24T09:30")


def test_the_change_of_a_calendar_defers_the_new_reckoning(shop: Shop, office: Any) -> None:
    calendars.update_calendar(shop.system, calendar_id=office.id, changes={"name": "新工作时间"})
    events.drain()
    jobs = ProcrastinateJob.objects.filter(task_name="kefu.service.tickets.jobs.follow_calendar", status="todo")
    assert [job.args["calendar_id"] for job in jobs] == [str(office.id)]


def test_the_next_word_that_is_late_again_is_told_again(shop: Shop) -> None:
    agent, start = shop.agent("6520"), clock.now()
    with clock.frozen(start):
        ticket = make(agent, owner_id=id_of(agent), impact="high", urgency="high")  # P1: a word each hour
    for times in (1, 2):
        with clock.frozen(start):
            do(agent, ticket, "comments", text="仍在处理", expect=201)
        start += timedelta(minutes=61)
        with clock.frozen(start):
            tickets.sweep()
            late = [told for told in notices(agent, "ticket_due") if "进展更新已超时" in told]
            assert len(late) == times


def test_another_priority_changes_what_is_promised_and_keeps_what_was_used(shop: Shop) -> None:
    start = clock.now()
    with clock.frozen(start):
        ticket = make(shop.owner, impact="high", urgency="medium")
    with clock.frozen(start + timedelta(minutes=20)):
        changed = shop.owner("PATCH", f"/tickets/{ticket['id']}", {"urgency": "high"})
        assert changed["priority"] == "P1"
        first = promise(changed, "first_response")
        assert (first["target_minutes"], first["used_minutes"]) == (15, 20)
        tickets.sweep()
        assert promise(see(shop.owner, ticket), "first_response")["alarm"] == 100


def test_a_supervised_deadline_that_passes_is_told_once_to_owner_and_supervisor(shop: Shop) -> None:
    agent, leader = shop.agent("7321"), shop.agent("7322", role="supervisor")
    team_of(shop, leader, agent)
    with at("2026-11-26 10:00"):
        ticket = make(agent, owner_id=id_of(agent))
        do(leader, ticket, "supervise", until=local("2026-11-26 12:00"), text="中午前给客户答复")
    with at("2026-11-26 11:59"):
        assert notices(agent, "ticket_supervision_late") == []
    with at("2026-11-26 12:00"):
        pass
    with at("2026-11-26 12:10"):
        for api in (agent, leader):
            (told,) = notices(api, "ticket_supervision_late")
            assert "督办已到期未办结（限 11-26 12:00）" in told
        assert history(agent, ticket).count("supervision_late") == 1
        do(leader, ticket, "supervise", until=local("2026-11-26 13:00"), text="再给一小时")
    with at("2026-11-26 13:00"):
        assert len(notices(agent, "ticket_supervision_late")) == 2, "another deadline, another alarm"
    with at("2026-11-26 13:05"):
        late = make(agent, owner_id=id_of(agent))
        do(leader, late, "supervise", until=local("2026-11-26 14:00"), text="")
        move(agent, late, "done")
    with at("2026-11-26 15:00"):
        assert "supervision_late" not in history(agent, late), "what is done is not late"
