"""The life of a conversation, and what may be said in it; plain values only."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.text import storable

MAX_TEXT = 10_000
MAX_PAYLOAD = 8_000
MAX_ATTACHMENTS = 9
RECALL_WITHIN = timedelta(minutes=2)
RATE_WITHIN = timedelta(hours=24)

MOVES = {
    "bot": {"queued", "closed"},
    "queued": {"active", "closed"},
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


def can_rate(*, status: str, had_agent: bool, rated: bool, closed_at: datetime | None, now: datetime) -> bool:
    return status == "closed" and had_agent and not rated and closed_at is not None and now - closed_at <= RATE_WITHIN


SYSTEM_TEXTS = {
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
    "closed_by_visitor": Text("您已结束本次会话。", "You ended this conversation."),
}


def system_text(code: str, language: str, **values: str) -> str:
    return SYSTEM_TEXTS[code].in_language(language).format(**values)
