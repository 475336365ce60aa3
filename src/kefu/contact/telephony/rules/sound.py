"""Sound files that the engine can play as they are."""

from __future__ import annotations

import io
import math
import struct
import wave

from kefu.kernel.i18n import Text

RATES = (8000, 16000)
MAX_SECONDS = 180
HEAD = 44  # bytes, of a WAV as the engine writes it


def fault(content: bytes) -> Text | None:
    """What keeps this from being played to callers; None for a WAV, mono, 16 bit, 8 or 16 kHz, of at most three minutes."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            if file.getnchannels() != 1 or file.getsampwidth() != 2 or file.getframerate() not in RATES:
                return Text(
                    "请上传单声道、16 位、8 或 16 kHz 的 WAV 文件。", "Upload a WAV file: mono, 16 bit, 8 or 16 kHz."
                )
            if not 0 < file.getnframes() / file.getframerate() <= MAX_SECONDS:
                return Text(f"语音不能为空，最长 {MAX_SECONDS} 秒。", f"At most {MAX_SECONDS} seconds, and not empty.")
    except (wave.Error, EOFError):
        return Text("这不是 WAV 文件。", "This is not a WAV file.")
    return None


def beep() -> bytes:
    """The tone after which one speaks: 1000 Hz, a quarter of a second."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, RATES[0], 0, "NONE", ""))
        period = [round(9000 * math.sin(2 * math.pi * step / 8)) for step in range(8)]
        file.writeframes(struct.pack("<8h", *period) * 250)
    return made.getvalue()


def seconds(content: bytes) -> float:
    """How long a recording is; 0 for what is none."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            return float(file.getnframes() / file.getframerate())
    except (wave.Error, EOFError):
        return 0.0


def whole(content: bytes) -> bytes:
    """A recording with the length that it has: an engine that is killed leaves none in its head. Nothing for what is no recording."""
    there = len(content) - HEAD
    if there <= 0:
        return b""
    if content[:4] != b"RIFF" or content[HEAD - 8 : HEAD - 4] != b"data":
        return content if seconds(content) else b""
    if 0 < struct.unpack_from("<I", content, HEAD - 4)[0] <= there:
        return content
    sizes = struct.pack("<I", HEAD - 8 + there), struct.pack("<I", there)
    return b"".join([b"RIFF", sizes[0], content[8 : HEAD - 4], sizes[1], content[HEAD:]])


def extension(content: bytes) -> str:
    """The ending by which the engine knows its rate: it takes `.wav` for 8 kHz and `.wav16` for 16."""
    with wave.open(io.BytesIO(content)) as file:
        return "wav" if file.getframerate() == RATES[0] else "wav16"
