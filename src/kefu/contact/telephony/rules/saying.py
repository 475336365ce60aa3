"""What a text of a queue is made of: standard sounds (`spoken`) in the queue's language, or prompts of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from . import spoken
from .spoken import Locale

OWN = (
    "hold",
    "recording_notice",
    "leave_message",
    "message_kept",
    "rating",
    "solved",
    "rated",
)  # a queue may say these in a prompt of its own
BEEP = "beep"  # before a message is recorded
Language = Literal["zh-CN", "en", "both"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a caller stands: 1 is next; `minutes` are rounded up, None where nothing honest can be said."""

    position: int
    minutes: int | None


def minutes(seconds: int | None) -> int | None:
    """Rounded up, never 0."""
    return None if seconds is None else max(1, -(-seconds // 60))


def sounds(
    text: str, language: str, prompts: Mapping[str, str], *, place: Place | None = None, message_key: str = ""
) -> list[str]:
    """Names of standard sounds, or ids of prompts, that say a text in the language, or in `both`, one after another.

    The text `place` is made of phrases and figures; every other is one phrase, or the queue's own prompt.
    """
    locales = _locales(language)
    if text != "place":
        own = prompts.get(text)
        said = [own] if own else [sound for locale in locales for sound in spoken.phrase(locale, text)]
        return [*said, BEEP] if text == "leave_message" else said
    said = [sound for locale in locales for sound in _standing(locale, place)]
    own = prompts.get("hold")
    said += [own] if own else [sound for locale in locales for sound in spoken.phrase(locale, "hold")]
    if message_key:
        for locale in locales:
            said += [*spoken.phrase(locale, "message_before"), *spoken.digits(locale, message_key)]
    return said


def greeting(language: str, prompts: Mapping[str, str], *, tells_recording: bool, agent: str) -> list[str]:
    """What a caller hears before a talk: that it is recorded, and by which 工号 they are served; "" leaves that out."""
    own = prompts.get("recording_notice")
    said: list[str] = []
    if tells_recording:
        said += (
            [own]
            if own
            else [each for locale in _locales(language) for each in spoken.phrase(locale, "recording_notice")]
        )
    for locale in _locales(language):
        said += spoken.at_your_service(locale, agent) if spoken.digits(locale, agent) else []
    return said


def confirmation(language: str, number: str, *, is_own: bool) -> list[str]:
    """The number of a callback, figure by figure, and the keys for yes and for another one; `is_own`: they call from it."""
    said = []
    for locale in _locales(language):
        said += spoken.phrase(locale, "callback_own") if is_own else []
        said += [*spoken.digits(locale, number), *spoken.phrase(locale, "callback_right")]
    return said


def _standing(locale: Locale, place: Place | None) -> list[str]:
    if place is None:
        return []
    wait = [] if place.minutes is None else spoken.estimated_wait(locale, place.minutes)
    return [*spoken.place_in_line(locale, place.position), *wait]


def _locales(language: str) -> tuple[Locale, ...]:
    if language == "both":
        return ("zh-CN", "en")
    return ("en",) if language == "en" else ("zh-CN",)
