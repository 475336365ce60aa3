"""WAV as samples and back; without numpy, which the core does not have."""

import io
import wave

from kefu.kernel.i18n import Text

from .unable import Unable

RATE = 8000


def seconds(wav: bytes) -> float:
    """Its length. Raises Unable for what is no WAV."""
    try:
        with wave.open(io.BytesIO(wav)) as file:
            return float(file.getnframes() / file.getframerate())
    except (wave.Error, EOFError) as error:
        raise Unable(Text("这不是 WAV 文件。", "This is not a WAV file.")) from error


def for_telephone(wav: bytes) -> bytes:
    """Any mono or stereo WAV of 16 bit as mono, 8 kHz. Raises Unable for another."""
    try:
        with wave.open(io.BytesIO(wav)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise Unable(Text("得到的不是 WAV 音频。", "What came back is no WAV.")) from error
    if width != 2:
        raise Unable(Text("得到的音频不是 16 位。", "What came back is not of 16 bit."))
    samples = memoryview(frames[: len(frames) // 2 * 2]).cast("h")[::channels].tolist()
    return written(_lowered(samples, rate))


def written(samples: list[int], rate: int = RATE) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(b"".join(one.to_bytes(2, "little", signed=True) for one in samples))
    return made.getvalue()


def _lowered(samples: list[int], rate: int) -> list[int]:
    """At 8 kHz: each new sample is the mean of what lies around its moment, which keeps most of what would fold back away."""
    if rate == RATE or not samples:
        return samples
    step = rate / RATE
    sums = [0]
    for one in samples:
        sums.append(sums[-1] + one)
    made = []
    for at in range(int(len(samples) / step)):
        first = max(0, round((at - 0.5) * step))
        last = min(len(samples), max(first + 1, round((at + 1) * step)))
        made.append(round((sums[last] - sums[first]) / (last - first)))
    return made
