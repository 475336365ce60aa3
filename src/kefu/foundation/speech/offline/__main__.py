"""`hear LANGUAGE`: a WAV in, a JSON list of segments out. `say LANGUAGE`: words in, a WAV for the telephone out."""

import io
import json
import os
import sys
import wave

import numpy

from .samples import TELEPHONE, read, resampled

NICER = 10  # calls and people come first


def main() -> None:
    work, language = sys.argv[1:]
    os.nice(NICER)
    given = sys.stdin.buffer.read()
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # what libraries print is no answer
    if work == "hear":
        from .hearing import RATE, hear

        samples, rate = read(given)
        out.write(json.dumps(hear(resampled(samples, rate, RATE), language)).encode())
        return
    from .speaking import RATE as SPOKEN
    from .speaking import say

    samples = resampled(say(given.decode(), language), SPOKEN, TELEPHONE)
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, TELEPHONE, 0, "NONE", ""))
        file.writeframes((numpy.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    out.write(made.getvalue())


main()
