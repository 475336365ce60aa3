"""From a customer's mail to the answer in their mailbox, through real IMAP and SMTP servers and the public API."""

from __future__ import annotations

from email import message_from_string, policy
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob
from tests.mail.conftest import Post

from kefu.contact.mail import actions
from kefu.contact.mail.models import SentMail
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


def test_jobs_are_planned_for_what_goes_out(post: Post) -> None:
    agent = post.shop.agent("6602")
    post.open(undo_seconds=5)
    post.arrives(QUESTION)
    (conversation,) = post.conversations()
    body = {"text": "您好", "to": ["zhang@customer.test"]}
    sent = agent("POST", f"/conversations/{conversation.id}/mail", body, expect=201)
    jobs = ProcrastinateJob.objects.filter(task_name="kefu.contact.mail.jobs.deliver")
    assert [job.args["sent_mail_id"] for job in jobs] == [sent["id"]]
