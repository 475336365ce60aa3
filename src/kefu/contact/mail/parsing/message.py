"""A mail from its bytes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.utils import collapse_rfc2231_value, parsedate_to_datetime
from typing import Any

from . import html, quoting, tnef
from .charsets import decoded, header
from .reports import MARK, Bounce, Kind, bounce, kind_of
from .sender import Address, addresses

MAX_BYTES = 40 * 1024 * 1024
MAX_PARTS = 2_000
MAX_FILES = 100
MAX_TEXT = 200_000
_ASIDE = re.compile(r'"[^"]*"|\([^()]*\)')
_SHOWN_BY = {
    "dmarc=pass": r"header\.from",
    "dkim=pass": r"header\.[di]",
    "spf=pass": r"smtp\.mailfrom",
}  # what was found, and whose that is
_IDS = re.compile(r"<[^<>\s]{3,250}>")


class Unreadable(Exception):
    """Nothing can be made of it. `cause` is a code: empty, too_large, too_many_parts, too_nested, damaged, no_content."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Attachment:
    """`content_id` without angle brackets, of a picture that the text shows; else empty."""

    name: str
    type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says. `said` is what its writer wrote now, `quoted` what they answer; `html` is sanitised.

    `is_forged`: the receiving server found that the sender is not who the mail says; `is_proven`: that it is. `mark` is what our own
    mails bear.
    """

    message_id: str
    references: tuple[str, ...]
    subject: str
    sender: Address | None
    reply_to: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[Address, ...]
    sent_at: datetime | None
    text: str
    said: str
    quoted: str
    signature: str
    html: str
    kind: Kind
    bounce: Bounce | None
    is_forged: bool
    is_proven: bool = False
    mark: str = ""
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    report: bytes | None = None
    original: bytes = b""
    defects: list[str] = field(default_factory=list)
    parts: int = 0


def parse(raw: bytes) -> Mail:
    """The mail, or Unreadable with its cause; no other exception, whatever the bytes are."""
    if not raw.strip():
        raise Unreadable("empty")
    if len(raw) > MAX_BYTES:
        raise Unreadable("too_large")
    try:
        return _parsed(raw)
    except Unreadable:
        raise
    except RecursionError:
        raise Unreadable("too_nested") from None
    except Exception as error:  # the library's own faults with hostile input are many; none may stop a mailbox
        raise Unreadable("damaged") from error


def _parsed(raw: bytes) -> Mail:
    message = BytesParser(policy=policy.compat32).parsebytes(raw.lstrip(b"\r\n"))
    headers: dict[str, list[str]] = {}
    for name, value in message.raw_items():  # as they came: the library puts marks for what it cannot read
        headers.setdefault(name.lower(), []).append(str(value))
    found = _Found(defects=[type(defect).__name__ for defect in message.defects][:10])
    _walk(message, found)
    body = "\n\n".join(text for text in found.texts if text.strip())
    source = "\n".join(found.htmls)
    text = (body or html.as_text(source))[:MAX_TEXT]
    senders = addresses(headers.get("from", []) or headers.get("sender", []))
    sender = senders[0] if senders else None
    subject = header(next(iter(headers.get("subject", [])), ""))[:300]
    if not (headers.keys() & {"from", "to", "subject", "date", "message-id", "received", "sender"}):
        raise Unreadable("no_content")  # no mail at all: anything can be read as a text without headers
    kind = kind_of(headers, sender, subject, has_report=found.report is not None)
    parts = quoting.split(text)
    return Mail(
        message_id=_first_id(headers.get("message-id", [])),
        references=_references(headers),
        subject=subject,
        sender=sender,
        reply_to=next(iter(addresses(headers.get("reply-to", []))), None),
        to=tuple(addresses(headers.get("to", []))),
        cc=tuple(addresses(headers.get("cc", []))),
        delivered_to=tuple(
            addresses([v for n in ("delivered-to", "x-original-to", "envelope-to") for v in headers.get(n, [])])
        ),
        sent_at=_date(headers.get("date", [])),
        text=text,
        said=parts.said,
        quoted=parts.quoted,
        signature=parts.signature,
        html=html.sanitised(source) if source.strip() else "",
        kind=kind,
        bounce=bounce(found.report, found.original, text) if kind is Kind.BOUNCE else None,
        is_forged=_is_forged(headers),
        is_proven=sender is not None and _is_proven(message.raw_items(), sender.domain),
        mark=next(iter(headers.get(MARK.lower(), [])), "").strip()[:64],
        attachments=tuple(found.attachments[:MAX_FILES]),
        defects=tuple(dict.fromkeys(found.defects)),
    )


def _walk(message: Message, found: _Found) -> None:
    """The leaves, in order; of alternatives the plain and the HTML one."""
    waiting: list[tuple[Message, bool]] = [(message, False)]
    while waiting:
        part, is_alternative = waiting.pop()
        _make_readable(part)
        found.parts += 1
        if found.parts > MAX_PARTS:
            raise Unreadable("too_many_parts")
        kind = part.get_content_type()
        children = part.get_payload() if part.is_multipart() else None
        if isinstance(children, list) and kind != "message/rfc822" and kind != "message/delivery-status":
            inner = kind == "multipart/alternative"
            waiting.extend((child, inner) for child in reversed(children) if isinstance(child, Message))
        else:
            _leaf(part, kind, found, is_alternative=is_alternative)


def _leaf(part: Message, kind: str, found: _Found, *, is_alternative: bool) -> None:
    found.defects.extend(type(defect).__name__ for defect in part.defects[:5])
    if kind == "message/delivery-status":
        found.report = _whole(part)
        return
    if kind in ("message/rfc822", "text/rfc822-headers", "message/global"):
        content = _whole(part)
        found.original = found.original or content
        if kind == "message/rfc822":
            found.attachments.append(Attachment(_name(part) or f"{_subject_inside(part)}.eml", kind, content))
        return
    content = _content(part)
    name, content_id = _name(part), str(part.get("Content-ID") or "").strip().strip("<>")[:200]
    is_attached = header(part.get("Content-Disposition") or "").lower().startswith("attachment")
    if kind in ("text/plain", "text/html") and not is_attached and not (name and not is_alternative and content_id):
        text = decoded(content, _parameter(part, "charset"))
        if kind == "text/html":
            found.htmls.append(text)
        elif not name or is_alternative:
            found.texts.append(text)
        else:
            found.attachments.append(Attachment(name, kind, content))
        return
    if kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name.lower() == "winmail.dat":
        inside = tnef.unpacked(content)
        if inside is not None:
            found.texts += [inside.text] if inside.text and not found.texts else []
            found.htmls += [inside.html] if inside.html and not found.htmls else []
            found.attachments += [Attachment(n, "application/octet-stream", c) for n, c in inside.files]
            return
    if content and len(found.attachments) < MAX_FILES:
        found.attachments.append(Attachment(name or _default_name(kind), kind, content, content_id))


def _make_readable(part: Message) -> None:
    """File names in no code at all, as old programs write them."""
    for name, value in list(part.raw_items()):
        if name.lower() in ("content-type", "content-disposition") and not str(value).isascii():
            part.replace_header(name, decoded(str(value).encode("utf-8", "surrogateescape"), None))


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        content = None
    if isinstance(content, bytes):
        return content
    plain = part.get_payload()
    return plain.encode("utf-8", "surrogateescape") if isinstance(plain, str) else b""


def _whole(part: Message) -> bytes:
    """A mail inside the mail, or the blocks of a report, as bytes."""
    inner = part.get_payload()
    try:
        if isinstance(inner, list):
            return b"\n".join(each.as_bytes() for each in inner if isinstance(each, Message))
    except (UnicodeError, LookupError, ValueError, TypeError, AttributeError, MessageError):
        return b""
    return _content(part)


def _subject_inside(part: Message) -> str:
    inner = part.get_payload()
    subject = inner[0].get("Subject") if isinstance(inner, list) and inner and isinstance(inner[0], Message) else None
    return header(subject or "mail")[:80]


def _parameter(part: Message, name: str) -> str | None:
    try:
        value = part.get_param(name)
        return collapse_rfc2231_value(value) if value is not None else None
    except (ValueError, LookupError, TypeError):
        return None


def _name(part: Message) -> str:
    """The name of a file, as RFC 2231, RFC 2047 or nobody allows it to be written."""
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError):
        name = None
    return re.sub(r"[\x00-\x1f\x7f/\\]", "_", header(name or ""))[-150:].strip()


def _default_name(kind: str) -> str:
    known = {
        "text/calendar": "calendar.ics",
        "image/jpeg": "image.jpg",
        "image/png": "image.png",
        "text/plain": "text.txt",
    }
    return known.get(kind, "file")


def _first_id(values: list[str]) -> str:
    return next(_ids(values), "")


def _ids(values: list[str]) -> Iterator[str]:
    for value in values:
        yield from (match[0] for match in _IDS.finditer(value[:20_000]))


def _references(headers: dict[str, list[str]]) -> tuple[str, ...]:
    """The mails it belongs to, the nearest first, at most 50."""
    answered = list(_ids(headers.get("in-reply-to", [])))
    thread = list(_ids(headers.get("references", [])))
    return tuple(dict.fromkeys([*answered, *reversed(thread)]))[:50]


def _date(values: list[str]) -> datetime | None:
    try:
        at = parsedate_to_datetime(values[0])
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def _is_forged(headers: dict[str, list[str]]) -> bool:
    """What the server that received it wrote on top; what stands below could be the sender's own words."""
    result = next(iter(headers.get("authentication-results", [])), "").lower()
    return "dmarc=fail" in result or ("spf=fail" in result and "dkim=pass" not in result)


def _is_proven(items: Iterable[tuple[str, Any]], domain: str) -> bool:
    """Whether our own server found that the mail comes from its sender's domain: by DMARC, or by DKIM or SPF of that very domain.

    Heeded above every `Received` alone, where no sender can write: the server's name in the results can be made up like the rest.
    """
    results: list[str] = []
    for name, value in items:
        if name.lower() == "received":
            return any(_passes(result, domain) for result in results)
        if name.lower() == "authentication-results":
            results += _ASIDE.sub("", str(value).lower()).split(";")[1:]
    return False


def _passes(result: str, domain: str) -> bool:
    method, *facts = result.split() or [""]
    shown = _SHOWN_BY.get(method)
    is_plain = not set(result) & set('"()')
    return is_plain and any(re.fullmatch(rf"{shown}=(\S*@)?{re.escape(domain)}", fact) for fact in facts)
