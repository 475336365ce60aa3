"""What visitors may do, what they send us, and what they never get at."""

import json
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from kefu.contact.conversations import rules
from kefu.contact.conversations.models import Conversation, Message
from kefu.foundation.customers import actions as customers
from kefu.kernel import clock, events, limits

from .conftest import Api, Shop, Visitor, make_shop


def texts(visitor: Visitor) -> list[str]:
    return [m["text"] for m in visitor.see()["messages"] if m["sender"]["kind"] == "visitor"]


def every_door(visitor: Visitor, api: Api, status: int) -> None:
    path = f"/widget/conversations/{visitor.id}"
    api("GET", path, expect=status)
    api("POST", f"{path}/messages", {"text": "x"}, expect=status)
    api("POST", f"{path}/handoff", expect=status)
    api("POST", f"{path}/close", expect=status)
    api("POST", f"{path}/rating", {"score": 1}, expect=status)


def test_a_visitor_gets_at_no_conversation_but_their_own(shop: Shop) -> None:
    mine, other = shop.visitor(None), shop.visitor(None)
    every_door(other, mine.api, 404)
    every_door(other, Api(make_shop("rival").visitor(None).api.token), 404)
    assert other.see()["status"] == "bot"


def test_wrong_and_expired_tokens_are_refused(shop: Shop) -> None:
    visitor = shop.visitor(None)
    for token in (
        "v_",
        "v_x",
        visitor.api.token + "x",
        visitor.api.token[2:],
        "v_" + visitor.api.token,
        shop.owner.token,
    ):
        every_door(visitor, Api(token), 401)
    with time_machine.travel(clock.now() + timedelta(days=29)):
        visitor.see()
    with time_machine.travel(clock.now() + timedelta(days=31)):
        every_door(visitor, visitor.api, 401)


def test_a_visitors_token_opens_no_staff_door(shop: Shop) -> None:
    visitor = shop.visitor(None)
    for path in ("/conversations", f"/conversations/{visitor.id}", "/desk/snapshot", "/queues", "/audit"):
        visitor.api("GET", path, expect=401)


@pytest.mark.parametrize("subject", [{"external_id": "u-1"}, {"email": "li@example.com"}])
def test_only_a_signed_visitor_is_the_customer(shop: Shop, subject: dict[str, str]) -> None:
    customer = customers.identify(
        shop.system, brand_id=shop.site.brand_id, external_id="u-1", email="li@example.com", name="李雷"
    )
    signature = rules.identity_signature(shop.site.identity_secret, next(iter(subject.values())))

    def customer_of(**proof: str) -> Any:
        visitor = shop.visitor("转人工", visitor={**subject, **proof})
        return Conversation.objects.for_actor(shop.system).get(id=visitor.id).customer_id

    assert customer_of() is None
    assert customer_of(identity_signature=signature) == customer.id
    for wrong in ("0" * 64, signature[:-1], rules.identity_signature("guess", "u-1"), "签名"):
        body = {"text": "x", "visitor": {**subject, "identity_signature": wrong}}
        Api()("POST", f"/widget/{shop.site.key}/conversations", body, expect=403)


def test_an_offline_message_keeps_its_attachment_and_waits_even_in_a_full_line(shop: Shop) -> None:
    shop.owner("PATCH", f"/queues/{shop.queue.id}", {"max_waiting": 0})
    upload = SimpleUploadedFile("说明.txt", "屏幕碎了".encode())
    sent = Client().post(f"/api/v1/widget/{shop.site.key}/attachments", {"file": upload})
    assert sent.status_code == 201, sent.content
    body = {"text": "请回电", "phone": "13800138000", "attachment_ids": [sent.json()["id"]]}
    left = Api()("POST", f"/widget/{shop.site.key}/leave-message", body, expect=201)
    events.drain()
    detail = shop.owner("GET", f"/conversations/{left['id']}")
    assert (detail["status"], detail["channel"]) == ("queued", "message")
    (message,) = [m for m in detail["messages"] if m["sender"]["kind"] == "visitor"]
    assert [a["name"] for a in message["attachments"]] == ["说明.txt"]
    Api()("POST", f"/widget/{shop.site.key}/leave-message", {"text": "无联系方式"}, expect=422)


def test_a_full_line_is_said_so(shop: Shop) -> None:
    shop.owner("PATCH", f"/queues/{shop.queue.id}", {"max_waiting": 0})
    visitor = shop.visitor("转人工")
    seen = visitor.see()
    assert seen["status"] == "bot"
    assert seen["messages"][-1]["payload"] == {"code": "queue_full", "leave_message": True}


def test_a_blocked_visitor_is_served_no_more(shop: Shop) -> None:
    visitor = shop.visitor(None)
    known = Conversation.objects.for_actor(shop.system).get(id=visitor.id).visitor_id
    block = shop.owner("POST", "/blocks", {"kind": "visitor", "value": str(known), "reason": "辱骂"}, expect=201)
    visitor.say("在吗", expect=403)
    visitor.api("POST", f"/widget/conversations/{visitor.id}/handoff", expect=403)
    visitor.api("POST", f"/widget/{shop.site.key}/conversations", {"text": "在吗"}, expect=403)
    shop.owner("DELETE", f"/blocks/{block['id']}", expect=204)
    visitor.say("在吗")


@pytest.mark.parametrize(("written", "kept"), [("2001:0DB8::1", "2001:db8::1"), (" 203.0.113.9 ", "203.0.113.9")])
def test_a_blocked_address_is_kept_as_it_will_be_compared(shop: Shop, written: str, kept: str) -> None:
    assert shop.owner("POST", "/blocks", {"kind": "ip", "value": written, "reason": "x"}, expect=201)["value"] == kept


@pytest.mark.parametrize("value", ["somebody", "203.0.113", "203.0.113.0/24"])
@pytest.mark.parametrize("kind", ["ip", "visitor"])
def test_a_block_that_could_never_match_is_refused(shop: Shop, kind: str, value: str) -> None:
    shop.owner("POST", "/blocks", {"kind": kind, "value": value, "reason": "x"}, expect=422)


VERBATIM = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "مرحبا بالعالم \u202eabc",
    "👨‍👩‍👧‍👦🇨🇳👍🏽",
    "a\u200bb\u200d\ufeff",
    "\u200b\u200b",
    "'; DROP TABLE conversations_message; --",
    "{{7*7}} ${7*7} %s {0}",
    "第一行\n第二行\r\n\t第三行",
    "𠮷野家 ﷽ Z̷a̷l̷g̷o̷",
    "长" * rules.MAX_TEXT,
]


@pytest.mark.parametrize("said", VERBATIM, ids=range(len(VERBATIM)))
def test_odd_texts_come_back_as_they_were_sent(shop: Shop, said: str) -> None:
    visitor = shop.visitor(None)
    visitor.say(said)
    assert texts(visitor) == [said]


def test_bytes_that_no_database_holds_are_dropped(shop: Shop) -> None:
    visitor = shop.visitor(None)
    visitor.say("a\0b")
    assert texts(visitor) == ["ab"]


@pytest.mark.parametrize("said", ["", " ", "\n\t", "\0", "长" * (rules.MAX_TEXT + 1), "x" * 1_000_000])
def test_empty_and_endless_texts_are_refused(shop: Shop, said: str) -> None:
    visitor = shop.visitor(None)
    refused = visitor.say(said, expect=422)
    assert refused["detail"] and refused["errors"][0]["field"] == "text"
    assert texts(visitor) == []


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"\xff\xfe\x00", b"null", b"[]", b'"x"', b'{"text": 7}', b'{"text": "\\ud800"}', b"[" * 100_000,
     b'{"text": "x", "payload": ' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"}",
     b'{"text": "x", "payload": {"n": NaN}}', b'{"text": "x", "payload": [1]}',
     b'{"text": "x", "payload": {"t": "' + b"x" * 9000 + b'"}}', b'{"text": "x", "client_id": "a b"}',
     b'{"text": "x", "kind": "note"}', b'{"text": "x", "kind": "system"}', b'{"text": "x", "quote_id": "1"}'],
    ids=range(17),
)  # fmt: skip
def test_broken_bodies_are_named_so(shop: Shop, raw: bytes) -> None:
    visitor = shop.visitor(None)
    answer = Client(headers={"Authorization": f"Bearer {visitor.api.token}"}).post(
        f"/api/v1/widget/conversations/{visitor.id}/messages", raw, content_type="application/json"
    )
    assert answer.status_code in (201, 400, 422), answer.content
    if answer.status_code == 201:
        assert b"ud800" in raw and json.loads(answer.content)["text"] == ""
    else:
        assert answer["Content-Type"] == "application/problem+json" and json.loads(answer.content)["detail"]


def test_system_lines_speak_the_visitors_language(shop: Shop) -> None:
    shop.agent("8001")
    said = {}
    for locale in ("en", "zh-CN"):
        visitor = shop.visitor("转人工", locale=locale)
        visitor.api("POST", f"/widget/conversations/{visitor.id}/close")
        said[locale] = " ".join(m["text"] for m in visitor.see()["messages"] if m["kind"] == "system")
    assert "Hello, this is" in said["en"] and "You ended" in said["en"]
    assert "您好，我是" in said["zh-CN"] and "您已结束" in said["zh-CN"]


@pytest.mark.parametrize(
    ("nickname", "locale", "shown"), [("小青", "en", "小青"), ("", "zh-CN", "工号 8001"), ("", "en", "Agent 8001")]
)
def test_visitors_know_agents_by_nickname_or_number_and_never_by_name(
    shop: Shop, nickname: str, locale: str, shown: str
) -> None:
    agent = shop.agent("8001", nickname=nickname)
    visitor = shop.visitor("转人工", locale=locale)
    agent("POST", f"/conversations/{visitor.id}/messages", {"text": "hello"}, expect=201)
    seen = visitor.see()
    assert seen["agent"] == shown
    assert [m["sender"]["name"] for m in seen["messages"] if m["sender"]["kind"] == "agent"] == [shown]
    assert shown in next(m["text"] for m in seen["messages"] if m["payload"].get("code") == "joined")
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    assert "员工8001" not in str(visitor.see())


def together(*jobs: Any) -> list[Any]:
    results: list[Any] = []

    def run(job: Any) -> None:
        results.append(job())
        connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_hundred_messages_at_once_are_all_there_in_one_order() -> None:
    shop = make_shop("parallel")
    visitor = shop.visitor(None)
    before = Conversation.objects.for_actor(shop.system).get(id=visitor.id).last_seq

    def talk(speaker: int) -> None:
        api = Api(visitor.api.token)
        for n in range(25):
            limits.forget()
            api("POST", f"/widget/conversations/{visitor.id}/messages", {"text": f"{speaker}:{n}"}, expect=201)

    together(*[lambda speaker=s: talk(speaker) for s in range(8)])
    rows = list(Message.objects.for_actor(shop.system).filter(conversation_id=visitor.id).order_by("seq"))
    assert [row.seq for row in rows] == list(range(before + 1, before + 201))
    for speaker in range(8):
        mine = [row.text for row in rows if row.text.startswith(f"{speaker}:")]
        assert mine == [f"{speaker}:{n}" for n in range(25)]


@pytest.mark.django_db(transaction=True)
def test_one_client_id_from_many_threads_is_one_message() -> None:
    visitor = make_shop("parallel").visitor(None)
    body = {"text": "在吗", "client_id": str(uuid4())}
    path = f"/widget/conversations/{visitor.id}/messages"
    answers = together(*[lambda: Api(visitor.api.token)("POST", path, body, expect=201) for _ in range(8)])
    assert len({answer["id"] for answer in answers}) == 1 and len(answers) == 8
    assert texts(visitor) == ["在吗"]
