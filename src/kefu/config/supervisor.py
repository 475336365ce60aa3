"""`kefu run`: one process that owns an instance, starts PostgreSQL and the roles, and keeps them running.

Imports no Django, and no module of Kefu outside this package, so that it stays small and cannot fail with them.
"""

from __future__ import annotations

import http.client
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler

from kefu.config import models
from kefu.config.asterisk.keeper import Keeper
from kefu.config.demo import keeper
from kefu.config.environment import Environment
from kefu.config.postgres import Cluster, PostgresUnavailable, owned
from kefu.config.processes import SUPERVISOR, Stopping
from kefu.config.setup import choice
from kefu.config.state import FileLock, LockHeld, write_state

GRACE_SECONDS = 10
PAUSES = (0.2, 1.0, 2.0, 5.0, 10.0, 30.0)  # before a role that keeps dying is started again
STEADY_SECONDS = 60  # a role that lived so long is trusted again
TIDY_SECONDS = 60
LOG_BYTES, LOG_FILES = 10 * 1024 * 1024, 5
TURN_SECONDS = 0.1
HEALTH = "/api/v1/health"
DEMO_LOGINS = "admin@demo.test · supervisor@demo.test · qa@demo.test · agent1@demo.test … agent6@demo.test"

logger = logging.getLogger("kefu")


class CannotRun(Exception):
    """The instance cannot start; the message says why and what to do."""


@dataclass
class Role:
    """A child process and its history."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    next_start: float = 0.0
    reader: threading.Thread | None = field(default=None, repr=False)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, variables: Mapping[str, str]) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kefu.config.roles", self.name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=variables,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which ends the roles in order
        )
        self.reader = threading.Thread(target=self._forward, args=(self.process,), daemon=True)
        self.reader.start()

    def plan_restart(self) -> float:
        """Seconds until the next start, longer each time it dies early."""
        assert self.process is not None
        self._end_group()
        lived = time.monotonic() - self.started_at
        self.failures = 0 if lived > STEADY_SECONDS else self.failures + 1
        pause = PAUSES[min(self.failures, len(PAUSES) - 1)]
        logger.warning(
            "%s ended (%s) after %.0f s; starting it again in %.1f s", self.name, self._cause(), lived, pause
        )
        self.next_start = time.monotonic() + pause
        self.process = None
        return pause

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def make_end(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic), then kill it with everything it started."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.warning("%s did not end within %d s: killed", self.name, GRACE_SECONDS)
        self._end_group()
        self.process.wait()

    def _end_group(self) -> None:
        assert self.process is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _cause(self) -> str:
        assert self.process is not None
        code = self.process.returncode
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def _forward(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        log = logging.getLogger(self.name)
        for line in process.stdout:
            log.info("%s", line.decode(errors="replace").rstrip())


class Supervisor:
    """Runs `roles` until SIGTERM, SIGINT or `stop()`."""

    def __init__(self, environment: Environment, roles: Sequence[str]) -> None:
        self.environment = environment
        self.roles = {name: Role(name) for name in roles}
        self._stopping = Stopping()
        self._voice = Keeper(environment)
        self._models_ready = threading.Event()
        self._waits = {
            "brain": self._models_ready,
            "telephony": self._voice.is_usable,
        }  # for what comes behind the first page
        self._cluster: Cluster | None = None
        self._tidied_at = 0.0

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        """Blocks until the instance has stopped. Raises CannotRun or PostgresUnavailable when it cannot start."""
        self._stopping.heed_signals()
        with ExitStack() as stack:
            self._own_data_directory(stack)
            self._log_to_file(stack)
            if "gateway" in self.roles:
                ensure_port_is_free(self.environment)
            variables = self._variables(self._database(stack))
            keeper.forget(self.environment)
            self._prepare(variables)
            stack.callback(self._voice.close)
            stack.callback(self._end_roles)
            if "telephony" in self.roles:
                self._voice.begin()
            if "brain" in self.roles:
                threading.Thread(target=self._fetch_models, daemon=True).start()
            if {"gateway", "web"} <= self.roles.keys():
                threading.Thread(target=self._announce, args=[variables], daemon=True).start()
            while not self._stopping.wait(TURN_SECONDS):
                self._turn(variables)
            logger.info("Stopping")
        logger.info("Stopped")

    def _own_data_directory(self, stack: ExitStack) -> None:
        lock = FileLock(self.environment.data / "supervisor.lock")
        try:
            lock.acquire(holder=f"process {os.getpid()}")
        except LockHeld as error:
            raise CannotRun(
                f"Kefu runs already on {self.environment.data} ({error.holder}). "
                "Stop it first, or choose another KEFU_DATA and KEFU_PORT for a second instance."
            ) from None
        stack.callback(lock.release)

    def _log_to_file(self, stack: ExitStack) -> None:
        self.environment.log_directory.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            self.environment.log_directory / "kefu.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
        )
        handler.setFormatter(logging.Formatter("{asctime} {name:<8} {message}", style="{"))
        logging.getLogger().addHandler(handler)
        stack.callback(logging.getLogger().removeHandler, handler)

    def _database(self, stack: ExitStack) -> str:
        if self.environment.database_url:
            return self.environment.database_url
        holder = f"kefu run, process {os.getpid()}"
        try:
            self._cluster = stack.enter_context(owned(self.environment, holder=holder))
        except LockHeld as error:
            logger.info("Waiting for another command to end: %s", error.holder)
            self._cluster = stack.enter_context(owned(self.environment, holder=holder, wait=True))
        return self._cluster.url()

    def _variables(self, database_url: str) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": database_url,
            "KEFU_DATA": str(self.environment.data),
            SUPERVISOR: str(os.getpid()),
            "PYTHONUNBUFFERED": "1",
            "MALLOC_ARENA_MAX": "2",  # threads in glibc take memory for ever otherwise
        }

    def _prepare(self, variables: Mapping[str, str]) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "kefu.config.prepare"],
            env=variables,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        while process.poll() is None:
            if self._stopping.wait(0.05):
                process.terminate()
        if process.returncode != 0 and not self._stopping.is_set():
            raise CannotRun("The database could not be prepared; the reason stands above.")

    def _turn(self, variables: Mapping[str, str]) -> None:
        """Look after everything once: what is down and due is started."""
        now = time.monotonic()
        if self._cluster is not None and now - self._tidied_at > TIDY_SECONDS:
            self._cluster.tidy_logs()
            self._tidied_at = now
        if self._cluster is not None and self._cluster.process_id() is None:
            logger.warning("PostgreSQL ended; starting it again")
            try:
                self._cluster.start()
            except PostgresUnavailable as error:
                logger.error("%s", error)
                self._stopping.wait(PAUSES[2])
                return
        for role in self.roles.values():
            if role.is_running or (role.name in self._waits and not self._waits[role.name].is_set()):
                continue
            if role.process is not None:
                role.plan_restart()
            elif now >= role.next_start:
                role.start(variables)
                self._write_state()

    def _write_state(self) -> None:
        processes = {role.name: role.process.pid for role in self.roles.values() if role.process is not None}
        write_state(self.environment.state_directory / "supervisor.json", {"pid": os.getpid(), "roles": processes})

    def _end_roles(self) -> None:
        for role in self.roles.values():
            role.ask_to_end()
        deadline = time.monotonic() + GRACE_SECONDS
        for role in self.roles.values():
            role.make_end(deadline)

    def _fetch_models(self) -> None:
        if models.fetch(self.environment):
            self._models_ready.set()
        models.fetch_speech(self.environment)

    def _announce(self, variables: Mapping[str, str]) -> None:
        """Say where Kefu is, once it answers through all its roles; then look after the demo."""
        while not self._stopping.wait(0.5):
            if answers(self.environment):
                logger.info("Kefu is ready: %s", self.environment.address)
                if is_empty(self.environment):
                    logger.info("Nobody lives here yet. Set it up: %s", choice.page(self.environment))
                elif (self.environment.state_directory / choice.DEMO).exists():
                    logger.info("Demo sign-ins, password kefu-demo: %s", DEMO_LOGINS)
                logger.info("Ctrl-C stops it.")
                keeper.keep(self.environment, variables, self._stopping)
                return


def ensure_port_is_free(environment: Environment) -> None:
    """Raises CannotRun when something listens on a port that the gateway needs, or when this user may not."""
    wanted = [(environment.host, environment.port, "choose another: KEFU_PORT=8001 make run")]
    if environment.acme_directory:
        own = "let it lead to Kefu instead (kefu setup --address proxy); below 1024 a port needs root"
        wanted += [("0.0.0.0", port, own) for port in (environment.https_port, environment.http_port)]
    for host, port, otherwise in wanted:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CannotRun(
                    f"Port {port} on {host} cannot be used ({error.strerror}). "
                    f"Stop the program that has it, or {otherwise}"
                ) from None


def answers(environment: Environment) -> bool:
    """Whether the instance serves HTTP: gateway, web role and database together."""
    status, _ = _asked(environment, HEALTH)
    return status < 500


def is_empty(environment: Environment) -> bool:
    """Whether the running instance waits for its first organization."""
    status, body = _asked(environment, "/api/v1/setup")
    return status == 200 and bool(json.loads(body)["is_needed"])


def _asked(environment: Environment, path: str) -> tuple[int, bytes]:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(environment.host, environment.host)
    connection = http.client.HTTPConnection(host, environment.port, timeout=2)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 503, b""
    finally:
        connection.close()
