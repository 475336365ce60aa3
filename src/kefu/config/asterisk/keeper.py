"""The supervisor's hand on the telephone engine: fetch it behind the first page, start it, and start it again when it dies.

Where the demo is, a second engine plays the telephone network, so that a stranger can call and be called on this machine.
"""

from __future__ import annotations

import importlib.util
import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kefu.config import wheels
from kefu.config.asterisk import address, ports, provision
from kefu.config.asterisk.life import Life
from kefu.config.asterisk.plan import EVERYWHERE, LOOPBACK, Plan, Role, Trunk
from kefu.config.asterisk.provision import VoiceUnavailable
from kefu.config.asterisk.server import Server
from kefu.config.asterisk.tree import Tree, TreeInvalid
from kefu.config.environment import Environment
from kefu.config.setup import choice
from kefu.config.state import read_state, secret, socket_directory, write_state
from kefu.config.wheels import WheelsUnavailable

STATE_FILE, PORTS_FILE = "voice.json", "ports.json"
RETRY_SECONDS = 1800  # after it could not be fetched
END_SECONDS = 30
CLIENT, EXTRA = "aiohttp", "telephony"
NAMES: dict[Role, str] = {"platform": "asterisk", "carrier": "carrier"}
FIRST_PORTS: dict[Role, int] = {"platform": 5060, "carrier": 5160}

VoiceState = Literal["off", "external", "fetching", "starting", "ready", "failed", "unavailable"]
logger = logging.getLogger("voice")


@dataclass(frozen=True)
class Told:
    """What `state/voice.json` says. `failed`: it does not start; `unavailable`: it cannot be had. `reason` says why, or what is
    being fetched."""

    state: VoiceState
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
    """Works in threads of the supervisor. `is_usable` is set when somebody may speak ARI for the first time."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.is_usable = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._tree: Tree | None = None
        self._version = ""
        self._heeded = address.Wishes()
        self._has_carrier = False
        self._known_ports: dict[Role, int] = {}

    def begin(self) -> None:
        self._has_carrier = (self.environment.state_directory / choice.DEMO).exists()
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the engines, and wait for their end. What is being fetched ends with this process and goes on at the next start."""
        self._stop.set()
        if self._thread is not None and self._tree is not None:
            self._thread.join(timeout=END_SECONDS)

    def _run(self) -> None:
        for role in NAMES:
            address.forget(self.environment, role)
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
        if self._has_carrier:  # each wants to know the other's before it starts
            for role in NAMES:
                self._choose_ports(role, LOOPBACK)
        lives = [self._platform_life(), *([self._carrier_life()] if self._has_carrier else [])]
        threads = [threading.Thread(target=life.run, args=[self._stop], name=life.name) for life in lives]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

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

    def _platform_life(self) -> Life:
        return Life(
            name=NAMES["platform"],
            plan=lambda: self._plan("platform"),
            on_start=lambda plan: self._tell(self._told("starting", plan)),
            on_ready=self._on_ready,
            on_failure=lambda reason: self._tell(Told("failed", reason)),
            on_end=lambda: address.forget(self.environment),
            is_outdated=lambda: address.wished(self.environment) != self._heeded or self._has_moved("carrier"),
        )

    def _carrier_life(self) -> Life:
        return Life(
            name=NAMES["carrier"],
            plan=lambda: self._plan("carrier"),
            on_start=lambda plan: None,
            on_ready=lambda server: address.tell(self.environment, _place(server.plan), "carrier"),
            on_failure=lambda reason: None,
            on_end=lambda: address.forget(self.environment, "carrier"),
            is_outdated=lambda: self._has_moved("platform"),
        )

    def _on_ready(self, server: Server) -> None:
        address.tell(self.environment, _place(server.plan))
        self._tell(self._told("ready", server.plan, server.process_id or 0))
        logger.info("Asterisk %s is ready: SIP on port %d", self._version, server.plan.sip_port)
        self.is_usable.set()

    def _plan(self, role: Role) -> Plan:
        assert self._tree is not None
        if role == "platform":
            self._heeded = address.wished(self.environment)
        is_open = role == "platform" and self._heeded.is_open
        sip_port, http_port = self._choose_ports(role, EVERYWHERE if is_open else LOOPBACK)
        sockets = socket_directory(self.environment.data) / NAMES[role]
        sockets.mkdir(mode=0o700, exist_ok=True)
        return Plan(
            tree=self._tree,
            directory=self._home / role,
            sockets=sockets,
            sip_port=sip_port,
            http_port=http_port,
            rtp=ports.audio(sip_port),
            user="kefu",
            password=secret(self._home / f"{role}.password"),
            application="kefu" if role == "platform" else "carrier",
            role=role,
            trunks=self._trunks("carrier" if role == "platform" else "platform"),
            is_open=is_open,
            public_address=self._heeded.public_address if is_open else "",
            local_addresses=ports.local_addresses(),
        )

    def _trunks(self, peer: Role) -> tuple[Trunk, ...]:
        """Between the two engines of a demo; other trunks come through ARI."""
        if not self._has_carrier:
            return ()
        self._known_ports[peer] = self._ports(peer)[0]
        return (Trunk(peer, LOOPBACK, self._known_ports[peer]),)

    def _has_moved(self, peer: Role) -> bool:
        return self._has_carrier and self._ports(peer)[0] != self._known_ports[peer]

    def _choose_ports(self, role: Role, listens: str) -> tuple[int, int]:
        """Kept from start to start while they are free, so that telephones find the engine where it was."""
        last_sip, last_http = self._ports(role)
        wanted = self.environment.sip_port if role == "platform" else None
        chosen = (ports.sip(wanted, first=FIRST_PORTS[role], last=last_sip, address=listens), ports.web(last_http))
        write_state(self._home / f"{role}.{PORTS_FILE}", {"sip": chosen[0], "http": chosen[1]})
        return chosen

    def _ports(self, role: Role) -> tuple[int, int]:
        """SIP and ARI, as they were chosen last; zeros before that."""
        told = read_state(self._home / f"{role}.{PORTS_FILE}")
        return int(told.get("sip", 0)), int(told.get("http", 0))

    @property
    def _home(self) -> Path:
        return self.environment.data / "asterisk"

    def _told(self, word: VoiceState, plan: Plan, process_id: int = 0) -> Told:
        return Told(word, "", self._version, plan.tree.origin, plan.sip_port, plan.address, plan.rtp, process_id)

    def _tell(self, told: Told) -> None:
        write_state(self.environment.state_directory / STATE_FILE, vars(told))


def _place(plan: Plan) -> address.Endpoint:
    return address.Endpoint(plan.ari, plan.user, plan.password, plan.application, plan.directory, plan.sip_port)
