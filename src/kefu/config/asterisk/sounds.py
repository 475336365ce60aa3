"""What a caller hears without the application: the prompt that nobody is there, and music of our own on hold; and the voices
of the carrier's parties, a tone each."""

from __future__ import annotations

import array
import math
import sys
import wave
from collections.abc import Iterable
from pathlib import Path

AWAY = Path(__file__).with_name("away.wav")  # Chinese, then English
RATE = 8000
NOTES = (
    262,
    330,
    392,
    523,
    392,
    330,
    294,
    349,
    440,
    587,
    440,
    349,
    247,
    294,
    392,
    494,
    392,
    294,
    262,
    330,
    392,
    523,
    392,
    330,
)
NOTE_SECONDS = 0.6
LOUDNESS = 5000
TONES = range(300, 2001, 100)
TONE_SECONDS = 5


def write_music(path: Path) -> None:
    """Broken chords, quiet, without an end: an empty class of music would be missing altogether. Kept when it is there."""
    if not path.exists():
        _write(path, [sample for hertz in NOTES for sample in _note(hertz)])


def write_tone(path: Path, hertz: int) -> None:
    """A plain tone of a multiple of 100 Hz, without a seam where it begins anew."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        period = [int(LOUDNESS * math.sin(2 * math.pi * hertz * step / RATE)) for step in range(RATE // 100)]
        _write(path, period * 100 * TONE_SECONDS)


def _write(path: Path, levels: Iterable[int]) -> None:
    samples = array.array("h", levels)
    if sys.byteorder == "big":
        samples.byteswap()
    fresh = path.with_name("fresh")
    with wave.open(str(fresh), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    fresh.replace(path)


def _note(hertz: int) -> list[int]:
    """A plucked sound: it begins at once and fades."""
    length = int(RATE * NOTE_SECONDS)
    samples = []
    for step in range(length):
        fade = math.exp(-3.0 * step / length) * min(1.0, step / 80) * min(1.0, (length - step) / 200)
        turn = 2 * math.pi * hertz * step / RATE
        samples.append(int(LOUDNESS * fade * (math.sin(turn) + 0.3 * math.sin(2 * turn)) / 1.3))
    return samples
