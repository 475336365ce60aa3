"""What tests of calls on a whole instance share: telephones that sign in, tones to upload, and a look at the newest call."""

from __future__ import annotations

import io
import math
import struct
import wave
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import numpy
from tests.journeys.house import Api, House
from tests.phone.engines import Carrier, CarrierCall, Samples, ask, hand_over, loudness, place_of, share

from kefu.config.asterisk import endpoint
from kefu.config.asterisk.objects import of_trunk
from kefu.config.asterisk.plan import Trunk
from kefu.config.tests.instances import Instance
from kefu.contact.telephony.rules.spoken import SOUNDS

PIECE = 3200  # samples, at most
QUIET = {"tells_recording": False, "tells_agent": False}  # the manner of a queue, where a test is about something else


def sign_in(carrier: Carrier, account: str, secret: str) -> None:
    """A telephone of the carrier's side registers with Kefu by its account."""
    home = carrier.server.plan.trunks[0]
    telephone = Trunk(f"phone-{account}", home.host, home.port, user=account, password=secret)
    hand_over(place_of(carrier.server), of_trunk(telephone, role="carrier"))


def is_signed_in(instance: Instance, account: str) -> bool:
    place = endpoint(instance.environment)
    assert place is not None
    with suppress(HTTPError):
        return bool(ask(place, "GET", f"/endpoints/PJSIP/{account}")["state"] == "online")
    return False


def tone(hertz: int, seconds: float) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        samples = (int(9000 * math.sin(2 * math.pi * hertz * n / 8000)) for n in range(int(8000 * seconds)))
        file.writeframes(b"".join(struct.pack("<h", one) for one in samples))
    return made.getvalue()


def rung(network: Carrier, api: Api) -> CarrierCall:
    """The agent's telephone, once it has rung and answered."""
    try:
        return network.next_call(40)
    except Empty:
        call = newest(api)
        raise AssertionError(f"no telephone rang: {api('GET', '/calls/' + call['id'])}") from None


def newest(api: Api) -> dict[str, Any]:
    found: dict[str, Any] = api("GET", "/calls?limit=1")["items"][0]
    return found


def samples(house: House, url: str) -> Samples:
    with urlopen(house.url + url) as answer, wave.open(io.BytesIO(answer.read())) as file:
        frames = file.readframes(file.getnframes())
    return numpy.frombuffer(frames, dtype="<i2").astype(numpy.float64) / 32768


def says(heard: Samples, sound: str) -> bool:
    """Whether a standard sound (`zh-CN/hold`) is in what was heard."""
    return plays(heard, SOUNDS / f"{sound}.wav")


def plays(heard: Samples, sound: Path) -> bool:
    """Whether what lies in a file is in what was heard: of its pieces of 0.4 s, of a short one of a third of it, a third is found
    nearly wave by wave. A frame that a loaded machine loses or puts off spoils every piece across it."""
    with wave.open(str(sound)) as file:
        frames = numpy.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(numpy.float64) / 32768
    long = min(PIECE, len(frames) // 3)
    pieces = [frames[at : at + long] for at in range(0, len(frames) - long, long // 4)]
    found = [_is_in(heard, piece) for piece in pieces if loudness(piece) > 0.01]
    return sum(found) * 3 >= len(found)


def _is_in(heard: Samples, piece: Samples) -> bool:
    if len(heard) < len(piece):
        return False
    size = len(heard) + len(piece)
    alike = numpy.fft.irfft(numpy.fft.rfft(heard, size) * numpy.conj(numpy.fft.rfft(piece, size)), size)
    energy = numpy.concatenate([[0.0], numpy.cumsum(heard**2)])
    places = len(heard) - len(piece) + 1
    around = numpy.sqrt(numpy.maximum(energy[len(piece) :] - energy[:places], 1e-9) * float((piece**2).sum()))
    return bool((alike[:places] / around).max() > 0.7)


def first_heard(heard: Samples, hertz: int) -> int:
    """The sample at which a tone is heard first. Raises AssertionError where it is not heard."""
    for at in range(0, len(heard), 800):
        if loudness(heard[at : at + 1600]) > 0.01 and share(heard[at : at + 1600], hertz) > 0.9:
            return at
    raise AssertionError(f"{hertz} Hz is not heard")


def so_far(call: CarrierCall) -> Samples:
    """What this party has heard until now, while the call goes on."""
    kept = call.carrier.server.plan.spool / "recording" / f"{call.id}.wav"
    content = kept.read_bytes()[44:] if kept.exists() else b""
    return numpy.frombuffer(content[: len(content) // 2 * 2], dtype="<i2").astype(numpy.float64) / 32768
