"""Putting conversations off (稍后处理). Time is moved, never waited for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations import rules
from kefu.contact.routing import queries as routing
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts.models import User
from kefu.kernel import clock, events

from .conftest import Api, Hours, Shop, Visitor
from .test_deadlines import lines, me, say, seen

MINUTE = 60


def answered(shop: Shop, agent: Api) -> Visitor:
    """Somebody whom the agent has told that they will hear more."""
    visitor = shop.visitor("转人工")
    say(agent, visitor, "仓库查好后告诉您")
    return visitor


def put_off(agent: Api, visitor: Visitor, *, minutes: float = 30, note: str = "", expect: int = 200) -> Any:
    until = (clock.now() + timedelta(minutes=minutes)).isoformat()
    answer = agent("POST", f"/conversations/{visitor.id}/snooze", {"until": until, "note": note}, expect=expect)
    events.drain()
    return answer


def notes(agent: Api, visitor: Visitor) -> list[str]:
    return [m["text"] for m in agent("GET", f"/conversations/{visitor.id}")["messages"] if m["kind"] == "note"]


def load(shop: Shop, agent: Api) -> int:
    return {str(id): n for id, n in routing.load(shop.organization.id).items()}.get(me(agent), 0)


def test_it_comes_back_by_itself_when_its_time_has_come(shop: Shop, hours: Hours) -> None:
    agent = shop.agent("8001")
    visitor = answered(shop, agent)
    row = put_off(agent, visitor, note="等仓库回复")
    assert (row["status"], row["snooze_note"], row["returned_at"]) == ("active", "等仓库回复", None)
    assert notes(agent, visitor)[-1].startswith("稍后处理，") and notes(agent, visitor)[-1].endswith("回来：等仓库回复")
    hours.pass_(29 * MINUTE)
    assert seen(shop, visitor)["snoozed_until"]
    hours.pass_(MINUTE)
    row = seen(shop, visitor)
    assert (row["snoozed_until"], row["snooze_note"]) == (None, "等仓库回复") and row["returned_at"]
    assert notes(agent, visitor)[-1] == "稍后处理时间到：等仓库回复"
    told = [notice for notice in agent("GET", "/notices")["items"] if notice["kind"] == "snooze_over"]
    assert len(told) == 1 and told[0]["link"] == f"/desk/{visitor.id}" and "等仓库回复" in told[0]["text"]["zh-CN"]
    hours.pass_(MINUTE)
    assert notes(agent, visitor).count("稍后处理时间到：等仓库回复") == 1


def test_the_time_put_off_is_no_time_of_handling(shop: Shop, hours: Hours) -> None:
    agent = shop.agent("8001")
    visitor = answered(shop, agent)
    hours.pass_(2 * MINUTE)
    put_off(agent, visitor, minutes=30)
    put_off(agent, visitor, minutes=60)
    hours.pass_(60 * MINUTE)
    hours.pass_(MINUTE)
    agent("POST", f"/conversations/{visitor.id}/messages", {"text": "查到了"}, expect=201)
    put_off(agent, visitor, minutes=30)
    hours.pass_(10 * MINUTE)
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    events.drain()
    (row,) = shop.owner("GET", "/contacts?only=handled")["items"]
    assert row["handle_seconds"] == 3 * MINUTE
    (line,) = shop.owner("GET", "/analytics/figures?code=aht")["items"]
    assert line["values"]["aht"]["value"] == 3 * MINUTE


def test_the_customer_brings_it_back_at_once(shop: Shop, hours: Hours) -> None:
    agent = shop.agent("8001")
    visitor = answered(shop, agent)
    put_off(agent, visitor)
    visitor.say("我想好了，退款")
    row = seen(shop, visitor)
    assert (row["status"], row["snoozed_until"], row["assignee"]["id"]) == ("active", None, me(agent))
    assert row["unanswered_since"] and row["returned_at"] is None
    assert load(shop, agent) == 1
    hours.pass_(30 * MINUTE)
    assert "稍后处理时间到" not in str(notes(agent, visitor))


def test_leaving_a_message_brings_it_back_too(shop: Shop) -> None:
    agent = shop.agent("8001")
    visitor = answered(shop, agent)
    put_off(agent, visitor)
    body = {"text": "请尽快", "phone": "13800138000"}
    visitor.api("POST", f"/widget/{shop.site.key}/leave-message", body, expect=201)
    assert seen(shop, visitor)["snoozed_until"] is None


def test_silence_does_not_end_it_before_its_agent_has_taken_the_next_step(shop: Shop, hours: Hours) -> None:
    agent = shop.agent("8001")
    visitor = answered(shop, agent)
    put_off(agent, visitor, minutes=20)
    hours.pass_(15 * MINUTE)
    hours.pass_(15 * MINUTE)
    hours.pass_(30 * MINUTE)
    assert seen(shop, visitor)["status"] == "active" and "silent" not in lines(visitor)
    say(agent, visitor, "已经发货了")
    assert seen(shop, visitor)["returned_at"] is None
    hours.pass_(180)
    assert lines(visitor)[-1] == "silent"
    hours.pass_(120)
    assert seen(shop, visitor)["status"] == "closed"


def test_it_takes_no_slot_and_somebody_else_gets_that(shop: Shop, hours: Hours) -> None:
    agent = shop.agent("8001", chat_capacity=1)
    first = answered(shop, agent)
    second = shop.visitor("转人工")
    assert seen(shop, second)["status"] == "queued"
    put_off(agent, first)
    events.drain()
    assert seen(shop, second)["assignee"]["id"] == me(agent) and load(shop, agent) == 1
    hours.pass_(30 * MINUTE)
    third = shop.visitor("转人工")
    assert load(shop, agent) == 2 and seen(shop, third)["status"] == "queued"
    agent("POST", f"/conversations/{first.id}/close", {"disposition_id": shop.leaf()})
    events.drain()
    assert load(shop, agent) == 1


def test_closing_and_passing_on_end_it(shop: Shop, hours: Hours) -> None:
    agent, other = shop.agent("8001"), shop.agent("8002", status="offline")
    closed, left, passed = (answered(shop, agent) for _ in range(3))
    for visitor in (closed, left, passed):
        put_off(agent, visitor)
    assert load(shop, agent) == 0
    agent("POST", f"/conversations/{closed.id}/close", {"disposition_id": shop.leaf()})
    left.api("POST", f"/widget/conversations/{left.id}/close")
    other("PUT", "/agents/me/presence", {"status": "online"})
    agent("POST", f"/conversations/{passed.id}/transfer", {"to_agent": me(other), "note": "请跟进"})
    events.drain()
    assert {seen(shop, v)["snoozed_until"] for v in (closed, left, passed)} == {None}
    assert (load(shop, agent), load(shop, other)) == (0, 1)
    hours.pass_(31 * MINUTE)
    assert "snooze_over" not in [
        n["kind"] for n in (*agent("GET", "/notices")["items"], *other("GET", "/notices")["items"])
    ]


def test_it_stays_with_an_agent_who_goes_home_until_somebody_is_needed(shop: Shop, hours: Hours) -> None:
    agent = shop.agent("8001")
    running, waits, writes = (answered(shop, agent) for _ in range(3))
    put_off(agent, waits, minutes=60, note="明早回电")
    put_off(agent, writes, minutes=60)
    hours.pass_(MINUTE)
    gone(shop, "8001", hours)
    assert seen(shop, running)["status"] == "queued"
    assert [seen(shop, v)["assignee"]["id"] for v in (waits, writes)] == [me(agent)] * 2
    writes.say("还在吗")
    assert (seen(shop, writes)["status"], seen(shop, writes)["assignee"]) == ("queued", None)
    hours.pass_(60 * MINUTE)
    assert seen(shop, waits)["status"] == "queued"
    assert notes(shop.owner, waits)[-1] == "稍后处理时间到，原客服不在线，会话已转到队首：明早回电"
    colleague = shop.agent("8002")
    assert {seen(shop, v)["assignee"]["id"] for v in (running, waits, writes)} == {me(colleague)}


def gone(shop: Shop, number: str, hours: Hours) -> None:
    """The agent's last socket closed, and a gateway that knows has waited for two minutes."""
    user = User.objects.for_actor(shop.system).get(employee_number=number)
    accounts.beat([user.id], 0)
    hours.pass_(121)
    accounts.beat([], 500)
    events.drain()


def test_busy_agents_keep_theirs(shop: Shop, hours: Hours) -> None:
    agent = shop.agent("8001")
    visitor = answered(shop, agent)
    put_off(agent, visitor)
    agent("PUT", "/agents/me/presence", {"status": "busy"})
    hours.pass_(30 * MINUTE)
    assert seen(shop, visitor)["assignee"]["id"] == me(agent) and seen(shop, visitor)["returned_at"]


def test_it_is_taken_up_before_its_time(shop: Shop, hours: Hours) -> None:
    agent, colleague = shop.agent("8001"), shop.agent("8002", status="offline")
    visitor = answered(shop, agent)
    put_off(agent, visitor)
    colleague("DELETE", f"/conversations/{visitor.id}/snooze", expect=404)
    row = agent("DELETE", f"/conversations/{visitor.id}/snooze")
    assert row["snoozed_until"] is None and row["returned_at"]
    assert agent("DELETE", f"/conversations/{visitor.id}/snooze")["returned_at"] == row["returned_at"]
    hours.pass_(31 * MINUTE)
    assert "snooze_over" not in [n["kind"] for n in agent("GET", "/notices")["items"]]
    put_off(agent, visitor, minutes=10)
    assert put_off(agent, visitor, minutes=40, note="改期")["snooze_note"] == "改期"
    hours.pass_(20 * MINUTE)
    assert seen(shop, visitor)["snoozed_until"]


def test_what_cannot_be_put_off(shop: Shop) -> None:
    agent, colleague = shop.agent("8001", chat_capacity=rules.MAX_SNOOZED + 2), shop.agent("8002", status="offline")
    visitor = shop.visitor("转人工")
    assert put_off(agent, visitor, expect=409)["code"] == "customer_waits"
    say(agent, visitor, "您好")
    for minutes in (-1, 31 * 24 * 60):
        assert put_off(agent, visitor, minutes=minutes, expect=422)["errors"][0]["field"] == "until"
    put_off(colleague, visitor, expect=404)
    assert put_off(shop.owner, visitor, expect=409)["code"] == "not_assignee"
    for _ in range(rules.MAX_SNOOZED):
        put_off(agent, answered(shop, agent))
    assert put_off(agent, visitor, expect=409)["code"] == "too_many_snoozed"
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    assert put_off(agent, visitor, expect=409)["code"] == "conversation_closed"


def test_the_next_opening_is_offered(shop: Shop) -> None:
    agent = shop.agent("8001")
    visitor = answered(shop, agent)
    calendar = shop.owner("GET", "/calendars")["items"][0]
    week = {str(day): [["08:30", "18:00"]] for day in range(1, 8)}
    shop.owner("PATCH", f"/calendars/{calendar['id']}", {"weekly": week})
    opening = datetime.fromisoformat(agent("GET", f"/conversations/{visitor.id}/snooze")["opening"])
    assert timedelta(0) < opening - clock.now() < timedelta(days=2) and opening.minute == 30


def test_a_sweep_carries_on_when_nobody_looks(shop: Shop, hours: Hours) -> None:
    """Nothing is planned that could be lost: what is due is found by looking, however late."""
    agent = shop.agent("8001")
    visitor = answered(shop, agent)
    put_off(agent, visitor, minutes=10)
    hours.pass_(24 * 60 * MINUTE)
    assert seen(shop, visitor)["returned_at"] or seen(shop, visitor)["status"] == "queued"
    assert conversations.sweep() == 0
