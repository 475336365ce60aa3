"""What was heard on two tracks as one talk, and until when it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

MOST_CHARACTERS = 2000  # of a segment
KEEP_DAYS = 365  # where no rule says otherwise


def part_of(recording: str) -> str:
    """Which agent's part of the call a recording belongs to: both sides of one part end alike."""
    return recording.rsplit("-", 1)[-1][:40]


def in_order(segments: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """As it was said: part by part in the order of their first track, within one by time."""
    every = list(segments)
    parts = list(dict.fromkeys(one["part"] for one in every))
    return sorted(every, key=lambda one: (parts.index(one["part"]), one["start"], one["end"]))


def joined(texts: Iterable[str]) -> str:
    """One text of what was heard piece by piece: with blanks between words of Latin letters, else none."""
    whole = ""
    for piece in filter(None, (text.strip() for text in texts)):
        needs_blank = whole[-1:].isascii() and piece[0].isascii()
        whole += f" {piece}" if whole and needs_blank else piece
    return whole


def opening(segments: Iterable[dict[str, Any]], *, characters: int) -> str:
    """How the caller began: what they said until it was so much."""
    said = ""
    for one in segments:
        if one["speaker"] == "caller" and len(said) < characters:
            said = joined((said, one["text"]))
    return said


def is_over(recorded_at: datetime, keep_days: int, now: datetime) -> bool:
    """Whether what was recorded then need not be kept any more."""
    return recorded_at + timedelta(days=keep_days) <= now


def file_name(*, at: datetime, agent: str, number: str, call: str, side: str = "mix", part: int = 1) -> str:
    """日期_时间_工号_号码_通话ID, as people look for it; `at` in the time of the house, `number` as it may be shown.

    One side by itself, and a later part of a call, say so at the end.
    """
    shown = "".join(one if one.isascii() and one.isalnum() else "x" for one in number.removeprefix("+"))
    end = ("" if side == "mix" else f"_{side}") + ("" if part == 1 else f"_{part}")
    return f"{at:%Y%m%d_%H%M%S}_{agent or '-'}_{shown or '-'}_{call}{end}.wav"
