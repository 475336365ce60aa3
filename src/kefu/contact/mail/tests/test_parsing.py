"""Mails as they really come, and bytes that are none."""

from __future__ import annotations

import base64
import struct
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kefu.contact.mail.parsing import Kind, Mail, Unreadable, parse, quoting, remote_pictures, sanitised

CORPUS = sorted((Path(__file__).parent / "data").glob("*/*"))
HEADING = "From: a@customer.test\nTo: kefu@shop.test\nMessage-ID: <1@customer.test>\n"


def read(raw: bytes) -> Mail | str:
    """The mail, or why there is none; anything else fails the test."""
    try:
        return parse(raw)
    except Unreadable as error:
        return error.cause


def mail(text: str, **headers: str) -> Mail:
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    found = read((HEADING + lines + "\n" + text).encode())
    assert isinstance(found, Mail)
    return found


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_real_mails_are_read_or_say_why_not(path: Path) -> None:
    found = read(path.read_bytes())
    if isinstance(found, str):
        assert found == "no_content"
    else:
        assert found.subject or found.text or found.attachments or found.html or found.sender
        assert "<script" not in found.html.lower()


def test_the_corpus_is_there() -> None:
    assert len(CORPUS) >= 50


@settings(max_examples=400)
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail_or_a_cause(raw: bytes) -> None:
    read(raw)
    read(HEADING.encode() + raw)
    read(HEADING.encode() + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" + raw + b"\n--x--")


PIECES = st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Type: multipart/alternative; boundary=\"x\"\n", b"\n", b"--x\n",
        b"--x--\n", b"Content-Type: text/html; charset=gb2312\n", b"Content-Type: text/plain; charset=no-such-thing\n",
        b"Content-Type: text/plain; charset=idna\n", b"Content-Type: message/rfc822\n", b"Content-Type: application/ms-tnef\n",
        b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: x-uuencode\n", b"\xb2\xe2\xca\xd4", b"=?gb2312?B?x+s=?=",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\n", b"Content-Type: message/delivery-status\n",
        b"Subject: =?utf-8?Q?=E9=80?= =?utf-8?Q?=80?=\n", b"Content-Disposition: attachment; filename*=utf-8''%E5\n",
        b"From: \"a\" <b@c.test>, (((\n", b"Date: 99 Foo 99999 99:99:99 +9999\n", b"\x78\x9f\x3e\x22\x01\x00\x02\x90\x06\x00",
        b"<blockquote><script>x</script><style>", b"begin 644 f\n#86)C\nend\n", b"References: <a@b> <c@d>\n", b"\0\xff\xfe",
    ]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=30))
def test_any_arrangement_of_hostile_pieces_is_a_mail_or_a_cause(pieces: list[bytes]) -> None:
    found = read(b"From: a@b.test\n" + b"".join(pieces))
    if isinstance(found, Mail):
        (found.subject + found.text + found.html + "".join(a.name for a in found.attachments)).encode()


@settings(max_examples=200)
@given(st.text(max_size=400))
def test_splitting_loses_no_words(text: str) -> None:
    parts = quoting.split(text)
    assert bool(parts.said) == bool(text.strip())


@pytest.mark.parametrize(
    ("raw", "cause"),
    [
        (b"", "empty"),
        (b"\n \r\n", "empty"),
        (b"just words, no heading", "no_content"),
        (b"x" * (40 * 1024 * 1024 + 1), "too_large"),
        (b"From: a@b.test\n" + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)), "too_nested"),
        (b"From: a@b.test\nContent-Type: multipart/mixed; boundary=x\n" + b"\n--x\n\nhi" * 2500 + b"\n--x--", "too_many_parts"),
    ],
    ids=["empty", "blank", "no-mail", "41-mb", "nested", "parts"],
)  # fmt: skip
def test_what_cannot_be_read_says_why(raw: bytes, cause: str) -> None:
    assert read(raw) == cause


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("gb18030", "gb2312"),
        ("gb18030", "GBK"),
        ("gb18030", "unknown-8bit"),
        ("gb18030", "us-ascii"),
        ("utf-8", "gb2312"),
        ("utf-8", "no-such-charset"),
        ("gb18030", "gb18030"),
        ("hz", "hz-gb-2312"),
    ],
)
def test_chinese_is_read_whatever_it_claims_to_be(charset: str, declared: str) -> None:
    said = "退款三天了还没到账，请尽快处理。"
    raw = f"{HEADING}Content-Type: text/plain; charset={declared}\n\n".encode() + said.encode(charset)
    found = read(raw)
    assert isinstance(found, Mail) and found.said == said


def test_japanese_by_escapes() -> None:
    said = "返金はいつですか"
    raw = f"{HEADING}Content-Type: text/plain; charset=ISO-2022-JP\n\n".encode() + said.encode("iso-2022-jp")
    found = read(raw)
    assert isinstance(found, Mail) and found.said == said


def test_a_subject_cut_in_the_middle_of_a_character() -> None:
    content = "退款什么时候到账".encode()
    words = " ".join(f"=?utf-8?B?{base64.b64encode(piece).decode()}?=" for piece in (content[:7], content[7:]))
    assert mail("hi", Subject=words).subject == "退款什么时候到账"


def test_a_raw_subject_and_file_name_in_no_code_at_all() -> None:
    raw = HEADING.encode() + "Subject: 合同\nContent-Type: multipart/mixed; boundary=x\n\n".encode("gb18030")
    raw += '--x\nContent-Type: application/pdf; name="合同.pdf"\nContent-Disposition: attachment\n\nPDF\n--x--'.encode(
        "gb18030"
    )
    found = read(raw)
    assert isinstance(found, Mail) and found.subject == "合同" and found.attachments[0].name == "合同.pdf"


QUOTES = {
    "qq": "好的\n\n\n------------------ 原始邮件 ------------------\n发件人: \"客服\"<kefu@shop.test>;\n发送时间: 2026年11月26日\n\n内容",
    "163": "好的\n\n在 2026-11-26 10:00:00，\"客服\" <kefu@shop.test> 写道：\n\n>内容\n>第二行",
    "163 new": "好的\n---- 回复的原邮件 ----\n| 发件人 | 客服 |\n| 日期 | 2026 |\n内容",
    "outlook zh": "好的\n\n发件人: 客服 <kefu@shop.test>\n发送时间: 2026年11月26日 10:00\n收件人: 张三\n主题: 退款\n\n内容",
    "outlook en": "好的\n\n________________________________\nFrom: Shop <kefu@shop.test>\nSent: Thursday\nTo: Zhang\nSubject: Refund\n\ntext",
    "gmail zh": "好的\n\n客服 <kefu@shop.test> 于2026年11月26日周四 10:00写道：\n\n> 内容",
    "gmail en": "好的\n\nOn Thu, Nov 26, 2026 at 10:00 AM Shop <kefu@shop.test>\nwrote:\n\n> text\n> more",
    "apple zh": "好的\n\n> 在 2026年11月26日，10:00，客服 <kefu@shop.test> 写道：\n> \n> 内容",
    "apple en": "好的\n\nOn 26 Nov 2026, at 10:00, Shop <kefu@shop.test> wrote:\n\n> text",
    "iphone": "好的\n\n发自我的 iPhone",
    "sent from": "好的\n\nSent from my iPhone",
    "windows": "好的\n\n从 Windows 版邮件发送",
    "signature": "好的\n-- \n张三\n电话 13800138000",
    "netease wap": "好的\n发自我的网易邮箱手机智能版\n",
}  # fmt: skip


@pytest.mark.parametrize("program", QUOTES)
def test_what_programs_put_below_is_cut(program: str) -> None:
    assert quoting.split(QUOTES[program]).said == "好的"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("On Thu, Shop <a@b.test> wrote:\n> 退款多久\n\n三天\n\n> 谁付\n\n商家", "三天\n\n\n商家"),
        ("请看\n\n---------- Forwarded message ---------\nFrom: x\n\n内容", None),
        ("在北京，他于昨天写道歉信", None),
        ("> 只有引用", None),
        ("我的意见：\n发件人: 没有更多", None),
    ],
)
def test_what_is_said_is_kept(text: str, said: str | None) -> None:
    assert quoting.split(text).said == (text if said is None else said)


def test_html_alone_is_read_as_text_without_what_nobody_sees() -> None:
    html = "<html><head><title>t</title><style>p{}</style></head><body><p>您好<br>世界</p><blockquote>旧的</blockquote></body>"
    found = mail(html, Content_Type="text/html; charset=utf-8")
    assert found.said == "您好\n世界" and found.quoted == "> 旧的" and found.html.startswith("<p>您好<br>世界</p>")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<svg onload=alert(1)>",
        "<iframe src=https://evil.test></iframe>",
        "<form action=https://evil.test><input name=p></form>",
        "<p style='background:url(https://evil.test/x)'>x</p>",
        "<meta http-equiv=refresh content='0;url=https://evil.test'>",
        "<link rel=stylesheet href=https://evil.test>",
        "<base href=https://evil.test>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<p style='position:fixed;top:0'>x</p>",
    ],
)
def test_nothing_executes_loads_or_covers(hostile: str) -> None:
    shown = sanitised(hostile, picture=lambda source: None).lower()
    for word in ("script", "onerror", "onload", "evil.test", "<form", "<iframe", "position", "url("):
        assert word not in shown


def test_remote_pictures_are_held_back_and_own_ones_shown() -> None:
    html = sanitised('<img src="https://t.test/p.gif"><img src="cid:logo">')
    assert remote_pictures(html) == 1
    shown = sanitised(html, picture=lambda source: "/api/v1/files/x" if source == "cid:logo" else None)
    assert "t.test" not in shown and 'src="/api/v1/files/x"' in shown


def test_inline_pictures_attachments_and_both_bodies() -> None:
    whole = EmailMessage(policy=policy.SMTP)
    whole["From"], whole["To"], whole["Subject"] = "a@b.test", "kefu@shop.test", "图"
    whole.set_content("纯文本")
    whole.add_alternative('<p>有图</p><img src="cid:pic1">', subtype="html")
    body = whole.get_body(("html",))
    assert body is not None
    body.add_related(b"\x89PNG", "image", "png", cid="<pic1>")
    whole.add_attachment(b"%PDF-1", maintype="application", subtype="pdf", filename="发票.pdf")
    found = read(whole.as_bytes())
    assert isinstance(found, Mail) and found.said == "纯文本" and "有图" in found.html
    assert [(a.name, a.content_id) for a in found.attachments] == [("image.png", "pic1"), ("发票.pdf", "")]


def attribute(kind: int, content: bytes, level: int = 2) -> bytes:
    return struct.pack("<BII", level, kind, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


def test_winmail_dat_is_unpacked() -> None:
    inside = struct.pack("<IH", 0x223E9F78, 1) + attribute(0x0002800C, "请看附件\0".encode("gb18030"), 1)
    inside += attribute(0x00069002, b"\0" * 14) + attribute(0x00018010, b"order.txt\0") + attribute(0x0006800F, b"1001")
    coded = base64.encodebytes(inside).decode()
    found = mail(coded, Content_Type="application/ms-tnef; name=winmail.dat", Content_Transfer_Encoding="base64")
    assert found.said == "请看附件" and [(a.name, a.content) for a in found.attachments] == [("order.txt", b"1001")]


BOUNCE = """From: MAILER-DAEMON@mx.test
To: kefu@shop.test
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

This is the mail system.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test

Final-Recipient: rfc822; nobody@customer.test
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
--x
Content-Type: message/rfc822

From: kefu@shop.test
Message-ID: <ours-1@shop.test>
Subject: Re: hello

text
--x--
"""


@pytest.mark.parametrize(("action", "is_final"), [("failed", True), ("delayed", False)])
def test_a_bounce_names_whom_and_what(action: str, is_final: bool) -> None:
    found = read(BOUNCE.format(action=action).encode())
    assert isinstance(found, Mail) and found.kind is Kind.BOUNCE and found.bounce is not None
    told = found.bounce
    assert (told.recipients, told.reason, told.is_final, told.original_ids) == (
        ("nobody@customer.test",),
        "550 5.1.1 no such user",
        is_final,
        ("<ours-1@shop.test>",),
    )


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, Kind.PERSON),
        ({"Auto_Submitted": "auto-replied"}, Kind.AWAY),
        ({"Auto_Submitted": "no"}, Kind.PERSON),
        ({"Auto_Submitted": "auto-generated"}, Kind.AUTOMATIC),
        ({"X_Autoreply": "yes"}, Kind.AWAY),
        ({"Subject": "自动回复: 您好"}, Kind.AWAY),
        ({"Subject": "Automatic reply: hello"}, Kind.AWAY),
        ({"Precedence": "bulk"}, Kind.BULK),
        ({"List_Id": "<news.test>"}, Kind.BULK),
    ],
)
def test_who_wrote_it(headers: dict[str, str], kind: Kind) -> None:
    assert mail("hi", **headers).kind is kind


def test_a_mail_that_goes_in_circles() -> None:
    assert mail("hi", **{"Received": "from a by b\nReceived: x\n" + "Received: y\n" * 60 + "X-A: b"}).kind is Kind.LOOP


def test_a_forged_sender_is_told_by_the_receiving_server() -> None:
    assert mail("hi", Authentication_Results="mx.test; spf=fail; dkim=none; dmarc=fail").is_forged
    assert not mail("hi", Authentication_Results="mx.test; spf=pass; dmarc=pass").is_forged


@pytest.mark.parametrize(
    ("result", "is_proven"),
    [
        ("mx.test; dmarc=pass (p=reject) header.from=shop.test", True),
        ("mx.test; spf=pass smtp.mailfrom=wang@shop.test; dkim=none", True),
        ("mx.test; dkim=pass header.i=@shop.test header.s=a", True),
        ("mx.test; dkim=pass header.d=evil.test; spf=pass smtp.mailfrom=eve@evil.test", False),
        ('mx.test; spf=pass smtp.mailfrom="; dmarc=pass header.from=shop.test;"@evil.test', False),
        ("mx.test; spf=none (a (b) ; dmarc=pass header.from=shop.test c)", False),
        ("mx.test; dmarc=pass header.from=notshop.test", False),
        ("mx.test; dmarc=none header.from=shop.test", False),
    ],
)
def test_a_sender_is_proven_by_what_stands_above_every_hop(result: str, is_proven: bool) -> None:
    written = f"From: wang@shop.test\nAuthentication-Results: {result}\n\nhi"
    above = f"Authentication-Results: {result}\nReceived: from a by mx.test\nFrom: wang@shop.test\n\nhi"
    assert parse(above.encode()).is_proven is is_proven
    assert not parse(f"Received: from evil by mx.test\n{written}".encode()).is_proven
    assert not parse(written.encode()).is_proven, "no server has taken it"


def test_threads_name_the_nearest_first() -> None:
    found = mail("hi", In_Reply_To="<c@x>", References="<a@x> <b@x> <c@x>")
    assert found.references == ("<c@x>", "<b@x>", "<a@x>")
