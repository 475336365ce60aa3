"""What a customer may do and sees, which code is right, and which colours can be read; plain values only."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from kefu.kernel.i18n import Text

MOST_FILES = 5
MOST_BYTES = 24 * 1024 * 1024  # of all files together: the gateway stops a request at 25 MB
LONGEST_TEXT, LONGEST_SUBJECT, LONGEST_NAME, LONGEST_WORDS = 5_000, 200, 80, 200
SMS = "ticket"  # the purpose of what is told by SMS
ANSWERED_WITHIN = timedelta(days=3)  # by SMS, which names nothing
NUMBER = re.compile(r"\bT-\d{4}-\d{6,}\b")
DIGITS = 6
MOST_TRIES = 5
CODE_GOOD_FOR = timedelta(minutes=10)
CODES_KEPT = timedelta(days=1)
OPEN_SECONDS = 30 * 60
URGED_AGAIN = timedelta(hours=1)
FORM_SECONDS = 24 * 3600

Limit = tuple[int, float]
SUBMITTED: Limit = (10, 600)  # forms of one address
CODES_OF_ADDRESS: Limit = (10, 600)
CODES_OF_CONTACT: Limit = (3, 600)
SAID: Limit = (20, 600)  # words to one ticket
SEARCHED: Limit = (60, 60)

Outcome = Literal["right", "wrong", "over"]

STATES: dict[str, tuple[Text, Text]] = {
    "received": (
        Text("已收到", "Received"),
        Text("我们已收到，会尽快处理。", "We have it and will get to it."),
    ),
    "open": (Text("处理中", "In progress"), Text("我们正在处理。", "Somebody is working on it.")),
    "waiting": (
        Text("等您回复", "Waiting for you"),
        Text("我们需要您的回复才能继续。", "We need your answer to go on."),
    ),
    "done": (
        Text("已解决", "Solved"),
        Text("如果问题还在，直接回复即可重新处理。", "If it is not, just answer and we go on."),
    ),
    "closed": (Text("已关闭", "Closed"), Text("如果问题还在，可以重新打开。", "If it is not solved, open it again.")),
}
"""A ticket's state in words of the customer: what it is, and what that means for them."""


def state(category: str, *, is_touched: bool) -> str:
    """The key of STATES; `is_touched`: somebody has it, or has answered."""
    return "received" if category == "open" and not is_touched else category


@dataclass(frozen=True, slots=True)
class Acts:
    """What the customer can do with their ticket now."""

    write: bool
    close: bool
    reopen: bool
    rate: bool


def acts(category: str, *, is_foreign: bool, score: int | None) -> Acts:
    """`is_foreign`: it went into a ticket of somebody else, on which this customer decides nothing."""
    is_over = category in ("done", "closed")
    if is_foreign:
        return Acts(write=category != "closed", close=False, reopen=False, rate=False)
    return Acts(write=category != "closed", close=category != "closed", reopen=is_over, rate=is_over and score is None)


def may_urge(category: str, *, is_foreign: bool, urged_at: datetime | None, now: datetime) -> bool:
    """Whether the customer can ask where it stays: while it is our turn, and an hour after anybody did last."""
    return category == "open" and not is_foreign and (urged_at is None or now - urged_at >= URGED_AGAIN)


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def digest(code: str, code_id: UUID, secret: str) -> str:
    """What is kept of a code: of use to nobody without the instance's secret."""
    return hmac.new(secret.encode(), f"{code_id} {code}".encode(), hashlib.sha256).hexdigest()


def typed(written: str) -> str:
    """The digits of what was typed: full-width ones and spaces come from input methods."""
    return "".join(str(int(sign)) for sign in written[:40] if sign.isdecimal())


def outcome(*, fits: bool, tries: int, expires_at: datetime, is_used: bool, now: datetime) -> Outcome:
    """What becomes of a try; `tries` were made before it."""
    if is_used or tries >= MOST_TRIES or now >= expires_at:
        return "over"
    return "right" if fits else "wrong"


def least_laden(able: Iterable[UUID], load: Mapping[UUID, int], away: Iterable[UUID]) -> UUID | None:
    """Who gets the next one: whoever is there before whoever is not, with the fewest unfinished tickets."""
    gone = set(away)
    return min(able, key=lambda one: (one in gone, load.get(one, 0), str(one)), default=None)


def with_words(text: str, words: str, language: str) -> str:
    """The description of the ticket: what was written, and what was looked for before."""
    if not words:
        return text
    label = Text("在帮助中心搜索过", "Searched in the help centre").in_language(language)
    return f"{text}\n\n[{label}] {words}"


def measure(size: int) -> str:
    """A file's size as one reads it, alike in both languages."""
    if size < 1000:
        return f"{size} B"
    return f"{round(size / 1000)} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


# ---- colours


def shade(color: str, by: float) -> str:
    """Darker (below 0) or lighter by a part of the way to black or white."""
    end = 255 if by > 0 else 0
    return "#" + "".join(f"{round(part + (end - part) * abs(by)):02x}" for part in _parts(color))


def legible(color: str, on: str) -> str:
    """The colour moved away from `on` until words in it can be read there (4.5:1)."""
    step = -0.08 if _luminance(on) > 0.4 else 0.08
    for n in range(13):
        found = shade(color, step * n)
        if contrast(found, on) >= 4.6:
            return found
    return "#000000" if step < 0 else "#ffffff"


def contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    """WCAG's relative luminance."""
    linear = [(c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4) for c in (p / 255 for p in _parts(color))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]


def told_in(fact: str) -> UUID:
    """Of whose ticket an SMS told: `portal`, its id, and what happened."""
    return UUID(fact.split()[1])
