"""The life of a conversation, and what may be said in it; plain values only."""

import hashlib
import hmac
import json
import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.text import storable

from . import tones

MAIL = "email"
SMS = "sms"
APART = (MAIL, SMS)  # channels of their own for routing; what is left as a message is routed as a chat
UNATTENDED = ("message", *APART)  # channels at whose other end nobody waits for the line to move
MAX_TEXT = 10_000
MAX_PAYLOAD = 8_000
MAX_ATTACHMENTS = 9
RECALL_WITHIN = timedelta(minutes=2)
SCHEDULE_WITHIN = timedelta(days=30)
MAX_SCHEDULED = 5
MAX_SNOOZED = 30  # of one agent
MAX_PAGES = 30
RATE_WITHIN = timedelta(hours=24)

RETURNS_WITHIN = timedelta(hours=24)
RETRY_AFTER = timedelta(seconds=60)


class Alarm(IntEnum):
    """How far an answer that an agent owes is overdue, and who has been told: each stage is reached once per answer."""

    NONE = 0
    REMINDED = 1  # the agent
    ESCALATED = 2  # the leader
    LATE = 3  # taken from the agent, if it is their first reply and somebody else is free; tried again every minute
    SETTLED = 4


def alarm(waited_seconds: float, remind: int | None, escalate: int | None, reassign: int | None) -> Alarm:
    """The stage that an answer has reached which is owed since `waited_seconds`; None: that stage is switched off."""
    stages = ((reassign, Alarm.LATE), (escalate, Alarm.ESCALATED), (remind, Alarm.REMINDED))
    return next((stage for after, stage in stages if after is not None and waited_seconds >= after), Alarm.NONE)


def owes_since_return(woken_at: datetime | None, last_message_at: datetime | None) -> bool:
    """Whether a conversation came back from being put off, and nobody has written since: its agent has the next step."""
    return woken_at is not None and (last_message_at is None or last_message_at <= woken_at)


MOVES = {
    "bot": {"queued", "closed"},
    "queued": {"active", "bot", "closed"},
    "active": {"active", "queued", "closed"},
    "closed": set[str](),
}
KINDS = {
    "visitor": {"text", "image", "file", "card"},
    "agent": {"text", "image", "file", "card", "article", "rating_invite"},
}


def ensure_can_move(status: str, to: str) -> None:
    """Raise Conflict when a conversation in `status` cannot become `to`."""
    if to not in MOVES[status]:
        if status == "closed":
            raise Conflict(
                "conversation_closed",
                Text("会话已结束，请开始新的会话。", "The conversation is closed; start a new one."),
            )
        raise Conflict(
            "wrong_state",
            Text("会话当前状态不支持此操作。", "The conversation is not in a state for this."),
            extra={"state": status},
        )


def ensure_can_write(status: str) -> None:
    if status == "closed":
        raise Conflict(
            "conversation_closed", Text("会话已结束，请开始新的会话。", "The conversation is closed; start a new one.")
        )


def checked_text(text: str | None, *, attachments: int, kind: str) -> str:
    """The text as it is stored. Raises Invalid when the message would be empty or is too long."""
    said = storable(text or "")
    if len(said) > MAX_TEXT:
        raise Invalid(
            "text_too_long",
            Text(
                f"单条消息最多 {MAX_TEXT} 字，请分段发送。",
                f"A message has at most {MAX_TEXT} characters; send it in parts.",
            ),
            errors=[FieldError("text", Text(f"最多 {MAX_TEXT} 字", f"At most {MAX_TEXT} characters"))],
        )
    if not said.strip() and not attachments and kind not in ("card", "article", "rating_invite"):
        raise Invalid(
            "message_empty",
            Text("消息内容为空。", "The message is empty."),
            errors=[FieldError("text", Text("请输入内容", "Write something"))],
        )
    return said


def checked_kind(sender: str, kind: str, attachment_types: list[str]) -> str:
    """The kind as it is stored: a text with attachments is an image or a file."""
    if kind not in KINDS[sender]:
        raise Invalid("wrong_kind", Text(f"不支持的消息类型 {kind}。", f"Messages of kind {kind} cannot be sent here."))
    if attachment_types and kind in ("text", "image", "file"):
        return "image" if all(t.startswith("image/") for t in attachment_types) else "file"
    if kind in ("image", "file"):
        raise Invalid("no_attachment", Text("请先上传文件。", "Upload the file first and name it in attachment_ids."))
    return kind


def checked_payload(payload: dict[str, Any] | None) -> dict[str, Any]:
    """Structured content of a message, at most 8 kB as JSON."""
    content = json.dumps(payload or {}, ensure_ascii=False)
    if len(content) > MAX_PAYLOAD:
        raise Invalid("payload_too_large", Text("卡片内容过大。", "The payload is too large."))
    cleaned: dict[str, Any] = json.loads(storable(content.replace("\\u0000", "")))
    return cleaned


def ensure_fits(channel: str, text: str, kind: str, *, longest: int) -> None:
    """Raise Invalid for what a short message cannot carry; other channels carry anything."""
    if channel != SMS:
        return
    if kind != "text":
        raise Invalid(
            "text_only",
            Text(
                "短信只能发送文字，请去掉附件、卡片等内容。",
                "A short message carries words only; leave files and cards out.",
            ),
        )
    if len(text) > longest:
        raise Invalid(
            "text_too_long",
            Text(
                f"一条短信最多 {longest} 字，请分条发送。",
                f"A short message has at most {longest} characters; send it in parts.",
            ),
            errors=[FieldError("text", Text(f"最多 {longest} 字", f"At most {longest} characters"))],
        )


def ensure_recallable(channel: str) -> None:
    """Raise Conflict where what was said has left the house."""
    if channel == MAIL:
        raise Conflict(
            "mail_is_sent",
            Text(
                "邮件发出后不能撤回，发送前可点「撤销」。",
                "A mail that is sent cannot be recalled; before that, undo it.",
            ),
        )
    if channel == SMS:
        raise Conflict("sms_is_sent", Text("短信发出后不能撤回。", "A short message that is sent cannot be recalled."))


def preview(kind: str, text: str, language: str) -> str:
    """One line for the list."""
    marks = {
        "image": Text("[图片]", "[Image]"),
        "file": Text("[文件]", "[File]"),
        "card": Text("[卡片]", "[Card]"),
        "article": Text("[知识]", "[Article]"),
        "rating_invite": Text("[邀请评价]", "[Rating invitation]"),
    }
    mark = marks[kind].in_language(language) if kind in marks else ""
    return " ".join(f"{mark} {text}".split())[:120]


def identity_signature(secret: str, subject: str) -> str:
    """What a site's server signs for its signed-in visitor: hex HMAC-SHA256 of external_id, or of the e-mail without one."""
    return hmac.new(secret.encode(), subject.encode(), hashlib.sha256).hexdigest()


def is_signed(secret: str, visitor: Mapping[str, Any]) -> bool:
    subject, signature = (
        visitor.get("external_id") or visitor.get("email") or "",
        visitor.get("identity_signature") or "",
    )
    return bool(subject and signature) and hmac.compare_digest(
        identity_signature(secret, subject).encode(), signature.lower().encode()
    )


def can_rate(*, invited_at: datetime | None, rated: bool, now: datetime) -> bool:
    """Whether the customer is asked to rate: the invitation stands for 24 hours, until they have."""
    return invited_at is not None and not rated and now - invited_at <= RATE_WITHIN


def may_rate(*, had_agent: bool, is_invalid: bool, closed_at: datetime | None, now: datetime) -> bool:
    """Whether an uninvited rating counts: of a served, valid conversation, for 24 hours after its end."""
    return had_agent and not is_invalid and closed_at is not None and now - closed_at <= RATE_WITHIN


def ensure_can_invite(*, invited_at: datetime | None, is_blocked: bool) -> None:
    """Raise Conflict when the customer was asked to rate before, or is one whose word is not asked for."""
    if invited_at is not None:
        raise Conflict("already_invited", Text("已邀请过评价。", "The customer has been invited to rate already."))
    if is_blocked:
        raise Conflict(
            "visitor_blocked",
            Text("该访客已被拉黑，不能邀请评价。", "This visitor is blocked and is not asked to rate."),
        )


def invites_rating(*, agent_messages: int, visitor_messages: int, is_unwanted: bool) -> bool:
    """Whether the end of a conversation asks for a rating by itself: there was a talk with a person, neither invalid
    (无效) nor with somebody who is blocked (拉黑)."""
    return agent_messages >= 1 and visitor_messages >= 2 and not is_unwanted


SYSTEM_TEXTS = {
    "message_waiting": Text(
        "您的留言已收到，我们上班后会尽快回复，回复会显示在这里。",
        "We have your message and will answer it as soon as we are at work; you find the answer here.",
    ),
    "waiting": Text(
        "当前排队第 {n} 位，您也可以先留言", "You are number {n} in the queue. You can also leave a message."
    ),
    "waiting_timed": Text(
        "当前排队第 {n} 位，预计等待 {m} 分钟，您也可以先留言",
        "You are number {n} in the queue, about {m} min. You can also leave a message.",
    ),
    "queued": Text(
        "正在为您转接人工客服，请稍候。您的问题已同步，无需重复描述。",
        "Connecting you to a colleague. Your question is passed on; no need to repeat it.",
    ),
    "nobody_online": Text(
        "当前没有客服在线，您可以留言，我们会尽快回复您。",
        "Nobody is online right now. Leave a message and we will get back to you.",
    ),
    "joined": Text("您好，我是{name}，正在查看您的问题。", "Hello, this is {name}. I am looking into your question."),
    "transferred_queue": Text(
        "正在为您转接{name}同事，您的问题已同步，无需重复描述。",
        "Passing you to our {name} colleagues; your question is passed on, no need to repeat it.",
    ),
    "transferred_agent": Text(
        "已为您转接至{name}，您的问题已同步，无需重复描述。",
        "{name} takes over now; your question is passed on, no need to repeat it.",
    ),
    "closed": Text("本次服务已结束，感谢您的咨询。", "This conversation has ended. Thank you for contacting us."),
    "closed_by_system": Text(
        "由于您长时间没有回复，本次会话已结束。如仍需帮助，请随时再次发送消息。",
        "We have not heard from you for a while, so this conversation has ended. Write again whenever you need help.",
    ),
    "silent": Text(
        "请问您还在吗？如果没有其他问题，会话将在 {m} 分钟后自动结束。",
        "Are you still there? Without an answer this conversation ends by itself in {m} min.",
    ),
    "waited_too_long": Text(
        "让您久等了，非常抱歉。您可以先留言，我们会尽快回复您，您的排队位置会为您保留。",
        "Sorry to keep you waiting. You can leave a message and we will answer; your place in the queue is kept.",
    ),
    "back_to_bot": Text(
        "当前咨询人数较多，由智能客服先为您服务，您也可以稍后再转人工。",
        "We are very busy right now. The assistant helps you for the moment; you can ask for a person again later.",
    ),
    "closed_by_visitor": Text("您已结束本次会话。", "You ended this conversation."),
}


ALIASES = {"name": ("组", "昵称", "group", "nickname")}  # other names that a text may use for a value


def system_text(
    code: str,
    language: str,
    own: Mapping[str, Mapping[str, str]] | None = None,
    tone: str = "polite",
    **values: str,
) -> str:
    """What the system says: the queue's `own` words (code → language → text) where it has some, else ours in the site's tone."""
    words = (own or {}).get(code, {}).get(language) or tones.said(code, SYSTEM_TEXTS[code], tone, language)
    aliases = {alias: values[name] for name in values for alias in ALIASES.get(name, ())}
    return words.format(**values, **aliases)


def waiting_text(
    position: int, seconds: int | None, language: str, own: Mapping[str, Mapping[str, str]], tone: str = "polite"
) -> str:
    """What a visitor in the line reads; minutes are rounded up and never 0, and not told where there is no honest figure."""
    if seconds is None:
        return system_text("waiting", language, own, tone, n=str(position))
    return system_text("waiting_timed", language, own, tone, n=str(position), m=str(max(1, math.ceil(seconds / 60))))
