"""The supervisor's hand on the telephone engine: fetch it behind the first page, start it, and start it again when it dies."""

from __future__ import annotations

import importlib.util
import logging
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from kefu.config import wheels
from kefu.config.asterisk import address, ports, provision
from kefu.config.asterisk.plan import EVERYWHERE, LOOPBACK, Plan
from kefu.config.asterisk.provision import VoiceUnavailable
from kefu.config.asterisk.rules import PlanInvalid
from kefu.config.asterisk.server import START_SECONDS, Server, ServerUnavailable
from kefu.config.asterisk.tree import Tree, TreeInvalid
from kefu.config.environment import Environment
from kefu.config.state import read_state, secret, socket_directory, write_state
from kefu.config.wheels import WheelsUnavailable

STATE_FILE = "voice.json"
PAUSES = (0.2, 1.0, 2.0, 5.0, 10.0, 30.0)  # before an engine that keeps dying is started again
STEADY_SECONDS = 60
RETRY_SECONDS = 1800  # after it could not be fetched
LOOK_SECONDS = 0.2
TIDY_SECONDS = 60
END_SECONDS = 30
CLIENT, EXTRA = "aiohttp", "telephony"
USER = "kefu"

logger = logging.getLogger("voice")


@dataclass(frozen=True)
class Told:
    """What `state/voice.json` says. `state` is off, external, fetching, starting, ready, failed (it does not start) or
    unavailable (it cannot be had); `reason` says why, or what is being fetched."""

    state: str
    reason: str = ""
    version: str = ""
    origin: str = ""
    sip_port: int = 0
    sip_address: str = ""
    audio: tuple[int, int] = (0, 0)
    process_id: int = 0


def state(environment: Environment) -> Told:
    told = read_state(environment.state_directory / STATE_FILE)
    if not told:
        return Told("off")
    return Told(**{**told, "audio": tuple(told.get("audio", (0, 0)))})


class Keeper:
    """Runs in one thread of the supervisor. `is_usable` is set when somebody may speak ARI for the first time."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.is_usable = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._tree: Tree | None = None
        self._version = ""

    def begin(self) -> None:
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the engine, and wait for its end. What is being fetched ends with this process and goes on at the next start."""
        self._stop.set()
        if self._thread is not None and self._tree is not None:
            self._thread.join(timeout=END_SECONDS)

    def _run(self) -> None:
        address.forget(self.environment)
        if not self.environment.voice:
            self._tell(Told("off"))
            return
        while not (self._has_client() and self._has_engine()):
            if self._stop.wait(RETRY_SECONDS):
                return
        if self.environment.ari_url:
            self._tell(Told("external"))
            self.is_usable.set()
            return
        failures = 0
        while not self._stop.is_set():
            began = time.monotonic()
            self._serve()
            failures = 0 if time.monotonic() - began > STEADY_SECONDS else failures + 1
            self._stop.wait(PAUSES[min(failures, len(PAUSES) - 1)])

    def _has_client(self) -> bool:
        """Fetch what the telephony role speaks ARI with."""
        importlib.invalidate_caches()
        if importlib.util.find_spec(CLIENT) is not None:
            return True
        try:
            for requirement in wheels.requirements(EXTRA, EXTRA):
                self._progress(f"Fetching {wheels.name_of(requirement)}")
                wheels.install(requirement)
        except WheelsUnavailable as error:
            self._lack(f"The packages of the telephone {error}")
            return False
        return True

    def _has_engine(self) -> bool:
        if self.environment.ari_url:
            return True
        try:
            self._tree = provision.find(self.environment.data, self.environment.asterisk, self._progress)
            self._version = self._tree.version()
        except VoiceUnavailable as error:
            self._lack(str(error))
            return False
        except TreeInvalid as error:
            self._lack(f"{error}.")
            return False
        return True

    def _progress(self, text: str) -> None:
        logger.info("%s", text)
        self._tell(Told("fetching", text))

    def _lack(self, reason: str) -> None:
        logger.warning("%s There are no calls until then; everything else runs.", reason)
        self._tell(Told("unavailable", reason))

    def _serve(self) -> None:
        """One life of the engine."""
        wishes = address.wished(self.environment)
        try:
            plan = self._plan(wishes)
            server = Server(plan)
            server.launch()
        except (PlanInvalid, ports.NoPort, OSError) as error:
            self._fail(str(error))
            return
        try:
            self._tell(self._told("starting", plan))
            if self._comes_up(server):
                self._watch(server, wishes)
        finally:
            address.forget(self.environment)
            server.stop()

    def _comes_up(self, server: Server) -> bool:
        end = time.monotonic() + START_SECONDS
        while not self._stop.wait(LOOK_SECONDS / 4):
            if server.is_ready():
                plan = server.plan
                place = address.Endpoint(plan.ari, plan.user, plan.password, plan.application, plan.directory)
                address.tell(self.environment, place)
                self._tell(self._told("ready", plan, server.process_id or 0))
                logger.info("Asterisk %s is ready: SIP on port %d", self._version, plan.sip_port)
                self.is_usable.set()
                return True
            if server.process_id is None or time.monotonic() > end:
                self._fail(f"Asterisk did not start: {server.last_words()}")
                return False
        return False

    def _watch(self, server: Server, wishes: address.Wishes) -> None:
        """Until it dies, must start anew, or Kefu stops."""
        tidied = time.monotonic()
        while not self._stop.wait(LOOK_SECONDS):
            if server.process_id is None:
                logger.warning("Asterisk ended (exit code %s); starting it again", server.exit_code)
                return
            if time.monotonic() - tidied > TIDY_SECONDS:
                server.tidy_records()
                tidied = time.monotonic()
            if address.wished(self.environment) != wishes and _is_idle(server):
                logger.info("Asterisk starts anew, since trunks or telephones outside were set up or removed")
                return

    def _plan(self, wishes: address.Wishes) -> Plan:
        assert self._tree is not None
        environment = self.environment
        last = read_state(environment.data / "asterisk" / "ports.json")
        sip_port = ports.sip(
            environment.sip_port, last=last.get("sip", 0), address=EVERYWHERE if wishes.is_open else LOOPBACK
        )
        http_port = ports.web(last.get("http", 0))
        write_state(environment.data / "asterisk" / "ports.json", {"sip": sip_port, "http": http_port})
        sockets = socket_directory(environment.data) / "asterisk"
        sockets.mkdir(mode=0o700, exist_ok=True)
        return Plan(
            tree=self._tree,
            directory=environment.data / "asterisk" / "engine",
            sockets=sockets,
            sip_port=sip_port,
            http_port=http_port,
            rtp=ports.audio(sip_port),
            user=USER,
            password=secret(environment.data / "asterisk" / "ari_password"),
            is_open=wishes.is_open,
            public_address=wishes.public_address,
            local_addresses=ports.local_addresses(),
        )

    def _fail(self, reason: str) -> None:
        logger.warning("%s", reason)
        self._tell(Told("failed", reason))

    def _told(self, word: str, plan: Plan, process_id: int = 0) -> Told:
        origin = plan.tree.origin
        return Told(word, "", self._version, origin, plan.sip_port, plan.address, plan.rtp, process_id)

    def _tell(self, told: Told) -> None:
        write_state(self.environment.state_directory / STATE_FILE, vars(told))


def _is_idle(server: Server) -> bool:
    with suppress(ServerUnavailable):
        return not server.ask("/channels")
    return False
