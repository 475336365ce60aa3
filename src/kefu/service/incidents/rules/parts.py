"""The parts of a plan: what each switches, and how far it is."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, TypedDict

KINDS = ("phone", "banner", "answer", "macro")
WAITING, ON, FAILED, OFF, STUCK = "waiting", "on", "failed", "off", "stuck"
RETRY_AFTER, MOST_TRIES = timedelta(seconds=30), 10


class Part(TypedDict):
    """`says` is what was switched, as it stood then; `seconds` from the press until it was on; `error` in both languages."""

    kind: str
    says: dict[str, Any]
    state: str
    ref: str
    seconds: float | None
    at: str | None
    tries: int
    error: dict[str, str]


def part(kind: str, says: Mapping[str, Any]) -> Part:
    return Part(kind=kind, says=dict(says), state=WAITING, ref="", seconds=None, at=None, tries=0, error={})


def in_languages(zh: str, en: str) -> dict[str, str]:
    return {language: words.strip() for language, words in (("zh-CN", zh), ("en", en)) if words.strip()}


def are_to_retry(parts: Sequence[Part], *, is_over: bool) -> bool:
    """Whether another try is worth it: something is not on, or after the end still is."""
    return any(one["state"] == (STUCK if is_over else FAILED) and one["tries"] < MOST_TRIES for one in parts)
