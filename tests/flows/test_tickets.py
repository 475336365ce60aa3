"""Tickets through the API: their life, whose they are, and what can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from kefu.foundation.accounts.events import staff_topic
from kefu.foundation.customers import actions as customers
from kefu.kernel import clock
from kefu.kernel.realtime.feed import Session
from kefu.service.tickets import queries
from kefu.service.tickets.models import Ticket, TicketType
from kefu.service.tickets.rules import standard

from .conftest import Api, Shop
from .work import do, history, id_of, make, move, notices, promise, see, team_of

# ---- the life of a ticket


def test_a_ticket_goes_from_its_making_through_waiting_to_the_end_and_back(shop: Shop) -> None:
    agent = shop.agent("6501")
    customer = customers.create(shop.system, name="王芳", phone="13800138000", brand_id=shop.site.brand_id)
    ticket = make(
        agent, customer_id=str(customer.id), type="delivery", values={"order_number": "Q-1", "trouble": "late"}
    )
    assert ticket["number"].startswith(f"T-{clock.now().year}-")
    assert (ticket["stage"]["code"], ticket["priority"], ticket["owner"]) == ("new", "P4", None)
    ticket = do(agent, ticket, "assign", owner_id=id_of(agent))
    assert ticket["owner"]["name"] == "小6501"
    assert move(agent, ticket, "done", expect=409)["code"] == "no_such_move"
    move(agent, ticket, "checking")
    do(agent, ticket, "comments", text="您好，正在核查，今天内答复您。", expect=201)
    ticket = move(agent, ticket, "customer", text="等客户确认地址")
    assert ticket["stage"]["category"] == "waiting"
    assert promise(ticket, "resolution")["state"] == "paused"
    assert ticket["due_at"] is None
    ticket = move(agent, ticket, "done", values={"outcome": "已补发"})
    assert ticket["resolved_at"]
    assert [one["state"] for one in ticket["clocks"]] == ["met"] * len(ticket["clocks"])
    assert do(agent, ticket, "assign", owner_id=id_of(agent), expect=409)["code"] == "ticket_over"
    ticket = do(agent, ticket, "reopen", reason="客户说没收到")
    assert (ticket["stage"]["code"], ticket["reopened"], ticket["resolved_at"]) == ("checking", 1, None)
    assert promise(ticket, "resolution")["state"] == "running"
    assert history(agent, ticket) == ["opened", "assigned", "moved", "comment", "moved", "moved", "reopened"]
    (told,) = agent("GET", f"/customers/{customer.id}/timeline")["items"]
    assert (told["object"], told["data"]["number"]) == ({"type": "ticket", "id": ticket["id"]}, ticket["number"])
    assert told["data"]["category"] == "open"


def test_a_stage_that_needs_a_field_says_which(shop: Shop) -> None:
    repair = make(shop.owner, type="repair")
    move(shop.owner, repair, "diagnosing")
    refused = move(shop.owner, repair, "offered", values={"diagnosis": "主板坏"}, expect=422)
    assert (refused["code"], refused["errors"][0]["field"]) == ("fields_missing", "values.solution")
    assert see(shop.owner, repair)["values"].get("diagnosis") is None, "a refused move leaves nothing behind"
    move(shop.owner, repair, "offered", values={"diagnosis": "主板坏", "solution": "replace"})
    wrong = move(shop.owner, repair, "repairing", values={"solution": "magic", "colour": "red"}, expect=422)
    assert {error["field"] for error in wrong["errors"]} == {"values.solution", "values.colour"}


def test_what_cannot_be_made_is_refused_in_words(shop: Shop) -> None:
    api = shop.owner
    assert api("POST", "/tickets", {"subject": "  "}, expect=422)["errors"][0]["field"] == "subject"
    assert api("POST", "/tickets", {"subject": "a", "type": "no_such"}, expect=404)
    assert api("POST", "/tickets", {"subject": "a", "customer_id": str(shop.queue.id)}, expect=404)
    stranger = str(shop.queue.id)
    assert api("POST", "/tickets", {"subject": "a", "owner_id": stranger}, expect=422)["code"] == "cannot_own"
    assert not Ticket.objects.for_actor(shop.system).exists()


def test_what_the_making_answers_is_what_stands_there(shop: Shop) -> None:
    agent = shop.agent("6506")
    parent = make(agent, subject="换货")
    body = {"subject": "寄回旧件", "parent_id": parent["id"], "watcher_ids": [id_of(agent)], "owner_id": id_of(agent)}
    made = shop.owner("POST", "/tickets", body, expect=201)
    seen = see(shop.owner, made)
    for one in (*made["clocks"], *seen["clocks"]):
        assert one.pop("used_minutes") < 1
    assert made == seen


def test_a_repeated_post_with_a_key_makes_one_ticket(shop: Shop) -> None:
    body = {"subject": "开发票", "customer": {"name": "李雷", "phone": "13900139000"}}
    first, again = (shop.owner("POST", "/tickets", body, expect=201, Idempotency_Key="k-1") for _ in range(2))
    assert first["id"] == again["id"]
    assert first["customer"]["name"] == "李雷"
    other = shop.owner("POST", "/tickets", body, expect=201)
    assert other["customer"]["id"] == first["customer"]["id"], "the number proves who it is"


def test_a_conversation_becomes_a_ticket_that_knows_its_customer(shop: Shop) -> None:
    agent = shop.agent("6502")
    visitor = shop.visitor("转人工")
    ticket = make(agent, conversation_id=str(visitor.id))
    assert ticket["source"] == "chat"
    (link,) = ticket["links"]
    assert (link["kind"], link["object_id"]) == ("conversation", str(visitor.id))
    assert link["number"].startswith("C-")


# ---- lists


def test_views_show_what_belongs_there_and_pages_lead_through_all(shop: Shop) -> None:
    agent, other = shop.agent("6503"), shop.agent("6504")
    mine = [make(agent, subject=f"第 {n} 件", owner_id=id_of(agent)) for n in range(5)]
    theirs = make(other, subject="别人的", owner_id=id_of(other))
    free = make(other, subject="没人的")
    counted = agent("GET", "/tickets/views")
    assert (counted["mine"], counted["unassigned"]) == (5, 1)
    assert theirs["id"] not in {row["id"] for row in agent("GET", "/tickets")["items"]}, "an agent sees their own"
    see(agent, theirs, expect=404)
    seen, after = [], ""
    while after is not None:
        found = agent("GET", f"/tickets?view=mine&limit=2{f'&after={after}' if after else ''}")
        seen += [row["id"] for row in found["items"]]
        after = found["next"]
    assert seen == [ticket["id"] for ticket in reversed(mine)]
    assert [row["id"] for row in agent("GET", "/tickets?view=unassigned")["items"]] == [free["id"]]
    assert len(shop.owner("GET", "/tickets?priority=P4")["items"]) == 7
    assert shop.owner("GET", "/tickets?priority=P1")["items"] == []


def test_a_team_sees_what_was_given_to_it_and_to_its_people(shop: Shop) -> None:
    leader, member, stranger = shop.agent("6531", role="supervisor"), shop.agent("6532"), shop.agent("6533")
    team = team_of(shop, leader, member)
    given = make(leader, team_id=str(team.id))
    theirs = make(member, owner_id=id_of(member))
    make(stranger, owner_id=id_of(stranger))
    make(stranger)
    assert {row["id"] for row in leader("GET", "/tickets?view=team")["items"]} == {given["id"], theirs["id"]}
    assert leader("GET", "/tickets/views")["team"] == 2
    assert stranger("GET", "/tickets?view=team")["items"] == []


def test_a_conversation_leads_to_the_tickets_that_came_of_it(shop: Shop) -> None:
    visitor = shop.visitor("转人工")
    ticket = make(shop.owner, conversation_id=str(visitor.id))
    make(shop.owner)
    found = shop.owner("GET", f"/tickets?conversation_id={visitor.id}")["items"]
    assert [row["id"] for row in found] == [ticket["id"]]
    assert shop.owner("GET", f"/tickets?conversation_id={shop.queue.id}")["items"] == []


def test_tickets_are_found_by_words_form_comments_and_number(shop: Shop) -> None:
    api = shop.owner
    ticket = make(api, subject="冰箱不制冷", type="repair", values={"serial_number": "SN-77812"})
    make(api, subject="发票抬头写错")
    do(api, ticket, "comments", text="压缩机异响", is_public=False, expect=201)
    for words in ("冰箱", "制冷", "SN-77812", "压缩机", ticket["number"], ticket["number"].lower()):
        assert [row["id"] for row in api("GET", f"/tickets?q={words}")["items"]] == [ticket["id"]], words
    assert api("GET", "/tickets?q=洗衣机")["items"] == []


# ---- people


def test_claiming_reassigning_and_returning_with_reasons(shop: Shop) -> None:
    first, second = shop.agent("6505"), shop.agent("6506")
    ticket = do(first, make(first), "assign", owner_id=id_of(first))
    assert do(first, ticket, "assign", owner_id=id_of(second), expect=422)["errors"][0]["field"] == "reason"
    do(first, ticket, "assign", owner_id=id_of(second), reason="需要售后处理")
    assert notices(second, "ticket_given")
    assert do(second, ticket, "return", reason=" ", expect=422)
    ticket = do(second, ticket, "return", reason="缺少订单号")
    assert ticket["owner"]["id"] == id_of(first)
    assert notices(first, "ticket_returned")
    assert do(second, ticket, "return", reason="不是我的", expect=404), "it is nobody's of theirs any more"


def test_the_third_urge_reaches_the_leader(shop: Shop) -> None:
    agent, front, leader = shop.agent("6507"), shop.agent("6508"), shop.agent("6509", role="supervisor")
    team_of(shop, leader, agent)
    customer = customers.create(shop.system, name="赵先生", brand_id=shop.site.brand_id)
    ticket = make(agent, owner_id=id_of(agent), customer_id=str(customer.id))
    (row,) = front("GET", f"/customers/{customer.id}/tickets")["items"]
    assert row["id"] == ticket["id"], "whoever has the customer before them sees how far it is"
    urged = do(front, ticket, "urge", text="客户又来问")
    assert (urged["urges"], urged["urgency"], urged["priority"]) == (1, "medium", "P3")
    do(front, ticket, "urge")
    assert len(notices(agent, "ticket_urged")) == 1, "one notice that counts"
    assert notices(leader, "ticket_urged") == []
    urged = do(front, ticket, "urge")
    assert urged["urges"] == 3
    assert notices(leader, "ticket_urged") == [f"工单 {ticket['number']} 第 3 次催单：{ticket['subject']}"]


def test_supervising_has_a_deadline_and_ends_with_the_ticket(shop: Shop) -> None:
    agent, leader = shop.agent("6510"), shop.agent("6511", role="supervisor")
    team_of(shop, leader, agent)
    ticket = make(agent, owner_id=id_of(agent))
    soon = (clock.now() + timedelta(hours=2)).isoformat()
    do(agent, ticket, "supervise", until=soon, text="今天办结", expect=403)
    assert do(leader, ticket, "supervise", until="2020-01-01T00:00:00Z", expect=422)["code"] == "wrong_until"
    ticket = do(leader, ticket, "supervise", until=soon, text="今天办结")
    assert ticket["supervisor"]["id"] == id_of(leader)
    assert len(notices(agent, "ticket_supervised")) == 1
    move(agent, ticket, "done")
    assert see(leader, ticket)["supervised_until"] is None
    assert len(notices(leader, "ticket_done")) == 1


def test_copied_colleagues_see_the_ticket_until_they_leave(shop: Shop) -> None:
    agent, other = shop.agent("6512"), shop.agent("6513")
    ticket = make(agent, owner_id=id_of(agent))
    see(other, ticket, expect=404)
    do(agent, ticket, "watchers", user_ids=[id_of(other)])
    assert see(other, ticket)["watchers"] == [{"id": id_of(other), "name": "小6513"}]
    assert notices(other, "ticket_copied")
    other("DELETE", f"/tickets/{ticket['id']}/watchers/{id_of(other)}", expect=204)
    see(other, ticket, expect=404)
    assert do(agent, ticket, "watchers", user_ids=[str(shop.queue.id)], expect=422)["code"] == "no_such_person"


# ---- children


def test_a_child_with_its_own_promise_keeps_its_parent_from_ending(shop: Shop) -> None:
    agent = shop.agent("6514")
    parent = make(agent, owner_id=id_of(agent))
    child = make(agent, subject="仓库复核库存", type="task", parent_id=parent["id"], impact="high", urgency="high")
    assert promise(child, "resolution")["target_minutes"] == 240
    assert move(agent, parent, "done", expect=409)["code"] == "children_open"
    assert [row["id"] for row in see(agent, parent)["children"]] == [child["id"]]
    move(agent, child, "working")
    move(agent, child, "done", values={"outcome": "库存无误"})
    assert move(agent, parent, "done")["stage"]["category"] == "done"
    assert make_child_of(agent, parent)["code"] == "parent_over"


def make_child_of(api: Api, parent: Any) -> Any:
    return api("POST", "/tickets", {"subject": "再来一件", "parent_id": parent["id"]}, expect=409)


# ---- two at once


def test_the_second_writer_of_a_field_gets_the_difference(shop: Shop) -> None:
    api = shop.owner
    ticket = make(api)
    path = f"/tickets/{ticket['id']}"
    api("PATCH", path, {"subject": "改过的标题", "version": ticket["version"]})
    refused = api("PATCH", path, {"subject": "另一个标题", "version": ticket["version"]}, expect=409)
    assert refused["code"] == "stale"
    assert refused["differences"] == {"subject": {"yours": "另一个标题", "theirs": "改过的标题"}}
    changed = api("PATCH", path, {"subject": "另一个标题", "version": refused["version"]})
    assert changed["subject"] == "另一个标题"
    assert api("PATCH", path, {"subject": "另一个标题", "version": 1})["version"] == changed["version"]


def test_hidden_numbers_that_come_back_stay_whole(shop: Shop) -> None:
    agent = shop.agent("6515")
    ticket = make(agent, description="客户电话 13800138000，请回电", values={"order_number": "13900139000"})
    seen = see(agent, ticket)
    assert "138****8000" in seen["description"]
    agent(
        "PATCH",
        f"/tickets/{ticket['id']}",
        {"description": seen["description"] + "。很急", "values": {"order_number": seen["values"]["order_number"]}},
    )
    whole = see(shop.owner, ticket)
    assert whole["description"] == "客户电话 13800138000，请回电。很急"
    assert whole["values"]["order_number"] == "13900139000"


# ---- merging, splitting, many at once, and undoing


def test_merging_shows_both_histories_and_can_be_undone(shop: Shop) -> None:
    api = shop.owner
    one, two = make(api, subject="没收到货"), make(api, subject="还是没收到")
    do(api, two, "comments", text="客户第二次来电", is_public=False, expect=201)
    merged = do(api, one, "merge", ticket_id=two["id"])
    assert merged["merged"][0]["number"] == two["number"]
    assert see(api, two)["merged_into"] == one["id"]
    assert "客户第二次来电" in [e["text"] for e in api("GET", f"/tickets/{one['id']}/entries")["items"]]
    assert do(api, two, "comments", text="嗯", expect=409)["code"] == "merged"
    assert do(api, one, "merge", ticket_id=one["id"], expect=409)
    assert do(api, one, "merge", ticket_id=two["id"], expect=409)["code"] == "merged"
    do(api, one, "undo")
    again = see(api, two)
    assert (again["merged_into"], again["stage"]["category"], again["closed_at"]) == (None, "open", None)
    assert promise(again, "resolution")["state"] == "running"
    assert do(api, one, "undo", expect=409)["code"] == "nothing_to_undo"


def test_a_comment_becomes_a_ticket_of_its_own_until_somebody_works_on_it(shop: Shop) -> None:
    api = shop.owner
    ticket = make(api)
    said = do(api, ticket, "comments", text="另外，发票也开错了\n请重开", expect=201)
    new = do(api, ticket, "split", entry_id=said["id"], expect=201)
    assert (new["subject"], new["split_from"]["number"]) == ("另外，发票也开错了", ticket["number"])
    do(api, ticket, "undo")
    see(api, new, expect=404)
    new = do(api, ticket, "split", entry_id=said["id"], subject="发票重开", expect=201)
    move(api, new, "working")
    assert do(api, ticket, "undo", expect=409)["code"] == "worked_on_since"


def test_many_are_given_away_at_once_and_taken_back(shop: Shop) -> None:
    agent, leader = shop.agent("6516"), shop.agent("6517", role="supervisor")
    found = [make(leader) for _ in range(3)]
    over = move(leader, make(leader), "done")
    ids = [ticket["id"] for ticket in [*found, over]]
    agent("POST", "/tickets/bulk", {"ticket_ids": ids, "owner_id": id_of(agent)}, expect=403)
    answer = leader("POST", "/tickets/bulk", {"ticket_ids": ids, "owner_id": id_of(agent), "urgency": "high"})
    assert answer["done"] == 3
    assert [one["ticket_id"] for one in answer["results"] if not one["is_done"]] == [over["id"]]
    assert len(agent("GET", "/tickets?view=mine")["items"]) == 3
    assert see(leader, found[0])["priority"] == "P2"
    do(leader, found[0], "undo")
    assert agent("GET", "/tickets?view=mine")["items"] == []
    assert see(leader, found[2])["priority"] == "P4"


# ---- types and promises


def test_a_type_is_made_changed_and_kept_while_tickets_need_it(shop: Shop) -> None:
    api = shop.owner
    draft: dict[str, Any] = {
        "fields": [{"code": "store", "name": {"zh-CN": "门店"}, "kind": "text", "is_required": True}],
        "start": "new",
        "reopens": "new",
        "stages": [
            {"code": "new", "name": {"zh-CN": "待处理"}, "category": "open", "moves": ["done"]},
            {"code": "done", "name": {"zh-CN": "已处理"}, "category": "done", "moves": []},
        ],
    }
    broken = {**draft, "start": "nowhere"}
    assert api("POST", "/ticket-types/check", {"definition": broken})["faults"]
    body = {"code": "store", "name_zh": "门店反馈", "definition": draft}
    refused = api("POST", "/ticket-types", {**body, "definition": broken}, expect=422)
    assert refused["code"] == "wrong_definition"
    made = api("POST", "/ticket-types", body, expect=201)
    assert api("POST", "/ticket-types", body, expect=409)["code"] == "name_taken"
    lacking = api("POST", "/tickets", {"subject": "灯坏了", "type": "store"}, expect=422)
    assert lacking["errors"][0]["field"] == "values.store"
    make(api, type="store", values={"store": "人民路"})
    path = f"/ticket-types/{made['id']}"
    begin, done = (
        {"code": "begin", "name": {"zh-CN": "开始"}, "category": "open", "moves": ["done"]},
        draft["stages"][1],
    )
    smaller = {**draft, "start": "begin", "reopens": "begin", "stages": [begin, done]}
    assert api("PATCH", path, {"definition": smaller}, expect=409)["code"] == "stage_in_use"
    assert api("DELETE", path, expect=409)["code"] == "in_use"
    assert api("PATCH", path, {"is_active": False})["is_active"] is False
    assert "store" not in [one["code"] for one in api("GET", "/ticket-types?active=true")]


def test_a_new_house_has_types_and_promises(shop: Shop) -> None:
    rows = TicketType.objects.for_actor(shop.system).select_related("policy")
    assert [row.code for row in rows.order_by("position")] == [kind.code for kind in standard.TYPES]
    assert all(row.policy for row in rows)
    (policy,) = shop.owner("GET", "/sla-policies")
    assert policy["targets"]["P1"]["resolution"] == 240
    assert shop.owner("DELETE", f"/sla-policies/{policy['id']}", expect=409)["code"] == "in_use"


# ---- who else is there


def test_who_looks_and_writes_is_told_to_the_staff_and_only_by_those_who_see_the_ticket(shop: Shop) -> None:
    agent, stranger = shop.agent("6534"), shop.agent("6535")
    ticket = make(agent, owner_id=id_of(agent))

    def told(api: Api, **message: Any) -> Any:
        session = Session("user", UUID(id_of(api)), shop.organization.id, frozenset())
        return queries.presence_notice(session, {"type": "typing", "ticket_id": ticket["id"], **message})

    topics, event = told(agent, doing="writes")
    assert topics == [staff_topic(shop.organization.id)]
    assert (event["ticket_id"], event["user"]["id"], event["doing"]) == (ticket["id"], id_of(agent), "writes")
    assert told(stranger, doing="looks") is None
    assert told(agent, doing="dances") is None
    assert told(agent, doing="looks", ticket_id="no id") is None
    visitor = Session("visitor", UUID(id_of(agent)), shop.organization.id, frozenset())
    assert queries.presence_notice(visitor, {"ticket_id": ticket["id"], "doing": "looks"}) is None
