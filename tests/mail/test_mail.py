"""From a customer's mail to the answer in their mailbox, through real IMAP and SMTP servers and the public API."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from email import message_from_string, policy
from typing import Any
from uuid import UUID

from django.conf import settings as django_settings
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.mail.conftest import Post
from tests.mail.servers import PASSWORD

from kefu.config.cli import mail as check
from kefu.config.cli.findings import Status
from kefu.config.tests.instances import free_port
from kefu.contact.mail import actions, queries, rules
from kefu.contact.mail.models import Mailbox, SentMail
from kefu.foundation.notices.actions import carry_out
from kefu.kernel import clock, events

QUESTION = """From: =?utf-8?b?5byg5LiJ?= <zhang@customer.test>
To: kefu@shop.test
Cc: boss@customer.test
Subject: =?utf-8?b?6YCA5qy+5LuA5LmI5pe25YCZ5Yiw6LSm?=
Message-ID: <question-1@customer.test>
Date: Thu, 26 Nov 2026 10:00:00 +0800
Content-Type: text/plain; charset=utf-8

订单 1001 的退款三天了还没到账，麻烦查一下。

发自我的 iPhone
"""


def reply_to(sent: Any, words: str, **headers: str) -> str:
    lines = {
        "From": "zhang@customer.test",
        "To": "kefu@shop.test",
        "Subject": f"Re: {sent['Subject']}",
        "In-Reply-To": sent["Message-ID"],
        "Message-ID": f"<{abs(hash(words))}@customer.test>",
        "Content-Type": "text/plain; charset=utf-8",
        **headers,
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items()) + f"\n{words}\n"


def go_out(post: Post) -> list[Any]:
    """The seconds to undo are over: what is due is handed to the server. Returns all it has, parsed."""
    SentMail.objects.for_actor(post.shop.system).filter(state="waiting").update(due_at=clock.now())
    for sent in SentMail.objects.for_actor(post.shop.system).filter(state="waiting"):
        actions.deliver(sent.organization_id, sent.id)
    events.drain()
    return [message_from_string(mail["content"], policy=policy.default) for mail in post.smtp.taken()]


def test_a_mail_is_sorted_waits_is_answered_and_goes_on_as_one_conversation(post: Post) -> None:
    agent = post.shop.agent("6601")
    post.open(signature="示例商城客服", sender_name="示例客服", undo_seconds=5)
    assert post.arrives(QUESTION) == 1
    (mail,) = post.mails()
    assert (mail.state, mail.sender, mail.subject) == ("accepted", "zhang@customer.test", "退款什么时候到账")
    (row,) = agent("GET", "/conversations?channel=email&assignee=me")["items"]
    assert row["status"] == "active" and row["visitor"]["name"] == "张三" and row["customer"]["name"] == "张三"
    shown = agent("GET", f"/conversations/{row['id']}")["messages"]
    first = next(each for each in shown if each["sender"]["kind"] == "visitor")
    assert first["text"] == "订单 1001 的退款三天了还没到账，麻烦查一下。"
    assert first["payload"]["mail"]["subject"] == "退款什么时候到账"

    told = agent("GET", f"/conversations/{row['id']}/mail")
    assert (told["to"], told["cc"], told["subject"]) == (
        ["z***@customer.test"],
        ["b***@customer.test"],
        "Re: 退款什么时候到账",
    )
    body = {"text": "已为您加急，今天 18:00 前到账。", "to": told["to"], "cc": told["cc"], "bcc": ["audit@shop.test"]}
    sent = agent("POST", f"/conversations/{row['id']}/mail", body, expect=201)
    assert sent["state"] == "waiting" and not post.smtp.taken()
    (out,) = go_out(post)
    assert out["To"] == "zhang@customer.test" and out["Cc"] == "boss@customer.test" and out["Bcc"] is None
    assert out["Subject"] == "Re: 退款什么时候到账" and out["In-Reply-To"] == "<question-1@customer.test>"
    assert "加急" in out.get_content() and "示例商城客服" in out.get_content()
    assert set(post.smtp.taken()[0]["recipients"]) == {"zhang@customer.test", "boss@customer.test", "audit@shop.test"}
    shown = agent("GET", f"/conversations/{row['id']}")["messages"]
    assert [m["payload"]["mail"]["state"] for m in shown if m["sender"]["kind"] == "agent"] == ["sent"]

    post.arrives(reply_to(out, "收到，谢谢！\n\n在 2026年11月26日，示例客服 <kefu@shop.test> 写道：\n> 已为您加急"))
    assert [c.id for c in post.conversations()] == [c.id for c in post.conversations()[:1]]
    assert [m.text for m in post.said(row["id"]) if m.sender_kind == "visitor"][-1] == "收到，谢谢！"
    (row,) = agent("GET", "/conversations?channel=email&assignee=me")["items"]
    assert row["unanswered_since"] is not None


def test_an_answer_names_long_ids_as_they_are(post: Post) -> None:
    agent = post.shop.agent("6615")
    post.open(undo_seconds=0)
    long = f"<{'SEYPR01MB4221A3F5C0A1B9F0E8AA' * 3}@SEYPR01MB4221.apcprd01.prod.exchangelabs.com>"
    post.arrives(
        QUESTION.replace("<question-1@customer.test>", f"{long}\nReferences: {long.replace('A3', 'B4')} <a@b.test>")
    )
    (conversation,) = post.conversations()
    body = {"text": "您好", "to": ["zhang@customer.test"]}
    agent("POST", f"/conversations/{conversation.id}/mail", body, expect=201)
    go_out(post)
    (taken,) = post.smtp.taken()
    lines = taken["content"].replace("\r\n", "\n").replace("\n ", " ").split("\n")
    assert f"In-Reply-To: {long}" in lines
    assert f"References: {long.replace('A3', 'B4')} <a@b.test> {long}" in lines


def test_jobs_are_planned_for_what_goes_out(post: Post) -> None:
    agent = post.shop.agent("6602")
    post.open(undo_seconds=5)
    post.arrives(QUESTION)
    (conversation,) = post.conversations()
    body = {"text": "您好", "to": ["zhang@customer.test"]}
    sent = agent("POST", f"/conversations/{conversation.id}/mail", body, expect=201)
    jobs = ProcrastinateJob.objects.filter(task_name="kefu.contact.mail.jobs.deliver")
    assert [job.args["sent_mail_id"] for job in jobs] == [sent["id"]]


def test_a_mail_of_a_blocked_address_opens_nothing_and_can_be_released(post: Post) -> None:
    post.open()
    block = {"kind": "email", "value": "zhang@customer.test", "reason": "广告"}
    post.shop.owner("POST", "/blocks", block, expect=201)
    post.arrives(QUESTION)
    assert not post.conversations()
    (aside,) = post.shop.owner("GET", "/quarantined-mails")["items"]
    assert (aside["cause"], aside["sender"]) == ("blocked", "zhang@customer.test")


def test_an_answer_is_undone_within_its_seconds_and_not_later(post: Post) -> None:
    agent = post.shop.agent("6603")
    post.open(undo_seconds=30)
    post.arrives(QUESTION)
    (conversation,) = post.conversations()
    path = f"/conversations/{conversation.id}/mail"
    body = {"text": "发错了", "to": ["zhang@customer.test"], "client_id": "once"}
    sent = agent("POST", path, body, expect=201)
    assert agent("POST", path, body, expect=201)["id"] == sent["id"]
    agent("POST", f"{path}/{sent['message_id']}/undo")
    assert not go_out(post)
    (row,) = agent("GET", "/conversations?channel=email&assignee=me")["items"]
    assert row["unanswered_since"] is not None and row["last_message"]["sender"] == "visitor"
    again = agent("POST", path, {**body, "client_id": "twice"}, expect=201)
    go_out(post)
    told = agent("POST", f"{path}/{again['message_id']}/undo", expect=409)
    assert told["code"] == "mail_is_sent"


def test_a_refused_recipient_a_bounce_and_an_absence_are_told(post: Post) -> None:
    agent = post.shop.agent("6604")
    post.open(undo_seconds=0)
    post.arrives(QUESTION)
    (conversation,) = post.conversations()
    path = f"/conversations/{conversation.id}/mail"
    agent("POST", path, {"text": "一", "to": ["refused@customer.test"]}, expect=201)
    go_out(post)
    agent("POST", path, {"text": "二", "to": ["later@customer.test"]}, expect=201)
    go_out(post)
    states = [
        m.payload["mail"]["state"]
        for m in post.said(conversation.id)
        if m.sender_kind == "agent" and "mail" in m.payload
    ]
    assert states == ["failed", "waiting"]
    (out,) = go_out(post)
    report = (
        "From: MAILER-DAEMON@mx.test\nTo: kefu@shop.test\nSubject: Undelivered Mail Returned to Sender\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: text/plain\n\nsorry\n"
        "--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\n"
        "Final-Recipient: rfc822; later@customer.test\nAction: failed\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 5.2.2 mailbox full\n--x\nContent-Type: message/rfc822\n\n"
        f"Message-ID: {out['Message-ID']}\nSubject: x\n\ntext\n--x--\n"
    )
    post.arrives(report, reply_to(out, "我在休假", **{"Auto-Submitted": "auto-replied"}))
    said = post.said(conversation.id)
    states = [m.payload["mail"]["state"] for m in said if m.sender_kind == "agent" and "mail" in m.payload]
    assert states == ["failed", "bounced"]
    codes = [m.payload.get("code") for m in said if m.kind == "note"]
    assert codes.count("mail_not_delivered") == 2 and codes.count("mail_away") == 1
    assert [mail.state for mail in post.mails()] == ["accepted"] * 3
    assert len(post.conversations()) == 1
    kinds = [notice["kind"] for notice in agent("GET", "/notices")["items"]]
    assert kinds.count("mail_not_delivered") == 2


def test_what_cannot_be_read_is_set_aside_and_stops_nothing(post: Post) -> None:
    post.shop.agent("6605")
    lead = post.shop.agent("6606", role="supervisor")
    post.open()
    loop = QUESTION.replace("Subject:", f"X-Kefu-Mail: {post.shop.organization.id}\nSubject:")
    nested = "From: a@b.test\n" + "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2500)
    )
    nobody = "Subject: hello\n\nto nobody\n"
    assert post.arrives(b"\xff\xfe\x00 no mail", loop, nested, nobody, QUESTION) == 5
    assert [(mail.state, mail.cause) for mail in post.mails()] == [
        ("quarantined", "no_content"),
        ("quarantined", "loop"),
        ("quarantined", "too_nested"),
        ("quarantined", "no_sender"),
        ("accepted", ""),
    ]
    held = lead("GET", "/quarantined-mails")["items"]
    assert [row["cause"] for row in held] == ["no_sender", "too_nested", "loop", "no_content"]
    assert lead("POST", f"/quarantined-mails/{held[0]['id']}/release", expect=409)["code"] == "still_unreadable"
    lead("POST", f"/quarantined-mails/{held[0]['id']}/discard", expect=204)
    assert len(lead("GET", "/quarantined-mails")["items"]) == 3


def test_a_flood_is_held_back_and_let_in_by_hand(post: Post) -> None:
    post.shop.agent("6607")
    lead = post.shop.agent("6608", role="supervisor")
    post.open()
    mails = [f"From: bomb@x.test\nSubject: {n}\nMessage-ID: <same@x.test>\n\nboom {n}\n" for n in range(33)]
    post.arrives(*mails)
    assert Counter(mail.state for mail in post.mails()) == {"accepted": 30, "quarantined": 3}
    held = lead("GET", "/quarantined-mails")["items"]
    assert {row["cause"] for row in held} == {"flood"}
    lead("POST", f"/quarantined-mails/{held[0]['id']}/release", expect=204)
    assert Counter(mail.state for mail in post.mails()) == {"accepted": 31, "quarantined": 2}


def test_a_new_life_of_the_folder_takes_nothing_twice(post: Post) -> None:
    post.shop.agent("6609")
    post.open()
    post.arrives(QUESTION)
    post.imap.renumber(post.user)
    second = QUESTION.replace("question-1", "question-2").replace("1001", "1002")
    post.arrives(second)
    assert sorted(mail.state for mail in post.mails()) == ["accepted", "accepted", "repeated"]
    assert sum(m.sender_kind == "visitor" for c in post.conversations() for m in post.said(c.id)) == 2


def test_a_forged_reference_opens_a_conversation_of_its_own(post: Post) -> None:
    post.shop.agent("6610")
    post.open(has_plus=True)
    post.arrives(QUESTION)
    stranger = "From: eve@evil.test\nSubject: Re: hi\nIn-Reply-To: <question-1@customer.test>\nMessage-ID: <e@evil.test>\n\nlet me in\n"
    post.arrives(stranger)
    assert len(post.conversations()) == 2
    (first, _) = post.conversations()
    address = rules.reply_address("kefu@shop.test", django_settings.SECRET_KEY.encode(), first.id)
    post.arrives(f"From: zhang@other.test\nTo: {address}\nSubject: x\nMessage-ID: <t@other.test>\n\n换了邮箱\n")
    assert [m.text for m in post.said(first.id) if m.sender_kind == "visitor"][-1] == "换了邮箱"
    wrong = address.replace("@", "2@")
    post.arrives(f"From: eve@evil.test\nTo: {wrong}\nSubject: y\nMessage-ID: <u@evil.test>\n\nagain\n")
    assert len(post.conversations()) == 3


def test_automatic_answers_go_to_people_once_and_to_no_program(post: Post) -> None:
    post.shop.agent("6611")
    post.open(auto_reply="您的邮件已收到。")
    post.arrives(QUESTION)
    post.arrives("From: zhang@customer.test\nSubject: other\nMessage-ID: <o@c.test>\n\n另一件事\n")
    post.arrives("From: list@news.test\nList-Id: <n>\nSubject: news\nMessage-ID: <n@n.test>\n\nbuy\n")
    post.arrives("From: noreply@bank.test\nSubject: note\nMessage-ID: <b@b.test>\n\nyour code\n")
    (out,) = go_out(post)
    assert out["To"] == "zhang@customer.test" and out["Auto-Submitted"] == "auto-replied"


def test_a_rule_makes_a_ticket_of_a_mail_and_answers_people_and_no_program(post: Post) -> None:
    api = post.shop.owner
    kind = next(one for one in api("GET", "/ticket-types") if one["code"] == "request")
    definition = {
        "trigger": {"kind": "customer_spoke", "type_id": kind["id"]},
        "match": "all",
        "conditions": [{"field": "channel", "operator": "is", "values": ["email"]}],
        "actions": [{"kind": "answer", "text": "已登记，工单号 {工单号}。"}],
    }
    api("POST", "/automation-rules", {"name": "邮件登记", "is_enabled": True, "definition": definition}, expect=201)
    post.open()
    post.arrives(QUESTION)
    post.arrives("From: noreply@bank.test\nSubject: note\nMessage-ID: <b@b.test>\n\nyour code\n")
    for _ in range(3):
        events.drain()
    tickets = api("GET", "/tickets")["items"]
    assert len(tickets) == 2, "what a program writes is work too"
    (out,) = go_out(post)
    number = next(one["number"] for one in tickets if one["number"] in out.get_content())
    assert f"已登记，工单号 {number}。" in out.get_content()
    assert out["To"] == "zhang@customer.test" and out["Auto-Submitted"] == "auto-replied"


def test_a_catch_all_answers_from_the_address_that_was_written_to(post: Post) -> None:
    agent = post.shop.agent("6612")
    post.open(is_catch_all=True, undo_seconds=0)
    post.arrives(QUESTION.replace("To: kefu@shop.test", "To: sales@shop.test"))
    (conversation,) = post.conversations()
    body = {"text": "您好", "to": ["zhang@customer.test"]}
    agent("POST", f"/conversations/{conversation.id}/mail", body, expect=201)
    (out,) = go_out(post)
    assert out["From"] == "sales@shop.test"


def test_what_is_said_without_the_mail_s_own_way_goes_out_too(post: Post) -> None:
    agent = post.shop.agent("6613")
    post.open()
    post.arrives(QUESTION)
    (conversation,) = post.conversations()
    agent("POST", f"/conversations/{conversation.id}/messages", {"text": "稍等", "client_id": "m1"}, expect=201)
    events.drain()
    (out,) = go_out(post)
    assert out["To"] == "zhang@customer.test" and "稍等" in out.get_content()


def test_the_test_of_a_connection_says_what_is_wrong(post: Post) -> None:
    box = post.open(password="wrong")
    told = post.shop.owner("POST", f"/mailboxes/{box['id']}/test")["items"]
    assert [(each["side"], each["works"]) for each in told] == [("imap", False), ("smtp", False)]
    assert all("授权码" in each["text"] for each in told)
    post.shop.owner("PATCH", f"/mailboxes/{box['id']}", {"password": PASSWORD, "imap_port": free_port()})
    told = post.shop.owner("POST", f"/mailboxes/{box['id']}/test")["items"]
    assert [each["works"] for each in told] == [False, True] and "端口" in told[0]["text"]
    post.shop.owner("PATCH", f"/mailboxes/{box['id']}", {"imap_port": post.imap.port, "folder": "不存在"})
    told = post.shop.owner("POST", f"/mailboxes/{box['id']}/test")["items"]
    assert "INBOX" in told[0]["text"]
    assert PASSWORD not in str(post.shop.owner("GET", "/mailboxes"))


def test_a_mailbox_that_is_not_read_is_told_once_and_again_when_it_is(post: Post) -> None:
    box = post.open(silent_minutes=5)
    Mailbox.objects.for_actor(post.shop.system).update(created_at=clock.now() - timedelta(minutes=6))
    actions.note_failure(UUID(box["id"]), "login", "no")
    for _ in range(2):
        carry_out("mail.silent", queries.silent(), actions.tell_silent)
    kinds = [notice["kind"] for notice in post.shop.owner("GET", "/notices")["items"]]
    assert kinds == ["mailbox_silent"]
    (shown,) = post.shop.owner("GET", "/mailboxes")["items"]
    assert shown["state"] == "failing" and "授权码" in shown["problem"]
    (ill,) = [found for found in check.mailboxes() if box["address"] in found.detail]
    assert (ill.name, ill.status) == ("mailbox", Status.WARNING) and "authorization code" in ill.mend
    assert post.read() == 0
    (shown,) = post.shop.owner("GET", "/mailboxes")["items"]
    assert shown["state"] == "reading"


def test_mails_take_places_of_their_own(post: Post) -> None:
    agent = post.shop.agent("6614", chat_capacity=1)
    post.open()
    visitor = post.shop.visitor()
    post.arrives(*(QUESTION.replace("question-1", f"q{n}").replace("1001", str(n)) for n in range(3)))
    mine = agent("GET", "/conversations?assignee=me&status=active")["items"]
    assert Counter(row["channel"] for row in mine) == {"chat": 1, "email": 3}
    assert str(visitor.id) in {row["id"] for row in mine}
