"""Decisions about mails: plain values only."""

import base64
import hashlib
import hmac
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text

# Between attempts to hand a mail to its server: eight in a day.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
STUCK_AFTER = timedelta(minutes=10)  # a sending worker that says nothing for so long has died
MAX_TRIES = 3  # of reading one mail
FLOOD, FLOOD_WITHIN = 30, timedelta(minutes=10)  # mails of one sender to one mailbox
AUTO_REPLY_EVERY = timedelta(days=1)  # to one address
MAX_UNDO = 60
MAX_RECIPIENTS = 50
MAX_SENT_BYTES = 25 * 1024 * 1024
MAX_REFERENCES = 30
PICTURE_SECONDS = 3600  # for which a link to a picture from elsewhere holds
MAX_PICTURES = 100  # from elsewhere, of one mail
MAX_QUOTED = 20_000  # characters of the mail below an answer
TOKEN = re.compile(r"\+k([a-z2-7]{26})([a-z2-7]{10})$")
NAMED = re.compile(r"(?:^<|\+)k([a-z2-7]{26})([a-z2-7]{10})[.@]")
NOBODY = re.compile(r"^(no-?reply|do-?not-?reply|bounces?|mailer-daemon|postmaster|notifications?|noreply.*)$")
ADDRESS = re.compile(r"^[^\s<>@,;:\"()\[\]\\]{1,64}@[^\s<>@,;:\"()\[\]\\]{1,185}\.[^\s<>@,;:\"()\[\]\\.]{1,60}$")
_PREFIX = re.compile(r"^\s*((re|fw|fwd|aw|回复|答复|转发|回覆)\s*[:：]\s*)+", re.IGNORECASE)

CAUSES = {
    "empty": Text("邮件没有内容", "The mail is empty"),
    "too_large": Text("邮件超过 40 MB", "The mail is larger than 40 MB"),
    "too_many_parts": Text("邮件结构异常，部分过多", "The mail has too many parts"),
    "too_nested": Text("邮件结构异常，嵌套过深", "The mail is nested too deeply"),
    "damaged": Text("邮件已损坏，无法读取", "The mail is damaged and cannot be read"),
    "no_content": Text("不是邮件", "It is no mail"),
    "kills_reader": Text("读取时程序多次中断", "Reading it broke off several times"),
    "failed": Text("处理时出错", "Something went wrong with it"),
    "no_sender": Text("没有可回复的发件人", "It names no sender to answer"),
    "loop": Text("自己发出的邮件又回来了", "It is our own mail, come back"),
    "flood": Text("同一发件人短时间内邮件过多", "Too many from one sender in a short time"),
    "blocked": Text("发件人在黑名单中", "The sender is blocked"),
    "auto_reply": Text("自动回复，找不到对应的邮件", "An automatic reply to nothing that we know"),
    "unknown_bounce": Text("退信，找不到对应的邮件", "A bounce of nothing that we know"),
    "gone": Text("读取前已在邮箱中删除", "It was deleted in the mailbox before it was read"),
}


def token(secret: bytes, conversation_id: UUID) -> str:
    """What stands behind the + of a reply address: the conversation, signed."""
    named = base64.b32encode(conversation_id.bytes).decode().rstrip("=").lower()
    return f"k{named}{_sign(secret, named)}"


def conversation_of(secret: bytes, addresses: Iterable[str]) -> UUID | None:
    """The conversation that a reply address names, if we have signed it."""
    for address in addresses:
        found = TOKEN.search(address.partition("@")[0].lower())
        if found and hmac.compare_digest(found[2], _sign(secret, found[1])):
            return _told(found[1])
    return None


def named(secret: bytes, written: Iterable[str]) -> list[UUID]:
    """What reply addresses and ids of mails name that we have signed, in their order."""
    found = (NAMED.search(each.lower()) for each in written)
    return [_told(one[1]) for one in found if one and hmac.compare_digest(one[2], _sign(secret, one[1]))]


def _told(token: str) -> UUID:
    return UUID(bytes=base64.b32decode(token.upper() + "======"))


def _sign(secret: bytes, text: str) -> str:
    return base64.b32encode(hmac.new(secret, b"mail:" + text.encode(), hashlib.sha256).digest()).decode()[:10].lower()


def reply_address(address: str, secret: bytes, conversation_id: UUID) -> str:
    local, _, domain = address.partition("@")
    return f"{local}+{token(secret, conversation_id)}@{domain}"


def without_plus(address: str) -> str:
    local, _, domain = address.lower().partition("@")
    return f"{local.partition('+')[0]}@{domain}"


def is_ours(address: str, mailboxes: Collection[str]) -> bool:
    """Whether an address is one of our own, whatever stands behind its +."""
    return address.lower() in mailboxes or without_plus(address) in mailboxes


def answered_subject(subject: str) -> str:
    """“Re: …” once, however many stand there in whatever language."""
    bare = _PREFIX.sub("", subject).strip()
    return f"Re: {bare}"[:300]


def quoted_original(*, writer: str, at: str, words: str, locale: str) -> str:
    """What an answer has below it, so that whoever reads it elsewhere knows what it is about; nothing of a mail without words."""
    words = words.strip()[:MAX_QUOTED]
    if not words:
        return ""
    head = f"On {at}, {writer} wrote:" if locale == "en" else f"在 {at}，{writer} 写道："
    return "\n".join([head, *(f"> {line}".rstrip() for line in words.split("\n"))])


def kept_references(known: Sequence[str], more: Iterable[str]) -> list[str]:
    """The ids of a thread, the oldest first; of a long one the first and the last."""
    ids = list(dict.fromkeys([*known, *more]))
    return ids if len(ids) <= MAX_REFERENCES else [ids[0], *ids[-MAX_REFERENCES + 1 :]]


def may_answer_by_itself(*, is_person: bool, is_new: bool, local: str, answered_lately: bool) -> bool:
    """Whether an automatic answer is in place: to people who write first, and to none twice a day (RFC 3834)."""
    return is_person and is_new and not answered_lately and not NOBODY.match(local)


def checked_recipients(to: Sequence[str], cc: Sequence[str], bcc: Sequence[str]) -> tuple[list[str], ...]:
    """Three lists of addresses, each address once. Raises Invalid that names what is wrong."""
    seen: set[str] = set()
    lists = []
    for name, given in (("to", to), ("cc", cc), ("bcc", bcc)):
        wrong = [address for address in given if not ADDRESS.match(address.strip())]
        if wrong:
            text = Text(f"「{wrong[0][:60]}」不是邮箱地址。", f"“{wrong[0][:60]}” is no mail address.")
            raise Invalid("not_an_address", text, errors=[FieldError(name, text)])
        fresh = [a for a in dict.fromkeys(address.strip().lower() for address in given) if a not in seen]
        seen.update(fresh)
        lists.append(fresh)
    if not lists[0]:
        text = Text("请填写收件人。", "Name a recipient.")
        raise Invalid("no_recipient", text, errors=[FieldError("to", text)])
    if len(seen) > MAX_RECIPIENTS:
        text = Text(f"最多 {MAX_RECIPIENTS} 个收件人。", f"At most {MAX_RECIPIENTS} recipients.")
        raise Invalid("too_many_recipients", text, errors=[FieldError("to", text)])
    return tuple(lists)


def checked_address(address: str) -> str:
    """The address of a mailbox in lower case. Raises Invalid."""
    address = address.strip().lower()
    if not ADDRESS.match(address) or "+" in address:
        text = Text("请填写完整的邮箱地址，例如 kefu@example.com。", "Give a whole address, such as help@example.com.")
        raise Invalid("not_an_address", text, errors=[FieldError("address", text)])
    return address
