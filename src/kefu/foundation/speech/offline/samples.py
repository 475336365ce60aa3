"""Sound as numbers of -1 to 1, at another rate, and at one loudness."""

import io
import wave

import numpy
from numpy.typing import NDArray

Samples = NDArray[numpy.float32]
TELEPHONE = 8000
LOUDNESS, PEAK, QUIET = 0.12, 0.85, 0.02


def read(wav: bytes) -> tuple[Samples, int]:
    """The first channel of a WAV of 16 bit, and its rate."""
    with wave.open(io.BytesIO(wav)) as file:
        frames = numpy.frombuffer(file.readframes(file.getnframes()), "<i2")[:: file.getnchannels()]
        return (frames / 32768).astype(numpy.float32), file.getframerate()


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """The same sound with its spectrum cut or widened: exact for whole signals, and nothing folds back."""
    if rate == wanted or not len(samples):
        return samples
    length = round(len(samples) * wanted / rate)
    spectrum = numpy.fft.rfft(samples)
    return (numpy.fft.irfft(spectrum[: length // 2 + 1], length) * (length / len(samples))).astype(numpy.float32)


def trimmed(samples: Samples, rate: int, *, seconds: float = 0.05, threshold: float = 0.01) -> Samples:
    """Without silence at both ends, but for a breath."""
    loud = numpy.flatnonzero(numpy.abs(samples) > threshold)
    if not len(loud):
        return samples
    breath = int(rate * seconds)
    return samples[max(0, loud[0] - breath) : loud[-1] + breath]


def levelled(samples: Samples) -> Samples:
    """As loud as every other prompt, and never clipped."""
    loud = samples[numpy.abs(samples) > QUIET]
    if not len(loud):
        return samples
    samples = samples * (LOUDNESS / float(numpy.sqrt(numpy.mean(loud**2))))
    return samples * min(1.0, PEAK / float(numpy.abs(samples).max()))
