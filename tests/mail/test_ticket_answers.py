"""Customers answer the mail that told them of their ticket, and the answer lands on it: through real IMAP and SMTP servers."""

from __future__ import annotations

import random
import signal
from collections.abc import Sequence
from email import message_from_string, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from tests.flows.conftest import make_shop
from tests.flows.help import MAIL, PDF, Guest, opened, tells
from tests.flows.test_automations import rule
from tests.flows.work import do, id_of, move, notices, see
from tests.mail.conftest import Post
from tests.mail.servers import Dovecot, Smtp
from tests.mail.test_kill import start_reader, time_to_look

from kefu.contact.mail.models import Mailbox, ReceivedMail
from kefu.kernel import events
from kefu.kernel.ids import new_id

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
QUOTE = "\n\n在 2026年11月26日，示例客服 <kefu@shop.test> 写道：\n> 已安排换新。\n"


def told(post: Post, **changes: Any) -> tuple[Guest, Any, EmailMessage]:
    """A ticket of the help centre that was answered, and the mail that told its customer."""
    post.open(**changes)
    guest = opened(post.shop)
    guest.fill(contact=MAIL)
    (ticket,) = post.shop.owner("GET", "/tickets")["items"]
    do(post.shop.owner, ticket, "comments", text="已安排换新。", expect=201)
    return guest, ticket, last(post)


def last(post: Post) -> Any:
    events.drain()
    tells(post.shop)
    return message_from_string(post.smtp.taken()[-1]["content"], policy=policy.default)


def answer(
    mail: Any, text: str = "收到，谢谢！", *, files: Sequence[tuple[str, bytes]] = (), **headers: str | None
) -> bytes:
    """What a customer's program makes of an answer to it; None leaves a header out."""
    written = EmailMessage(policy=policy.SMTP)
    values = {
        "From": f"王芳 <{MAIL}>",
        "To": mail["Reply-To"] or mail["From"],
        "Subject": f"Re: {mail['Subject']}",
        "In-Reply-To": mail["Message-ID"],
        "References": mail["Message-ID"],
        "Message-ID": f"<{new_id().hex}@example.com>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in values.items():
        if value:
            written[name] = str(value)
    written.set_content(text + QUOTE)
    for name, content in files:
        main, sub = ("image", "png") if name.endswith("png") else ("application", "pdf")
        written.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return written.as_bytes()


def said(post: Post, ticket: Any) -> list[tuple[str, str]]:
    """What the customer said on the ticket, the oldest first: who, and what."""
    rows = post.shop.owner("GET", f"/tickets/{ticket['id']}/entries")["items"]
    return [(row["author"]["name"], row["text"]) for row in reversed(rows) if row["author"]["kind"] == "customer"]


def entries(post: Post, ticket: Any) -> list[dict[str, Any]]:
    return list(post.shop.owner("GET", f"/tickets/{ticket['id']}/entries")["items"])


def unreached(post: Post, ticket: Any) -> list[tuple[str, str]]:
    """Of what was told and did not arrive: why, and where to."""
    rows = [row for row in entries(post, ticket) if row["kind"] == "unreached"]
    return [(row["text"], row["data"]["contact"]) for row in rows]


def states(post: Post) -> list[tuple[str, str]]:
    return [(mail.state, mail.cause) for mail in post.mails()]


def test_who_is_not_known_to_have_got_the_mail_opens_a_conversation(post: Post) -> None:
    guest, ticket, mail = told(post, has_plus=True)
    number = guest.number()
    wrong = str(mail["Reply-To"]).replace("@", "a@")
    guessed = f"<k{'a' * 26}{'b' * 10}.{new_id().hex}@shop.test>"
    strangers = [
        answer(mail, "我是谁", From="eve@evil.test", To="kefu@shop.test", In_Reply_To=None, References=None),
        answer(mail, "猜的地址", From="eve@evil.test", To=wrong, In_Reply_To=None, References=None),
        answer(mail, "猜的编号", From="eve@evil.test", To="kefu@shop.test", In_Reply_To=guessed, References=guessed),
        answer(mail, "假冒的", Authentication_Results="mx.shop.test; dmarc=fail header.from=example.com"),
        answer(mail, "别的工单", To="kefu@shop.test", Subject="T-2020-000001", In_Reply_To=None, References=None),
    ]
    assert post.arrives(*strangers) == 5
    assert number in mail["Subject"] and said(post, ticket) == []
    assert len(post.conversations()) == 5 and states(post) == [("accepted", "")] * 5


def test_a_closed_ticket_and_a_closed_help_centre_take_no_answers(post: Post) -> None:
    _, ticket, mail = told(post)
    move(post.shop.owner, ticket, "done")
    move(post.shop.owner, ticket, "closed")
    post.arrives(answer(mail, "还是不行"))
    assert said(post, ticket) == [] and see(post.shop.owner, ticket)["stage"]["category"] == "closed"
    (conversation,) = post.conversations()
    assert [m.text for m in post.said(conversation.id) if m.sender_kind == "visitor"] == ["还是不行"]
    do(post.shop.owner, ticket, "reopen", reason="客户来信")
    post.shop.owner("PATCH", f"/help-centres/{post.shop.site.id}", {"is_on": False})
    post.arrives(answer(mail, "有人吗"))
    assert said(post, ticket) == [] and len(post.conversations()) == 2


def test_bounces_and_programs_are_no_words_of_the_customer(post: Post) -> None:
    _, ticket, mail = told(post)
    report = (
        "From: MAILER-DAEMON@mx.test\nTo: kefu@shop.test\nSubject: Undelivered Mail Returned to Sender\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: text/plain\n\nsorry\n"
        f"--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; {MAIL}\n"
        "Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full\n--x\n"
        f"Content-Type: message/rfc822\n\nMessage-ID: {mail['Message-ID']}\nSubject: x\n\ntext\n--x--\n"
    )
    post.arrives(report, answer(mail, "我在休假", Auto_Submitted="auto-replied"))
    assert said(post, ticket) == [] and not post.conversations()
    assert states(post) == [("accepted", "")] * 2, "nobody has to look after them"
    assert unreached(post, ticket) == [("552 5.2.2 mailbox full", MAIL)]
    post.arrives(answer(mail, "工单已登记", Auto_Submitted="auto-generated"))
    assert said(post, ticket) == [] and len(post.conversations()) == 1


def test_what_a_server_refuses_or_never_takes_is_seen_by_the_owner(post: Post) -> None:
    agent, away = post.shop.agent("6581"), "refused@example.com"
    post.open()
    opened(post.shop).fill(contact=away)
    (ticket,) = post.shop.owner("GET", "/tickets")["items"]
    do(post.shop.owner, ticket, "assign", owner_id=id_of(agent))
    do(post.shop.owner, ticket, "comments", text="已安排换新。", expect=201)
    events.drain()
    assert tells(post.shop) == 1 and post.smtp.taken() == []
    (reason,) = unreached(post, ticket)
    assert reason == (f"{away}: 550 5.1.1 no such user here", away)
    assert notices(agent, "ticket_word")[0] == f"工单 {ticket['number']} 的通知未送达客户：屏幕碎了"

    Mailbox.objects.for_actor(post.shop.system).update(smtp_port=9)
    do(post.shop.owner, ticket, "comments", text="快递已发出。", expect=201)
    events.drain()
    assert [tells(post.shop) for _ in range(4)] == [1, 1, 1, 1] and len(unreached(post, ticket)) == 2, (
        "asked four times"
    )


def test_who_merely_claims_to_be_the_customer_is_heard_and_moves_nothing(post: Post) -> None:
    guest, ticket, mail = told(post)
    agent = post.shop.agent("6582")
    do(post.shop.owner, ticket, "assign", owner_id=id_of(agent))
    rule(post.shop.owner, "来信加急", "customer_wrote", [{"kind": "note", "text": "客户来信了"}])
    move(post.shop.owner, ticket, "done")
    plain: dict[str, Any] = {"To": "kefu@shop.test", "In_Reply_To": None, "References": None}
    passed = (
        "Authentication-Results: mx.shop.test; spf=pass smtp.mailfrom=example.com; dmarc=pass header.from=example.com"
    )
    received = "Received: from evil.test by mx.shop.test; Sat, 28 Nov 2026 10:00:00 +0800"
    forged = answer(mail, "地址改成别处", Message_ID="<eve@evil.test>", **plain)
    own_words = f"{received}\r\n{passed}\r\n".encode() + answer(mail, "自称已验证", **plain)
    again = answer(mail, "接着自己的信", **{**plain, "In_Reply_To": "<eve@evil.test>"}, Subject="你好")
    post.arrives(forged, own_words, again)
    words = [row for row in entries(post, ticket) if row["author"]["kind"] == "customer"]
    assert [word["text"] for word in words] == ["接着自己的信", "自称已验证", "地址改成别处"]
    assert all(word["data"] == {"is_unverified": True} for word in words) and not post.conversations()
    assert see(post.shop.owner, ticket)["stage"]["category"] == "done", "it is opened by nobody who may be anybody"
    assert "客户来信了" not in [row["text"] for row in entries(post, ticket)]
    assert notices(agent, "ticket_word")[0] == f"工单 {ticket['number']} 有发件人未经验证的回复：屏幕碎了"
    guest.get("/ticket/view")
    assert guest.html.count("发件人未经验证") == 3

    post.arrives(f"{passed}\r\n{received}\r\n".encode() + answer(mail, "真的是我", **plain))
    word = entries(post, ticket)
    assert see(post.shop.owner, ticket)["stage"]["category"] == "open"
    assert [row["data"] for row in word if row["text"] == "真的是我"] == [{}]


def test_an_answer_is_the_customers_word_on_the_ticket_as_on_its_page(post: Post) -> None:
    guest, ticket, mail = told(post, has_plus=True)
    assert "直接回复本邮件" in mail.get_content() and mail["Reply-To"] is not None
    rule(post.shop.owner, "来信加急", "customer_wrote", [{"kind": "note", "text": "客户来信了"}])
    move(post.shop.owner, ticket, "working")
    move(post.shop.owner, ticket, "customer")
    post.arrives(answer(mail, "颜色也不对", files=[("发票.pdf", PDF), ("截图.png", PNG)]))
    events.drain()
    assert said(post, ticket) == [("王芳", "颜色也不对")] and not post.conversations()
    shown = see(post.shop.owner, ticket)
    assert shown["stage"]["category"] == "open", "it waited for the customer"
    rows = post.shop.owner("GET", f"/tickets/{ticket['id']}/entries")["items"]
    (word,) = [row for row in rows if row["author"]["kind"] == "customer"]
    assert [file["name"] for file in word["attachments"]] == ["发票.pdf", "截图.png"]
    assert "客户来信了" in [row["text"] for row in rows], "rules hear of it"
    guest.get("/ticket/view")
    assert "颜色也不对" in guest.html and "发票.pdf" in guest.html

    move(post.shop.owner, ticket, "done")
    over = last(post)
    post.arrives(answer(over, "又坏了"))
    assert see(post.shop.owner, ticket)["stage"]["category"] == "open" and see(post.shop.owner, ticket)["reopened"] == 1
    assert said(post, ticket)[1:] == [("王芳", "又坏了")]


def test_pictures_in_the_text_and_words_without_end_are_files(post: Post) -> None:
    _, ticket, mail = told(post)
    written = EmailMessage(policy=policy.SMTP)
    written["From"], written["To"], written["Subject"] = MAIL, "kefu@shop.test", "Re: 工单"
    written["In-Reply-To"], written["Message-ID"] = mail["Message-ID"], "<inline@example.com>"
    written.set_content("字" * 6_000)
    written.add_alternative(f"<p>{'字' * 6_000}<img src='cid:shot@here'></p>", subtype="html")
    parts: Any = written.get_payload()
    parts[1].add_related(PNG, maintype="image", subtype="png", cid="<shot@here>", filename="截图.png")
    post.arrives(written.as_bytes())
    rows = post.shop.owner("GET", f"/tickets/{ticket['id']}/entries")["items"]
    (word,) = [row for row in rows if row["author"]["kind"] == "customer"]
    assert word["text"] == "字" * 5_000
    assert [file["name"] for file in word["attachments"]] == ["截图.png", f"{ticket['number']}.txt"]
    assert word["attachments"][1]["size"] == 18_000


def test_it_is_found_by_address_by_id_by_ones_own_mail_and_by_the_number(post: Post) -> None:
    _, ticket, mail = told(post, has_plus=True)
    own = answer(
        mail, "回复地址", In_Reply_To=None, References=None, Subject="Re: 你好", Message_ID="<own@example.com>"
    )
    post.arrives(own)
    plain: dict[str, Any] = {"To": "kefu@shop.test", "Subject": "你好"}
    post.arrives(answer(mail, "编号", References=None, **plain))
    post.arrives(answer(mail, "补充自己的信", In_Reply_To="<own@example.com>", References=None, **plain))
    post.arrives(answer(mail, "主题", In_Reply_To=None, References=None, To="kefu@shop.test"))
    post.arrives(answer(mail, "公司邮箱", From="wang@work.test"))
    assert said(post, ticket) == [
        ("王芳", "回复地址"), ("王芳", "编号"), ("王芳", "补充自己的信"), ("王芳", "主题"), ("wang@work.test", "公司邮箱"),
    ]  # fmt: skip
    post.arrives(
        answer(mail, "顺着别人的信", From="eve@evil.test", In_Reply_To="<own@example.com>", References=None, **plain)
    )
    assert len(said(post, ticket)) == 5 and len(post.conversations()) == 1


def test_a_mail_that_comes_twice_is_said_once(post: Post) -> None:
    _, ticket, mail = told(post)
    twice = answer(mail, "只说一遍", Message_ID="<once@example.com>")
    other = b"Received: from mx2.example.com\r\n" + twice
    post.arrives(twice, twice, other)
    assert said(post, ticket) == [("王芳", "只说一遍")]
    assert sorted(state for state, _ in states(post)) == ["accepted", "repeated", "repeated"]
    post.imap.renumber(post.user)
    post.read()
    assert said(post, ticket) == [("王芳", "只说一遍")]


@pytest.mark.django_db(transaction=True)
def test_a_reader_killed_at_random_says_each_answer_once(dovecot: Dovecot, smtp: Smtp, settings: Any) -> None:
    settings.INTERNAL_HOSTS = frozenset({"127.0.0.1"})
    chance = random.Random(59)
    post = Post(make_shop(f"told{new_id().hex[-8:]}"), dovecot, smtp, f"told-{new_id().hex[-8:]}")
    _, ticket, mail = told(post)
    words = [f"第 {n} 封" for n in range(60)]
    people = [f"王芳 <{MAIL}>" if n % 20 == 0 else f"wang{n}@work.test" for n in range(60)]
    dovecot.put(post.user, [answer(mail, text, From=who) for text, who in zip(words, people, strict=True)])
    rows = ReceivedMail.objects.for_actor(post.shop.system)
    try:
        for goal in (9, 21, 40, 60):
            reader = start_reader()
            try:
                while rows.count() < goal:
                    assert reader.poll() is None
                    connection.ensure_connection()
                    time_to_look(chance)
            finally:
                reader.send_signal(signal.SIGKILL)
                reader.wait()
    finally:
        Mailbox.objects.for_actor(post.shop.system).update(is_active=False)
    page = post.shop.owner("GET", f"/tickets/{ticket['id']}/entries?limit=200")["items"]
    heard = [row["text"] for row in page if row["author"]["kind"] == "customer"]
    assert sorted(heard) == sorted(words) and not post.conversations()
