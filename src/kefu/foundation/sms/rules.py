"""When a short message may go out, what it says, and how a provider's request is filled in; plain values only."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from urllib.parse import quote_plus, urlsplit

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text

PAUSES = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=10))
KEEP = timedelta(days=180)  # what was sent is evidence; longer than the five months of consent
AT_ONCE = frozenset({"test", "code", "page", "answer"})  # purposes for which somebody waits, whatever the hour
LONGEST = 500
LONGEST_SAID = 450  # of the words; sign and OPT_OUT stand beside them
SAME_WITHIN = timedelta(seconds=60)  # the same words of a number, without a reference: they are told twice
OPT_OUT = "，拒收请回复R"
REFUSING = frozenset({"R", "T", "TD", "N", "0000", "退订", "拒收", "STOP"})
MOBILE = re.compile(r"1[3-9]\d{9}")
ALIASES = {"手机号": "to", "内容": "text", "编号": "id", "密钥": "secret"}  # as the Chinese settings call the places
HOLE = re.compile(r"\{(to|text|id|secret|手机号|内容|编号|密钥)\}")
HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
REFERENCES = ("reference", "message_id", "messageId", "msgid", "msgId", "biz_id", "BizId", "sid", "id")


def is_mobile(comparable: str) -> bool:
    """Whether a number, spelled as kernel.limits compares them, takes short messages."""
    return MOBILE.fullmatch(comparable) is not None


def worded(sign: str, text: str) -> str:
    """Who writes, what they say, and how to get no more: a message without all three is against the law (工信部令第 31 号)."""
    return f"【{sign}】{text}{OPT_OUT}"


def may_send_at(now: datetime, quiet_from: time, quiet_until: time) -> datetime:
    """Now, or the next moment at which the quiet hours are over. `now` is local; equal times mean no quiet hours."""
    at = now.time()
    if quiet_from <= quiet_until:
        is_quiet, days = quiet_from <= at < quiet_until, 0
    else:
        is_quiet, days = at >= quiet_from or at < quiet_until, int(at >= quiet_from)
    if not is_quiet:
        return now
    return datetime.combine(now.date() + timedelta(days=days), quiet_until, now.tzinfo)


def is_refusal(words: str) -> bool:
    """Whether an answer asks for no more messages."""
    return words.strip().upper() in REFUSING


def filled(template: str, values: Mapping[str, str], form: str) -> str:
    """The template with its places filled, so that no value can become more than a value there; `form`: json, form, header."""

    def fill(hole: re.Match[str]) -> str:
        value = values[ALIASES.get(hole[1], hole[1])]
        match form:
            case "json":
                return json.dumps(value, ensure_ascii=False)[1:-1]
            case "form":
                return quote_plus(value)
        return "".join(character for character in value if character.isprintable())

    return HOLE.sub(fill, template)


def reference_in(answer: str) -> str:
    """What the provider calls the message, where its answer is JSON that says so, at the top or one level down."""
    try:
        told = json.loads(answer)
    except ValueError:
        return ""
    if not isinstance(told, dict):
        return ""
    for level in (told, *(inner for inner in told.values() if isinstance(inner, dict))):
        for name in REFERENCES:
            if isinstance(level.get(name), str | int) and level[name] != "":
                return str(level[name])[:100]
    return ""


def ensure_request(url: str, headers: Mapping[str, str], body: str, form: str) -> None:
    """Raise Invalid for a request that no provider could take."""
    parts, errors = urlsplit(url), []
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        errors.append(FieldError("url", Text("请填写完整的接口地址，以 https:// 开头。", "Give the whole address; it begins with https://.")))  # fmt: skip
    for name, value in headers.items():
        if not HEADER_NAME.fullmatch(name) or not value.isprintable() or len(value) > 500:
            errors.append(FieldError("headers", Text(f"请求头有误：{name[:40]}", f"This header is wrong: {name[:40]}")))
    named = {ALIASES.get(name, name) for name in HOLE.findall(body)}
    if not {"to", "text"} <= named:
        errors.append(FieldError("body", Text("请求内容须写明 {手机号} 和 {内容}。", "The body names {to}, the number, and {text}, the message.")))  # fmt: skip
    elif form == "json":
        try:
            json.loads(filled(body, dict.fromkeys(("to", "text", "id", "secret"), "x"), "json"))
        except ValueError:
            errors.append(FieldError("body", Text("填入内容后不是有效的 JSON，请检查引号和逗号。", "Filled in, this is no JSON; look at the quotes and commas.")))  # fmt: skip
    if errors:
        raise Invalid(
            "wrong_request", Text("短信接口设置有误，请按提示修改。", "The request is not right yet."), errors=errors
        )
