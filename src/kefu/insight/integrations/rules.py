"""What robots say and how each kind of group wants to be told; plain values only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote_plus, urlsplit

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text

EVENTS = {
    "waiting": Text("新会话无人接待", "A new conversation that nobody can take"),
    "offline_message": Text("收到离线留言", "An offline message"),
    "reply_overdue": Text("客户等待回复超时", "A customer waits too long for an answer"),
    "low_rating": Text("收到差评", "A low rating"),
    "important_missed": Text("重要来电漏接", "An important call was missed"),
    "incident": Text("重大异常待确认", "A grave incident waits for confirmation"),
}
WAIT_BEFORE_TELLING = timedelta(seconds=3)  # free agents get it within this time
LOW_SCORE = 2  # and below
TOLD_STAGE = 2  # of a late answer: when its leader hears of it too
PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
KEEP = timedelta(days=30)
HARMLESS = str.maketrans("<>[]@*`", "＜＞［］＠＊＇")


@dataclass(frozen=True, slots=True)
class Saying:
    """`link` opens what it is about in the desk."""

    title: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Request:
    url: str
    body: bytes


def ensure_told(events: Sequence[str]) -> list[str]:
    """The events as they are kept. Raises Invalid for an unknown one, or none at all."""
    if not events or set(events) - EVENTS.keys():
        text = Text("请选择要通知的事件。", "Choose the events to tell of.")
        raise Invalid("wrong_events", text, errors=[FieldError("events", text)])
    return [event for event in EVENTS if event in events]


def ensure_address(kind: str, url: str) -> str:
    """The address as it is kept; a sandbox has none. Raises Invalid for what is no http(s) address."""
    url = url.strip()
    if kind == "sandbox":
        return ""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        text = Text(
            "请粘贴群机器人的 Webhook 地址，以 https:// 开头。",
            "Paste the robot's webhook address; it begins with https://.",
        )
        raise Invalid("wrong_address", text, errors=[FieldError("url", text)])
    return url


def request(kind: str, url: str, secret: str, saying: Saying, *, seconds: int) -> Request:
    """What is posted to a robot of this kind; `seconds` since 1970 go into the signature.

    Formats: developer.work.weixin.qq.com (群机器人), open.dingtalk.com (自定义机器人, 加签), open.feishu.cn (自定义机器人, 签名校验).
    """
    if kind == "feishu":
        body: dict[str, object] = {"msg_type": "post", "content": {"post": {"zh_cn": _post(saying)}}}
        if secret:
            digest = hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()
            body |= {"timestamp": str(seconds), "sign": base64.b64encode(digest).decode()}
        return Request(url, _encoded(body))
    markdown = f"**{_plain(saying.title)}**\n\n{_plain(saying.text)}\n\n[{saying.link}]({saying.link})"
    if kind == "wecom":
        return Request(url, _encoded({"msgtype": "markdown", "markdown": {"content": markdown}}))
    if secret:
        stamp = str(seconds * 1000)
        digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
        url += f"{'&' if '?' in url else '?'}timestamp={stamp}&sign={quote_plus(base64.b64encode(digest))}"
    return Request(url, _encoded({"msgtype": "markdown", "markdown": {"title": saying.title, "text": markdown}}))


def refusal(status: int, body: bytes) -> str:
    """Why the group did not take it; empty when it did. All three answer 200 with a code that is 0 when all is well."""
    if status != 200:
        return f"HTTP {status}"
    try:
        told = json.loads(body)
        code = told.get("errcode", told.get("code", told.get("StatusCode", 0)))
    except (ValueError, AttributeError):
        return "not the answer of a group robot"
    return "" if code == 0 else f"{code} {told.get('errmsg') or told.get('msg') or ''}".strip()


def _post(saying: Saying) -> dict[str, object]:
    line = {"tag": "text", "text": saying.text}
    link = {"tag": "a", "text": saying.link, "href": saying.link}
    return {"title": saying.title, "content": [[line], [link]]}


def _plain(text: str) -> str:
    """What a visitor wrote must not become a link, a picture or a mention of everybody."""
    return " ".join(text.translate(HARMLESS).split())


def _encoded(body: dict[str, object]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
