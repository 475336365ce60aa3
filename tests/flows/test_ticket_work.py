"""The daily work with tickets: saved views, put off, answers for later, checklists, time, links. Time is moved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import Team, User
from kefu.foundation.customers import actions as customers
from kefu.kernel import clock, tables
from kefu.kernel.actor import Actor
from kefu.service.tickets import actions, queries
from kefu.service.tickets.models import PlannedAnswer, SavedView, Ticket, TicketType

from .conftest import Api, Shop, make_shop
from .work import at, do, history, id_of, local, make, move, notices, see, team_of


def hear(shop: Shop, ticket: Any, text: str = "我想好了") -> None:
    actions.hear(shop.system, UUID(ticket["id"]), text=text, author_name="王芳")


def work(api: Api, ticket: Any) -> Any:
    return api("GET", f"/tickets/{ticket['id']}/work")


def numbers(api: Api, view: str) -> list[str]:
    return [row["number"] for row in api("GET", f"/tickets?view={view}")["items"]]


def said(api: Api, ticket: Any) -> list[str]:
    entries = api("GET", f"/tickets/{ticket['id']}/entries")["items"]
    return [entry["text"] for entry in entries if entry["kind"] == "comment"]


# ---- saved views


def test_a_shared_view_counts_for_each_viewer_what_they_may_see(shop: Shop) -> None:
    leader, member, other = shop.agent("7101", role="supervisor"), shop.agent("7102"), shop.agent("7103")
    team = team_of(shop, leader, member)
    make(member, type="repair", owner_id=id_of(member))
    make(other, type="repair", owner_id=id_of(other))
    body: Any = {"name": "维修", "scope": "team", "team_id": str(team.id), "filter": {"view": "all", "q": ""}}
    member("POST", "/ticket-views", body, expect=403)
    repair = str(TicketType.objects.for_actor(shop.system).get(code="repair").id)
    with at("2026-11-27 10:00"):
        made = shop.owner(
            "POST", "/ticket-views", {**body, "filter": {**body["filter"], "type_id": repair}}, expect=201
        )
        assert (made["filter"], made["count"]) == ({"view": "all", "type_id": repair}, 2)
        (seen,) = member("GET", "/ticket-views")
        assert (seen["name"], seen["count"], seen["may_change"]) == ("维修", 1, False), "theirs is not counted"
        assert other("GET", "/ticket-views") == []
        last = make(member, type="repair", owner_id=id_of(member))
        assert member("GET", "/ticket-views")[0]["count"] == 2, "what is done here is seen at once"
        Ticket.objects.for_actor(shop.system).filter(id=last["id"]).update(category="closed")
        assert member("GET", "/ticket-views")[0]["count"] == 2, "of another process, remembered for five seconds"
    with at("2026-11-27 10:00:05"):
        assert member("GET", "/ticket-views")[0]["count"] == 1
    member("DELETE", f"/ticket-views/{made['id']}", expect=403)
    other("DELETE", f"/ticket-views/{made['id']}", expect=404)
    audited = [entry["action"] for entry in shop.owner("GET", "/audit")["items"]]
    assert "ticket_view.created" in audited


def test_views_have_an_order_a_name_of_their_own_and_say_what_is_gone(shop: Shop) -> None:
    agent, boss = shop.agent("7104"), shop.owner
    first, second = (agent("POST", "/ticket-views", {"name": n, "filter": {}}, expect=201) for n in ("一", "二"))
    assert agent("POST", "/ticket-views", {"name": "一", "filter": {}}, expect=409)["code"] == "name_taken"
    boss("POST", "/ticket-views", {"name": "一", "filter": {}}, expect=201)
    agent("POST", f"/ticket-views/{second['id']}/shift", {"by": -1})
    assert [view["name"] for view in agent("GET", "/ticket-views")] == ["二", "一"]
    agent("PATCH", f"/ticket-views/{first['id']}", {"name": "第一"})
    agent("DELETE", f"/ticket-views/{second['id']}", expect=204)
    assert [view["name"] for view in agent("GET", "/ticket-views")] == ["第一"]
    bad = {"name": "坏", "filter": {"colour": "red", "priority": "P7"}}
    refused = agent("POST", "/ticket-views", bad, expect=422)
    assert [error["field"] for error in refused["errors"]] == ["filter.colour", "filter.priority"]
    team = Team.objects.create(organization=shop.organization, name="临时组")
    kept = agent("POST", "/ticket-views", {"name": "临时", "filter": {"team_id": str(team.id)}}, expect=201)
    team.delete()
    view = next(one for one in agent("GET", "/ticket-views") if one["id"] == kept["id"])
    assert (view["count"], view["faults"][0]["field"], view["faults"][0]["text"]) == (None, "team_id", "该班组已删除。")
    for n in range(18):
        agent("POST", "/ticket-views", {"name": f"v{n}", "filter": {}}, expect=201)
    assert agent("POST", "/ticket-views", {"name": "更多", "filter": {}}, expect=409)["code"] == "too_many_views"
    assert SavedView.objects.for_actor(make_shop("rival").system).count() == 0


# ---- put off


def test_a_ticket_put_off_comes_back_on_top_at_its_time_or_when_the_customer_writes(shop: Shop) -> None:
    agent, other = shop.agent("7111"), shop.agent("7112")
    with at("2026-11-27 10:00"):
        old, new = (make(agent, owner_id=id_of(agent), subject=s) for s in ("旧的", "新的"))
        do(other, make(other), "snooze", expect=409)
        do(agent, old, "snooze", until=local("2026-11-27T09:00"), expect=422)
        put_off = do(agent, old, "snooze", until=local("2026-11-27T11:00"), note="等仓库回复")
        assert (put_off["snoozed_until"], put_off["snooze_note"]) == (local("2026-11-27T11:00:00"), "等仓库回复")
        assert (numbers(agent, "mine"), numbers(agent, "later")) == ([new["number"]], [old["number"]])
        assert (agent("GET", "/tickets/views")["mine"], agent("GET", "/tickets/views")["later"]) == (1, 1)
    with at("2026-11-27 10:59"):
        assert numbers(agent, "later") == [old["number"]]
    with at("2026-11-27 11:00"):
        assert numbers(agent, "mine") == [old["number"], new["number"]], "on top"
        (told,) = notices(agent, "ticket_snooze_over")
        assert "等仓库回复" in told
        do(agent, old, "comments", text="仓库已回复", expect=201)
        assert numbers(agent, "mine") == [new["number"], old["number"]], "taken up"
        waits = do(agent, old, "snooze", note="等客户确认")
        assert waits["snoozes_for_word"] is True
        hear(shop, old)
        assert numbers(agent, "mine") == [old["number"], new["number"]]
        do(agent, new, "snooze", until=local("2026-11-28T11:00"))
        assert see(agent, new)["snoozed_until"]
        agent("DELETE", f"/tickets/{new['id']}/snooze")
        assert see(agent, new)["snoozed_until"] is None
        do(agent, new, "snooze")
        do(agent, new, "assign", owner_id=id_of(other), reason="换班")
        assert numbers(other, "mine") == [new["number"]], "whoever gets it has it at once"
    with at("2026-11-27 12:00"):
        assert len(notices(agent, "ticket_snooze_over")) == 1
    assert history(agent, old).count("snooze_over") == 1


# ---- answers for later


def test_an_answer_for_later_goes_out_once_as_whoever_planned_it(shop: Shop) -> None:
    agent, boss = shop.agent("7121"), shop.owner
    with at("2026-11-27 10:00"):
        ticket = make(agent, owner_id=id_of(agent))
        path = f"/tickets/{ticket['id']}/planned-answers"
        agent("POST", path, {"text": " ", "send_at": local("2026-11-27T11:00")}, expect=422)
        agent("POST", path, {"text": "好了吗", "send_at": local("2026-12-30T11:00")}, expect=422)
        kept = agent("POST", path, {"text": "好了吗", "send_at": local("2026-11-27T11:00")}, expect=201)
        (planned,) = kept["planned"]
        one = f"{path}/{planned['id']}"
        agent("PATCH", one, {"text": "修好了吗？", "send_at": local("2026-11-27T12:00")})
        gone = agent("POST", path, {"text": "不发了", "send_at": local("2026-11-27T12:00")}, expect=201)["planned"][-1]
        agent("DELETE", f"{path}/{gone['id']}")
    with at("2026-11-27 11:30"):
        assert (said(agent, ticket), see(agent, ticket)["first_response_at"]) == ([], None)
    with at("2026-11-27 12:00"):
        assert (said(boss, ticket), work(boss, ticket)["planned"]) == (["修好了吗？"], [])
        (entry,) = [e for e in boss("GET", f"/tickets/{ticket['id']}/entries")["items"] if e["kind"] == "comment"]
        assert entry["author"]["id"] == id_of(agent) and see(boss, ticket)["first_response_at"]
        actions.send_planned(shop.organization.id, UUID(planned["id"]))
        agent("PATCH", one, {"text": "又改"}, expect=404)
    with at("2026-11-27 12:01"):
        assert said(boss, ticket) == ["修好了吗？"]


def test_an_answer_for_later_calls_itself_off(shop: Shop) -> None:
    agent = shop.agent("7122")
    with at("2026-11-27 10:00"):
        heard, over, lost = (make(agent, owner_id=id_of(agent), subject=s) for s in ("客户先写", "办结", "停用"))
        for ticket in (heard, over, lost):
            body = {"text": "明天给您回复", "send_at": local("2026-11-27T12:00")}
            agent("POST", f"/tickets/{ticket['id']}/planned-answers", body, expect=201)
        hear(shop, heard)
        assert work(agent, heard)["planned"] == []
        (told,) = notices(agent, "ticket_plan_off")
        assert "客户先回复了" in told
        move(agent, over, "done")
        User.objects.for_actor(shop.system).filter(id=id_of(agent)).update(is_active=False)
        account_queries.forget()
    with at("2026-11-27 12:00"):
        for ticket, comments in ((heard, ["我想好了"]), (over, []), (lost, [])):
            assert said(shop.owner, ticket) == comments
            entry = next(
                e
                for e in shop.owner("GET", f"/tickets/{ticket['id']}/entries")["items"]
                if e["kind"] == "plan_called_off"
            )
            assert entry["text"] == "明天给您回复" and not entry["is_public"], "the words are not lost"
    states = PlannedAnswer.objects.for_actor(shop.system).values_list("state", flat=True)
    assert set(states) == {"called_off"}


def test_a_worker_that_dies_while_it_sends_has_sent_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = shop.agent("7123")
    with at("2026-11-27 10:00"):
        ticket = make(agent, owner_id=id_of(agent))
        body = {"text": "进展如下", "send_at": local("2026-11-27T11:00")}
        agent("POST", f"/tickets/{ticket['id']}/planned-answers", body, expect=201)
    with monkeypatch.context() as broken:
        broken.setattr("kefu.service.tickets.actions.record.make_words_findable", _dies)
        with at("2026-11-27 11:00"):
            assert said(agent, ticket) == [] and len(work(agent, ticket)["planned"]) == 1
    with at("2026-11-27 11:01"):
        assert said(agent, ticket) == ["进展如下"]


def _dies(*_: object) -> None:
    raise RuntimeError("killed")


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once() -> None:
    shop = make_shop("twice")
    agent = shop.agent("7124")
    with at("2026-11-27 10:00"):
        ticket = make(agent, owner_id=id_of(agent))
        body = {"text": "只说一次", "send_at": local("2026-11-27T11:00")}
        planned = agent("POST", f"/tickets/{ticket['id']}/planned-answers", body, expect=201)["planned"][0]
    _together(lambda: actions.send_planned(shop.organization.id, UUID(planned["id"])), 2)
    assert said(shop.owner, ticket) == ["只说一次"]


def _together(act: Callable[[], object], times: int) -> None:
    barrier, moment = threading.Barrier(times), clock.now()

    def run() -> None:
        with clock.frozen(moment):
            barrier.wait(5)
            act()
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


# ---- checklists


def test_a_required_item_holds_the_solution_until_it_is_ticked(shop: Shop) -> None:
    agent, boss = shop.agent("7131"), shop.owner
    kind = TicketType.objects.for_actor(shop.system).get(code="request")
    items = [
        {"code": "order", "name": {"zh-CN": "核对订单", "en": "Check the order"}, "is_required": True},
        {"code": "call", "name": {"zh-CN": "回访客户"}, "stage": "working"},
    ]
    boss("PATCH", f"/ticket-types/{kind.id}", {"definition": {**kind.definition, "checklist": items}})
    ticket = make(agent, type="request", owner_id=id_of(agent))
    assert [item["name"]["zh-CN"] for item in work(agent, ticket)["checklist"]] == ["核对订单"]
    refused = move(agent, ticket, "done", expect=422)
    assert refused["code"] == "checklist_open" and "核对订单" in refused["detail"]
    move(agent, ticket, "working")
    path = f"/tickets/{ticket['id']}/checklist"
    agent("POST", path, {"text": "拍照存档", "is_required": True}, expect=201)
    order, call, photo = work(agent, ticket)["checklist"]
    assert [one["is_of_type"] for one in (order, call, photo)] == [True, True, False]
    agent("DELETE", f"{path}/{order['id']}", expect=409)
    done = agent("PATCH", f"{path}/{order['id']}", {"is_done": True})["checklist"][0]
    assert done["done_by"]["id"] == id_of(agent) and done["done_at"]
    boss("PATCH", f"{path}/{order['id']}", {"is_done": True})
    assert work(agent, ticket)["checklist"][0]["done_by"]["id"] == id_of(agent), "the first tick stays"
    assert "拍照存档" in move(agent, ticket, "done", expect=422)["detail"]
    agent("DELETE", f"{path}/{photo['id']}")
    move(agent, ticket, "customer")
    move(agent, ticket, "working")
    assert len(work(agent, ticket)["checklist"]) == 2, "a stage brings its items once"
    move(agent, ticket, "done")
    kinds = history(agent, ticket)
    assert [kinds.count(kind) for kind in ("item_added", "item_ticked", "item_removed")] == [1, 1, 1]


# ---- time


def test_time_by_timer_and_by_hand_makes_a_report_that_equals_its_entries(shop: Shop) -> None:
    agent, other, boss = shop.agent("7141"), shop.agent("7142"), shop.owner
    customer = customers.create(shop.system, name="王芳", phone="13800138000", brand_id=shop.site.brand_id)
    with at("2026-11-27 10:00"):
        first = make(agent, customer_id=str(customer.id), owner_id=id_of(agent))
        second = make(agent, owner_id=id_of(agent))
        assert do(agent, first, "timer")["timer_since"]
        agent("DELETE", f"/tickets/{second['id']}/timer", expect=409)
    with at("2026-11-27 10:12:30"):
        do(agent, second, "timer")
        assert (work(agent, first)["minutes"], work(agent, first)["timer_since"]) == (13, None), "booked by the other"
    with at("2026-11-27 10:20"):
        stopped = agent("DELETE", f"/tickets/{second['id']}/timer")
        assert (stopped["minutes"], stopped["source"]) == (8, "timer")
        times = f"/tickets/{first['id']}/times"
        for minutes in (0, 1441):
            agent("POST", times, {"minutes": minutes}, expect=422)
        by_hand = agent("POST", times, {"minutes": 30, "note": "电话沟通"}, expect=201)["times"][0]
        boss("PATCH", f"{times}/{by_hand['id']}", {"minutes": 1, "note": ""}, expect=404)
        corrected = agent("PATCH", f"{times}/{by_hand['id']}", {"minutes": 25, "note": "电话沟通"})["times"][0]
        assert (corrected["minutes"], corrected["corrections"][0]["minutes"]) == (25, 30)
        theirs = make(other, type="repair", owner_id=id_of(other))
        spare = do(other, theirs, "times", minutes=7, expect=201)["times"][0]
        do(other, theirs, "times", minutes=40, expect=201)
        other("DELETE", f"/tickets/{theirs['id']}/times/{spare['id']}")
        report = boss("GET", "/ticket-time?by=customer")
        assert {line["label"]: line["minutes"] for line in report["items"]} == {"无客户": 48, "王芳": 38}
        entries = [entry for one in (first, second, theirs) for entry in work(boss, one)["times"]]
        assert report["minutes"] == sum(entry["minutes"] for entry in entries) == 86
        for by, lines in (("agent", {"小7141": 46, "小7142": 40}), ("type", {"咨询办理": 46, "售后维修": 40})):
            found = boss("GET", f"/ticket-time?by={by}")["items"]
            assert {line["label"]: line["minutes"] for line in found} == lines
        assert agent("GET", "/ticket-time?by=agent")["minutes"] == 46, "an agent sees their own"
        assert boss("GET", "/ticket-time?by=agent&first_day=2026-11-26&last_day=2026-11-26")["minutes"] == 0
        file = boss.client.get("/api/v1/ticket-time.xlsx?by=agent", headers={"Authorization": f"Bearer {boss.token}"})
        sheet = tables.read("t.xlsx", file.content, headers={"who": ["分组"], "minutes": ["工时（分钟）"]})
        assert {row["who"]: row["minutes"] for row in sheet.rows} == {"小7141": "46", "小7142": "40"}


# ---- links by hand, and nothing asked twice


def test_a_blocked_ticket_ends_after_what_blocks_it_and_circles_are_refused(shop: Shop) -> None:
    agent, other = shop.agent("7151"), shop.agent("7152")
    a, b, c = (make(agent, owner_id=id_of(agent), subject=s) for s in ("甲", "乙", "丙"))
    hidden = make(other, owner_id=id_of(other))

    def relate(ticket: Any, with_: Any, kind: str, *, expect: int = 201) -> Any:
        return do(agent, ticket, "relations", ticket_id=with_["id"], kind=kind, expect=expect)

    relate(a, b, "blocks")
    relate(b, c, "blocks")
    assert relate(c, a, "blocks", expect=409)["code"] == "blocks_in_a_circle"
    assert relate(a, a, "related", expect=409)["code"] == "link_itself"
    relate(a, hidden, "related", expect=404)
    relate(a, c, "duplicate")
    kinds = {one["number"]: one["kind"] for one in relate(c, a, "related")["relations"]}
    assert kinds == {b["number"]: "blocked", a["number"]: "related"}
    assert a["number"] in move(agent, b, "done", expect=409)["detail"]
    move(agent, a, "done")
    move(agent, b, "done")
    found = work(agent, c)["relations"]
    blocked = next(one for one in found if one["kind"] == "blocked")
    assert (blocked["ticket_id"], blocked["stage"]["category"]) == (b["id"], "done")
    left = agent("DELETE", f"/tickets/{c['id']}/relations/{blocked['id']}")["relations"]
    assert (
        b["number"] not in {one["number"] for one in left} and work(agent, b)["relations"][0]["number"] == a["number"]
    )


def test_what_is_known_is_not_asked_again(shop: Shop) -> None:
    agent, boss = shop.agent("7161"), shop.owner
    kind = TicketType.objects.for_actor(shop.system).get(code="request")
    fields = [*kind.definition["fields"], {"code": "mobile", "name": {"zh-CN": "手机号"}, "kind": "text"}]
    definition = {**kind.definition, "fields": fields}
    checked = boss("POST", "/ticket-types/check", {"definition": definition})
    assert (checked["faults"], [hint["place"] for hint in checked["hints"]]) == ([], ["fields.mobile"])
    boss("PATCH", f"/ticket-types/{kind.id}", {"definition": definition})
    customer = customers.create(shop.system, name="王芳", phone="13800138000", brand_id=shop.site.brand_id)
    visitor = shop.visitor("转人工")
    values = {"order_number": "Q-77"}
    earlier = make(boss, type="delivery", conversation_id=str(visitor.id), values=values)
    about = f"customer_id={customer.id}&conversation_id={visitor.id}"
    known = boss("GET", f"/ticket-types/{kind.id}/known?{about}")
    assert {one["code"]: (one["value"], one["source"]) for one in known} == {
        "order_number": ("Q-77", earlier["number"]),
        "mobile": ("+8613800138000", "customer"),
    }
    child = boss("GET", f"/ticket-types/{kind.id}/known?parent_id={earlier['id']}")
    assert [one["value"] for one in child] == ["Q-77"]
    agent("GET", f"/ticket-types/{kind.id}/known?parent_id={shop.queue.id}", expect=404)


def test_nothing_of_another_organization_is_reached(shop: Shop) -> None:
    rival = make_shop("rival").owner
    ticket = make(shop.owner)
    rival("GET", f"/tickets/{ticket['id']}/work", expect=404)
    rival("POST", f"/tickets/{ticket['id']}/timer", expect=404)
    mine = make(rival)
    do(rival, mine, "relations", ticket_id=ticket["id"], expect=404)
    actor = Actor(kind="system", organization_id=shop.organization.id)
    assert list(queries.relations(actor, Ticket.objects.for_actor(actor).get(id=ticket["id"]))) == []
