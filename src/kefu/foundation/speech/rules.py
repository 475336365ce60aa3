"""What was heard and is believed, and words cut into what can be spoken in one breath."""

from __future__ import annotations

import re
from dataclasses import dataclass

LANGUAGES = ("zh", "en")
MOST_WORDS = 1000  # characters that are spoken at once

# What Whisper invents over silence, noise and loops is sure of nothing, repeats itself, or both.
LEAST_LOG_PROBABILITY = -1.2
SILENCE, SILENCE_LOG_PROBABILITY = 0.6, -0.8
MOST_COMPRESSION = 2.4
_BREAKS = re.compile(r"(?<=[。！？!?；;])|(?<=\.)\s|\n")  # a point within a figure is none


@dataclass(frozen=True, slots=True)
class Heard:
    """Words between two moments, in seconds from the beginning; `confidence` is 0 to 1."""

    start: float
    end: float
    text: str
    confidence: float


def is_believed(*, log_probability: float, no_speech: float, compression: float) -> bool:
    if log_probability < LEAST_LOG_PROBABILITY or compression > MOST_COMPRESSION:
        return False
    return not (no_speech > SILENCE and log_probability < SILENCE_LOG_PROBABILITY)


def language_of(locale: str) -> str:
    """`zh` of zh-CN; what is no language of ours is Chinese."""
    language = locale[:2].lower()
    return language if language in LANGUAGES else LANGUAGES[0]


def sentences(words: str) -> list[str]:
    """The words in sentences, without blanks around them."""
    return [part.strip() for part in _BREAKS.split(words[:MOST_WORDS]) if part.strip(" .。！？!?；;\n")]
