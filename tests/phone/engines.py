"""Two Asterisks for tests: the platform that Kefu drives, and a carrier that plays callers, called parties and the network.

Every party speaks a tone of its own and keeps what it hears, so that a Fourier transform tells who heard whom.
"""

from __future__ import annotations

import asyncio
import json
import os
import queue
import tempfile
import threading
import uuid
import wave
from collections.abc import Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import numpy
from numpy.typing import NDArray
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from kefu.config.asterisk import ports
from kefu.config.asterisk.address import Endpoint
from kefu.config.asterisk.objects import SipObject
from kefu.config.asterisk.plan import Plan, Role, Trunk
from kefu.config.asterisk.server import Server, ServerUnavailable, authorization
from kefu.config.asterisk.tree import Tree, unpacked
from kefu.config.environment import SOURCE_TREE
from kefu.config.tests.instances import wait_until

RATE = 8000
CALLER = "13800138000"
RINGS = -1
DEAF_SECONDS = 0.5  # a channel on which music begins sooner after its answer hears nothing more
TREE = SOURCE_TREE / ".tools" / "asterisk.path"
T = TypeVar("T")
Samples = NDArray[numpy.float64]


def tree() -> Tree:
    """The Asterisk of the tests: KEFU_ASTERISK, or what scripts/asterisk.sh unpacked."""
    named = os.environ.get("KEFU_ASTERISK") or (TREE.read_text().strip() if TREE.exists() else "")
    assert named, "run scripts/asterisk.sh once"
    return unpacked(Path(named), "given")


def share(samples: Samples, hertz: float, *, width: float = 25) -> float:
    """The part of the energy that lies within `width` of `hertz`, 0 to 1; 0 for silence."""
    power = numpy.abs(numpy.fft.rfft(samples * numpy.hanning(len(samples)))) ** 2
    frequencies = numpy.fft.rfftfreq(len(samples), 1 / RATE)
    audible = frequencies > 60
    total = float(power[audible].sum())
    return float(power[numpy.abs(frequencies - hertz) < width].sum()) / total if total > 1e-3 else 0.0


def hears(samples: Samples, hertz: float, *, seconds: float = 0.5) -> bool:
    """Whether the tone, and next to nothing else, is heard for so long at some time: when, a slow machine decides."""
    length = int(RATE * seconds)
    return any(share(samples[at : at + length], hertz) > 0.9 for at in range(0, len(samples) - length + 1, length // 4))


def loudness(samples: Samples) -> float:
    """Root mean square, 0 to 1."""
    return float(numpy.sqrt(numpy.mean(samples**2))) if len(samples) else 0.0


def read_wave(path: Path) -> Samples:
    """A recording of 8 kHz and 16 bits, from -1 to 1."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (RATE, 2, 1)
        frames = file.readframes(file.getnframes())
    return numpy.frombuffer(frames, dtype="<i2").astype(numpy.float64) / 32768


def _so_far(path: Path) -> Samples:
    """Of a recording that is still being written, whose header does not know its length yet."""
    content = path.read_bytes()[44:]
    return numpy.frombuffer(content[: len(content) // 2 * 2], dtype="<i2").astype(numpy.float64) / 32768


@dataclass
class CarrierCall:
    """One leg on the carrier's side. `tone` is what this party says, in Hz."""

    carrier: Carrier
    id: str
    number: str
    tone: int
    is_called: bool = False
    caller: str = ""  # of one that is called: the number that it sees
    digits: str = ""
    cause: int | None = None
    is_answered: threading.Event = field(default_factory=threading.Event, repr=False)
    is_over: threading.Event = field(default_factory=threading.Event, repr=False)
    is_kept: threading.Event = field(default_factory=threading.Event, repr=False)

    def wait_answered(self, seconds: float = 20) -> CarrierCall:
        assert self.is_answered.wait(seconds), f"nobody answered {self.number} (cause {self.cause})"
        return self

    def wait_over(self, seconds: float = 30) -> int | None:
        """The cause (Q.850) with which it ended."""
        assert self.is_over.wait(seconds), f"the call to {self.number} goes on"
        return self.cause

    def hear(self, seconds: float) -> None:
        """Wait until so much has been heard since the call was answered."""
        wait_until(lambda: self._kept.exists() and self._kept.stat().st_size > 2 * RATE * seconds, seconds=60 + seconds)

    @property
    def heard(self) -> int:
        """How many samples have been heard until now: a place in `recording`."""
        return self._kept.stat().st_size // 2 if self._kept.exists() else 0

    def wait_hears(self, hertz: int, seconds: float = 60) -> CarrierCall:
        """Until this party hears the tone, and next to nothing else, for half a second: how long that takes, a slow machine decides."""
        try:
            wait_until(lambda: self._kept.exists() and hears(_so_far(self._kept)[-RATE:], hertz), seconds=seconds)
        except AssertionError:
            raise AssertionError(
                f"{self.number} does not hear {hertz} Hz; refused: {self.carrier.faults[-5:]}"
            ) from None
        return self

    def send_dtmf(self, digits: str) -> None:
        """By RFC 4733, as telephones do."""
        self.carrier.ask("POST", f"/channels/{self.id}/dtmf", dtmf=digits, duration="120", between="120")
        self.speak()  # digits end it

    def speak(self) -> None:
        """Say the tone from now on. It is a class of music: while a channel plays something, it sends no digits."""
        self.carrier.ask("POST", f"/channels/{self.id}/moh", mohClass=f"tone-{self.tone}")

    def hang_up(self) -> None:
        with suppress(AssertionError):
            self.carrier.ask("DELETE", f"/channels/{self.id}", reason="normal")
        self.wait_over()

    def sound(self) -> Samples:
        """All that it has heard until now."""
        frames = self._kept.read_bytes()[44:] if self._kept.exists() else b""
        return numpy.frombuffer(frames[: len(frames) // 2 * 2], dtype="<i2").astype(numpy.float64) / 32768

    def recording(self) -> Samples:
        """All that this party has heard since the call was answered. Ends the call."""
        self.hang_up()
        assert self.is_kept.wait(10), "nothing was recorded"
        return read_wave(self._kept)

    @property
    def _kept(self) -> Path:
        return self.carrier.server.plan.spool / "recording" / f"{self.id}.wav"


class Carrier:
    """The carrier's Asterisk, with this process as its application: it places calls and answers those that come."""

    def __init__(self, server: Server, platform: str) -> None:
        self.server = server
        self.platform = platform
        self.calls: dict[str, CarrierCall] = {}
        self.arrived: queue.Queue[CarrierCall] = queue.Queue()
        self.tones: dict[str, int] = {}  # number → what it says instead of 1900 Hz
        self.faults: list[str] = []  # what the engine refused
        self.answers: dict[str, int] = {}  # number → the cause with which it ends at once; RINGS: it is never answered
        plan = server.plan
        query = urlencode({"app": plan.application})
        self._socket: ClientConnection = connect(
            f"ws://127.0.0.1:{plan.http_port}/ari/events?{query}",
            additional_headers={"Authorization": authorization(plan.user, plan.password)},
            legacy=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def call(self, number: str, *, caller: str = CALLER, tone: int = 700) -> CarrierCall:
        """A caller dials `number` of the platform and says `tone` (300 to 2000 Hz in steps of 100). Returns at once; see `wait_answered`."""
        call = CarrierCall(self, f"caller-{uuid.uuid4().hex[:12]}", number, tone)
        self.calls[call.id] = call
        self.ask(
            "POST",
            "/channels",
            endpoint=f"PJSIP/{number}@{self.platform}",
            app=self.server.plan.application,
            appArgs="calling",
            callerId=caller,
            channelId=call.id,
            timeout="60",
        )
        return call

    def next_call(self, seconds: float = 20) -> CarrierCall:
        """The next call of the platform to a number outside that is not among `answers`, in the order in which they came: answered already, with tone 1900 Hz."""
        call = self.arrived.get(timeout=seconds)
        assert call.is_answered.wait(30), f"{call.number} does not speak; refused: {self.faults[-5:]}"
        return call

    def ask(self, method: str, path: str, **query: str) -> Any:
        for is_last in (False, False, True):
            try:
                return self.server.ask(f"{path}?{urlencode(query)}" if query else path, method)
            except ServerUnavailable as error:
                if is_last or "does not answer" not in str(error):  # a loaded machine takes its time
                    raise AssertionError(str(error)) from None
        raise AssertionError("unreachable")

    def hang_up_all(self) -> None:
        """What a test that failed has left."""
        while not self.arrived.empty():
            self.arrived.get()
        for call in list(self.calls.values()):
            if not call.is_over.is_set():
                with suppress(AssertionError):
                    self.ask("DELETE", f"/channels/{call.id}", reason="normal")

    def close(self) -> None:
        self._socket.close()
        self._reader.join(timeout=10)

    def _read(self) -> None:
        with suppress(ConnectionClosed):
            for message in self._socket:
                try:
                    self._on(json.loads(message))
                except AssertionError as fault:  # whoever hangs up meanwhile cannot be answered or recorded any more
                    self.faults.append(str(fault))

    def _on(self, event: dict[str, Any]) -> None:
        match event["type"]:
            case "StasisStart" if event["args"][:1] == ["called"]:
                self._take(event["channel"], event["args"][1])
            case "StasisStart" if event["channel"]["id"] in self.calls:
                self._speak(self.calls[event["channel"]["id"]])
            case "StasisStart":
                listener = event["channel"]["id"]
                name = listener.removeprefix("ear-")
                self.ask("POST", f"/channels/{listener}/record", name=name, format="wav", ifExists="overwrite")
            case "ChannelDtmfReceived" if call := self.calls.get(event["channel"]["id"]):
                call.digits += event["digit"]
            case "ChannelDestroyed" if call := self.calls.get(event["channel"]["id"]):
                call.cause = event["cause"]
                call.is_over.set()
            case "StasisEnd" if (call := self.calls.get(event["channel"]["id"])) and call.is_called:
                call.is_over.set()  # no more is told of a channel that came in by itself
            case "RecordingFinished" | "RecordingFailed" if call := self.calls.get(event["recording"]["name"]):
                call.is_kept.set()

    def _take(self, told: dict[str, Any], number: str) -> None:
        channel = told["id"]
        call = CarrierCall(
            self, channel, number, tone=self.tones.get(number, 1900), is_called=True, caller=told["caller"]["number"]
        )
        self.calls[channel] = call
        cause = self.answers.get(number)
        if cause == RINGS:
            self.ask("POST", f"/channels/{channel}/ring")
            return
        if cause:
            self.ask("DELETE", f"/channels/{channel}", reason_code=f"{cause}")
            return
        self.ask("POST", f"/channels/{channel}/answer")
        self.arrived.put(call)
        threading.Timer(DEAF_SECONDS, self._begin_to_speak, (call,)).start()

    def _begin_to_speak(self, call: CarrierCall) -> None:
        try:
            self._speak(call)
        except AssertionError as fault:  # whoever hung up meanwhile
            self.faults.append(str(fault))
        call.is_answered.set()

    def _speak(self, call: CarrierCall) -> None:
        """An ear first, then the mouth: what comes in is kept from the first moment."""
        self.ask("POST", f"/channels/{call.id}/snoop/ear-{call.id}", spy="in", app=self.server.plan.application)
        call.speak()
        call.is_answered.set()


@dataclass
class Engines:
    """The pair, on ports of their own. `place` is what the platform's application connects to."""

    platform: Server
    carrier: Carrier

    @property
    def place(self) -> Endpoint:
        return place_of(self.platform)


def place_of(server: Server) -> Endpoint:
    made = server.plan
    return Endpoint(made.ari, made.user, made.password, made.application, made.directory, made.sip_port)


def plan(home: Path, role: Role, *, sip_port: int | None = None) -> Plan:
    """An Asterisk below `home` that listens where nobody else does."""
    sip = sip_port or ports.web()
    sockets = Path(tempfile.mkdtemp(prefix="kefu-"))
    return Plan(
        tree=tree(),
        directory=home / role,
        sockets=sockets,
        sip_port=sip,
        http_port=ports.web(),
        rtp=ports.audio(sip),
        user=role,
        password=f"secret of the {role}",
        application="kefu" if role == "platform" else "carrier",
        role=role,
        local_addresses=ports.local_addresses(),
    )


@contextmanager
def carrier_to(home: Path, sip_port: int, *, own_port: int | None = None) -> Iterator[Carrier]:
    """A carrier whose line leads to the platform that listens on `sip_port`."""
    made = plan(home, "carrier", sip_port=own_port)
    server = Server(replace(made, trunks=(Trunk("platform", "127.0.0.1", sip_port),)))
    server.start()
    carrier = Carrier(server, "platform")
    try:
        yield carrier
    finally:
        carrier.close()
        server.stop()


@contextmanager
def pair(home: Path) -> Iterator[Engines]:
    made = plan(home, "platform")
    carrier_port = ports.web()
    platform = Server(replace(made, trunks=(Trunk("carrier", "127.0.0.1", carrier_port),)))
    platform.start()
    try:
        with carrier_to(home, made.sip_port, own_port=carrier_port) as carrier:
            yield Engines(platform, carrier)
    finally:
        platform.stop()


@contextmanager
def listening(place: Endpoint) -> Iterator[ClientConnection]:
    """The events of an engine's application, from now on."""
    query = urlencode({"app": place.application})
    headers = {"Authorization": authorization(place.user, place.password)}
    with connect(f"{place.events}?{query}", additional_headers=headers) as events:
        yield events


def hand_over(place: Endpoint, made: Iterable[SipObject]) -> None:
    """Accounts and trunks, while the engine runs."""
    for one in made:
        ask(place, "PUT", f"/{one.path}", one.body)


def take_away(place: Endpoint, made: Iterable[SipObject]) -> None:
    for one in reversed(list(made)):
        ask(place, "DELETE", f"/{one.path}")


def ask(place: Endpoint, method: str, path: str, body: Any = None) -> Any:
    """One request of ARI."""
    headers = {"Authorization": authorization(place.user, place.password), "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body is not None else None
    request = Request(f"{place.url}{path}", method=method, headers=headers, data=data)
    with urlopen(request, timeout=10) as answer:
        told = answer.read()
    return json.loads(told) if told else None


def alone(work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end in a thread of its own: in the main one Playwright has left a running loop, where a browser was."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


def wait_idle(server: Server) -> None:
    """Until no channel is left of the test before."""
    wait_until(lambda: not server.ask("/channels"))
