"""What customers write by SMS waits beside chats, and is answered by SMS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.flows.conftest import Api, Shop, make_shop
from tests.flows.help import opened, tells
from tests.flows.work import do, move, see

from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations.models import Conversation
from kefu.contact.texting import actions as texting
from kefu.foundation.sms import jobs
from kefu.foundation.sms.models import ReceivedSms, Sms
from kefu.kernel import clock, events
from kefu.kernel.models import AuditEntry, Block

NUMBER = "13800138000"
NOON = datetime(2026, 11, 27, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NIGHT = datetime(2026, 11, 26, 22, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def night() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NIGHT, tick=False) as moved:
        yield moved


def line(shop: Shop, *, has_queue: bool = True) -> Any:
    """A sandbox whose messages wait in the shop's queue."""
    made = shop.owner("POST", "/sms-lines", {"brand_id": str(shop.site.brand_id), "sign": "青禾优选"}, expect=201)
    if has_queue:
        path = f"/sms-lines/{made['id']}/queue"
        assert shop.owner("PUT", path, {"queue_id": str(shop.queue.id)}) == shop.owner("GET", path)
    return made


def writes(line: Any, text: str, number: str = NUMBER, *, expect: int = 204, **more: str) -> None:
    """The provider tells what somebody wrote."""
    body = {"number": number, "text": text, **more}
    told = Client().post(f"{line['receiving_path']}/replies", body, "application/json")
    assert told.status_code == expect, told.content
    events.drain()


def work() -> None:
    """Do the jobs that are due, as the worker would."""
    rows = ProcrastinateJob.objects.filter(status="todo", task_name="kefu.foundation.sms.jobs.deliver")
    for job in rows.exclude(scheduled_at__gt=clock.now()):
        jobs.deliver.func(**job.args)
        ProcrastinateJob.objects.filter(id=job.id)._raw_delete("default")
    events.drain()


def by_sms(shop: Shop) -> list[Any]:
    return list(shop.owner("GET", "/conversations?channel=sms")["items"])


def said(agent: Api, id: str) -> list[Any]:
    return list(agent("GET", f"/conversations/{id}")["messages"])


def answer(agent: Api, id: str, text: str, *, expect: int = 201, **more: Any) -> Any:
    posted = agent("POST", f"/conversations/{id}/messages", {"text": text, **more}, expect=expect)
    events.drain()
    return posted


def test_chat_and_short_message_wait_in_one_queue_and_the_customer_is_known(shop: Shop) -> None:
    customer = shop.owner("POST", "/customers", {"name": "王芳", "phone": NUMBER}, expect=201)
    channel = line(shop)
    chat = shop.visitor("转人工")
    writes(channel, "我的退款到哪了？", "+86 138 0013 8000")
    writes(channel, "在吗", "13900139000")
    rows = shop.owner("GET", "/conversations?status=queued")["items"]
    assert {row["channel"] for row in rows} == {"chat", "sms"} and len(rows) == 3
    assert {row["queue"]["id"] for row in rows} == {str(shop.queue.id)}
    assert str(chat.id) in {row["id"] for row in rows}
    known, unknown = sorted(by_sms(shop), key=lambda row: row["customer"] is None)
    assert (known["customer"]["id"], known["visitor"]["name"]) == (customer["id"], "王芳")
    assert unknown["customer"] is None and unknown["visitor"]["name"] in ("13900139000", "139****9000")
    agent = shop.agent("6701", chat_capacity=5)
    (first,) = [m for m in said(agent, known["id"]) if m["sender"]["kind"] == "visitor"]
    assert first["text"] == "我的退款到哪了？"
    hidden = [row["visitor"]["name"] for row in agent("GET", "/conversations?channel=sms&assignee=me")["items"]]
    assert sorted(hidden) == ["139****9000", "王芳"]


def test_what_is_told_twice_is_one_message_and_an_open_conversation_goes_on(
    shop: Shop, night: time_machine.Traveller
) -> None:
    channel, agent = line(shop), shop.agent("6702")
    for _ in range(2):
        writes(channel, "你好", reference="up-1")
    (row,) = by_sms(shop)
    for _ in range(2):
        writes(channel, "还没收到货")
    writes(channel, "你好", reference="up-2")
    night.shift(timedelta(minutes=2))
    writes(channel, "还没收到货")
    texts = [m["text"] for m in said(agent, row["id"]) if m["sender"]["kind"] == "visitor"]
    assert texts == ["你好", "还没收到货", "你好", "还没收到货"]
    agent("POST", f"/conversations/{row['id']}/close", {"disposition_id": shop.leaf()})
    events.drain()
    writes(channel, "谢谢")
    assert len(by_sms(shop)) == 2
    night.shift(timedelta(hours=3))
    conversations.sweep()
    assert {row["status"] for row in by_sms(shop)} == {"closed", "active"}  # silence does not end it


def test_a_word_that_refuses_still_refuses_and_opens_nothing(shop: Shop) -> None:
    channel = line(shop)
    writes(channel, " td")
    assert by_sms(shop) == [] and ReceivedSms.objects.for_actor(shop.system).count() == 0
    (refusal,) = shop.owner("GET", "/sms-refusals")["items"]
    assert refusal["origin"] == "reply"


def test_without_a_queue_an_answer_opens_nothing(shop: Shop) -> None:
    channel = line(shop, has_queue=False)
    writes(channel, "收到")
    assert by_sms(shop) == []
    path = f"/sms-lines/{channel['id']}/queue"
    shop.owner("PUT", path, {"queue_id": str(shop.queue.id)})
    writes(channel, "有人吗")
    shop.owner("PUT", path, {"queue_id": None})
    writes(channel, "再见", "13900139000")
    assert len(by_sms(shop)) == 1
    assert AuditEntry.objects.for_actor(shop.system).filter(action="sms_line.updated").count() == 2


def test_an_answer_goes_out_once_even_at_night_and_notes_do_not(shop: Shop) -> None:
    channel, agent = line(shop), shop.agent("6703")
    writes(channel, "几点发货")
    (row,) = by_sms(shop)
    agent("POST", f"/conversations/{row['id']}/notes", {"text": "老客户"}, expect=201)
    posted = answer(agent, row["id"], "今天 18:00 前发出", client_id="one")
    answer(agent, row["id"], "今天 18:00 前发出", client_id="one")
    shown = next(m for m in said(agent, row["id"]) if m["id"] == posted["id"])
    assert shown["payload"]["sms"] == {"state": "waiting", "error": ""}
    work()
    (sms,) = shop.owner("GET", f"/sms-lines/{channel['id']}/messages")["items"]
    assert (sms["state"], sms["number"], sms["purpose"]) == ("sent", NUMBER, "answer")
    assert sms["text"] == "【青禾优选】今天 18:00 前发出，拒收请回复R"
    shown = next(m for m in said(agent, row["id"]) if m["id"] == posted["id"])
    assert shown["payload"]["sms"]["state"] == "sent"
    told = agent("POST", f"/conversations/{row['id']}/messages/{posted['id']}/recall", expect=409)
    assert told["code"] == "sms_is_sent"


def test_what_a_short_message_cannot_carry_is_refused(shop: Shop) -> None:
    channel, agent = line(shop), shop.agent("6704")
    writes(channel, "看不到图")
    (row,) = by_sms(shop)
    file = agent.upload(f"/conversations/{row['id']}/attachments", "说明.txt", "说明".encode())
    for body, code in (
        ({"attachment_ids": [file["id"]]}, "text_only"),
        ({"kind": "rating_invite"}, "text_only"),
        ({"text": "长" * 451}, "text_too_long"),
    ):
        refused = agent("POST", f"/conversations/{row['id']}/messages", body, expect=422)
        assert refused["code"] == code
    at = (clock.now() + timedelta(hours=1)).isoformat()
    late = agent(
        "POST", f"/conversations/{row['id']}/scheduled-messages", {"text": "长" * 451, "send_at": at}, expect=422
    )
    assert late["code"] == "text_too_long"
    answer(agent, row["id"], "长" * 450)
    work()
    (sms,) = shop.owner("GET", f"/sms-lines/{channel['id']}/messages")["items"]
    assert sms["text"].endswith("长，拒收请回复R")


def test_a_blocked_number_opens_nothing_and_is_audited(shop: Shop) -> None:
    channel = line(shop)
    shop.owner("POST", "/blocks", {"kind": "phone", "value": NUMBER, "reason": "骚扰"}, expect=201)
    writes(channel, "骂人的话")
    assert not Conversation.objects.for_actor(shop.system).filter(channel="sms").exists()
    assert AuditEntry.objects.for_actor(shop.system).filter(action="block.refused").count() == 1
    assert Block.objects.for_actor(shop.system).get().refusals >= 1


def test_the_agent_sees_that_a_number_which_refused_gets_nothing(shop: Shop) -> None:
    channel, agent = line(shop), shop.agent("6705")
    writes(channel, "R")
    writes(channel, "我又来了")
    (row,) = by_sms(shop)
    posted = answer(agent, row["id"], "您好")
    work()
    messages = said(agent, row["id"])
    assert next(m for m in messages if m["id"] == posted["id"])["payload"]["sms"]["state"] == "refused"
    (note,) = [m for m in messages if m["payload"].get("code") == "sms_not_delivered"]
    assert note["kind"] == "note" and "拒收" in note["text"]
    shop.owner("PATCH", f"/sms-lines/{channel['id']}", {"is_active": False})
    answer(agent, row["id"], "还在吗")
    assert said(agent, row["id"])[-1]["text"] == "短信未送达：该品牌没有启用的短信通道"


def test_a_receipt_shows_in_the_message(shop: Shop) -> None:
    channel, agent = line(shop), shop.agent("6706")
    writes(channel, "在吗")
    (row,) = by_sms(shop)
    posted = answer(agent, row["id"], "在的")
    work()
    reference = Sms.objects.for_actor(shop.system).get().reference
    body = {"reference": reference, "delivered": False, "error": "关机"}
    Client().post(f"{channel['receiving_path']}/receipts", body, "application/json")
    events.drain()
    messages = said(agent, row["id"])
    shown = next(m for m in messages if m["id"] == posted["id"])
    assert shown["payload"]["sms"] == {"state": "failed", "error": "关机"}
    assert [m["text"] for m in messages if m["payload"].get("code") == "sms_not_delivered"] == ["短信未送达：关机"]


def test_a_stranger_tries_it_in_the_settings(shop: Shop) -> None:
    channel = line(shop)
    body = {"number": NUMBER, "text": "试一下"}
    shop.owner("POST", f"/sms-lines/{channel['id']}/receive", body, expect=204)
    shop.owner("POST", f"/sms-lines/{channel['id']}/receive", {**body, "number": "02165432100"}, expect=422)
    events.drain()
    (row,) = by_sms(shop)
    assert row["last_message"]["text"] == "试一下"
    http = {"provider": "http", "url": "https://sms.example/send", "body": '{"m": "{to}", "c": "{text}"}'}
    shop.owner("PATCH", f"/sms-lines/{channel['id']}", http)
    refused = shop.owner("POST", f"/sms-lines/{channel['id']}/receive", body, expect=409)
    assert refused["code"] == "no_sandbox"


def test_lines_of_others_are_out_of_reach(shop: Shop) -> None:
    channel, rival = line(shop), make_shop("rival")
    path = f"/sms-lines/{channel['id']}"
    rival.owner("POST", f"{path}/receive", {"number": NUMBER, "text": "嗨"}, expect=404)
    rival.owner("PUT", f"{path}/queue", {"queue_id": str(rival.queue.id)}, expect=404)
    shop.owner("PUT", f"{path}/queue", {"queue_id": str(rival.queue.id)}, expect=404)
    theirs = line(rival)
    writes({"receiving_path": theirs["receiving_path"][:-1] + "x"}, "嗨", expect=404)
    writes(theirs, "给他们的")
    assert by_sms(shop) == [] and len(by_sms(rival)) == 1
    brand = shop.owner("POST", "/brands", {"name": "另一品牌", "code": "other"})
    queue = shop.owner("POST", "/queues", {"name": "另一组", "brand_id": brand["id"]}, expect=201)
    wrong = shop.owner("PUT", f"{path}/queue", {"queue_id": queue["id"]}, expect=422)
    assert wrong["errors"][0]["field"] == "queue_id"


def told_of_ticket(shop: Shop, night: time_machine.Traveller, subject: str, *, noon: datetime = NOON) -> Any:
    """A ticket of the help centre that was answered, and of which its customer was told by SMS."""
    guest = opened(shop)
    night.move_to(noon)
    guest.fill(contact=NUMBER, subject=subject)
    ticket = next(row for row in shop.owner("GET", "/tickets")["items"] if row["subject"] == subject)
    do(shop.owner, ticket, "comments", text="已安排换新。", expect=201)
    events.drain()
    assert tells(shop) == 1
    work()
    return ticket


def heard(shop: Shop, ticket: Any) -> list[tuple[str, str]]:
    rows = shop.owner("GET", f"/tickets/{ticket['id']}/entries")["items"]
    return [(row["author"]["name"], row["text"]) for row in rows if row["author"]["kind"] == "customer"]


def test_an_answer_to_what_was_told_of_a_ticket_is_said_on_it(shop: Shop, night: time_machine.Traveller) -> None:
    channel = line(shop, has_queue=False)
    ticket = told_of_ticket(shop, night, "屏幕碎了")
    move(shop.owner, ticket, "working")
    move(shop.owner, ticket, "customer")
    writes(channel, "周六可以送吗", reference="a1")
    writes(channel, "周六可以送吗", reference="a1")
    assert heard(shop, ticket) == [("王芳", "周六可以送吗")] and by_sms(shop) == []
    assert see(shop.owner, ticket)["stage"]["category"] == "open", "it waited for the customer"
    (answer,) = ReceivedSms.objects.for_actor(shop.system)
    for _ in range(2):  # told again by the relay
        texting.take(
            shop.organization.id,
            line_id=answer.line_id,
            brand_id=shop.site.brand_id,
            sms_id=answer.id,
            number=answer.number,
            text=answer.text,
        )
    writes(channel, "我是别人", "13900139000")
    assert len(heard(shop, ticket)) == 1
    move(shop.owner, ticket, "done")
    move(shop.owner, ticket, "closed")
    shop.owner("PUT", f"/sms-lines/{channel['id']}/queue", {"queue_id": str(shop.queue.id)})
    writes(channel, "还是不行")
    assert len(heard(shop, ticket)) == 1 and len(by_sms(shop)) == 1, "a closed one takes no words"


def test_where_it_is_not_plain_of_which_ticket_it_is_a_conversation(shop: Shop, night: time_machine.Traveller) -> None:
    channel = line(shop)
    first = told_of_ticket(shop, night, "屏幕碎了")
    second = told_of_ticket(shop, night, "少了配件", noon=NOON + timedelta(hours=1))
    writes(channel, "收到了")
    (conversation,) = by_sms(shop)
    assert heard(shop, first) == heard(shop, second) == []
    writes(channel, "接着说")
    assert len(by_sms(shop)) == 1 and len(said(shop.owner, conversation["id"])) >= 2

    other = make_shop("late")
    line_of_other = line(other)
    late = told_of_ticket(other, night, "晚了")
    night.shift(timedelta(days=3, minutes=1))
    writes(line_of_other, "才看到")
    assert heard(other, late) == [] and len(by_sms(other)) == 1, "nobody knows any more what it answers"
