"""What programs write: that a mail could not be delivered, that somebody is away, that a list sends to many."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .charsets import decoded, header
from .sender import Address

MAX_HOPS = 60
MARK = "X-Kefu-Mail"  # on everything that this product sends: which organization it was
_FAILED_SUBJECT = re.compile(
    r"退信|投递失败|无法投递|undeliver|delivery (status notification|failure|has failed)|mail delivery (failed|system)"
    r"|returned mail|failure notice|系统退信",
    re.IGNORECASE,
)
_AWAY_SUBJECT = re.compile(
    r"^\s*(自动回复|自動回覆|automatic reply|auto.?reply|out of (the )?office|休假回复)", re.IGNORECASE
)
_FIELD = re.compile(r"^([A-Za-z-]{1,40}):[ \t]*(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)
_ID = re.compile(r"<[^<>\s]{3,250}>")


class Kind(StrEnum):
    """Who wrote it."""

    PERSON = "person"
    BULK = "bulk"  # a list, an advertisement: read, and never answered by itself
    AUTOMATIC = "automatic"  # a system that announces something: likewise
    AWAY = "away"  # a program answers in the place of a person
    BOUNCE = "bounce"  # a server could not deliver what we sent
    LOOP = "loop"  # it goes in circles


@dataclass(frozen=True, slots=True)
class Bounce:
    """`recipients` could not be reached; `is_final` when the server has given up. `original_ids`: which mail it was."""

    recipients: tuple[str, ...]
    reason: str
    is_final: bool
    original_ids: tuple[str, ...]


def kind_of(headers: Mapping[str, list[str]], sender: Address | None, subject: str, *, has_report: bool) -> Kind:
    """`headers` by lower-case name."""
    said = {name: " ".join(values).strip().lower() for name, values in headers.items()}
    is_postmaster = sender is None or sender.local in ("mailer-daemon", "postmaster", "mail-daemon")
    if has_report or (is_postmaster and _FAILED_SUBJECT.search(subject)):
        return Kind.BOUNCE
    if len(headers.get("received", [])) > MAX_HOPS:
        return Kind.LOOP
    automatic = said.get("auto-submitted", "no")
    if automatic.startswith("auto-replied") or _is_away(said) or _AWAY_SUBJECT.match(subject):
        return Kind.AWAY
    if automatic != "no":
        return Kind.AUTOMATIC
    if "list-id" in said or "list-unsubscribe" in said or said.get("precedence") in ("bulk", "list", "junk"):
        return Kind.BULK
    return Kind.PERSON


def _is_away(said: Mapping[str, str]) -> bool:
    return (
        said.get("precedence") == "auto_reply"
        or bool(said.get("x-autoreply", "") not in ("", "no"))
        or "x-autorespond" in said
        or "x-autoresponder" in said
    )


def bounce(report: bytes | None, original: bytes, text: str) -> Bounce:
    """From the machine-readable part where there is one, and from the mail that came back with it or the words."""
    fields: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(decoded((report or b"")[:100_000], None)):
        fields.setdefault(name.lower(), []).append(" ".join(value.split()))
    recipients = [value.split(";")[-1].strip().strip("<>").lower() for value in fields.get("final-recipient", [])]
    recipients = recipients or [v.split(";")[-1].strip().lower() for v in fields.get("original-recipient", [])]
    actions = {value.split()[0].lower() for value in fields.get("action", []) if value}
    diagnosis = next(iter(fields.get("diagnostic-code", [])), "").split(";", 1)[-1].strip()
    status = next(iter(fields.get("status", [])), "")
    reason = diagnosis or status or next((line.strip() for line in text.splitlines() if line.strip()), "")
    heading = decoded(original[:60_000], None)
    named = re.search(r"^Message-ID:\s*(<[^<>\s]{3,250}>)", heading, re.IGNORECASE | re.MULTILINE)
    ids = [named[1]] if named else _ID.findall(text[:20_000])
    return Bounce(
        recipients=tuple(dict.fromkeys(r for r in recipients if "@" in r)),
        reason=header(reason)[:300],
        is_final=not actions or bool(actions & {"failed"}),
        original_ids=tuple(dict.fromkeys(ids)),
    )
