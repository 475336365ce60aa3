"""An engine that is wanted all the time: started again when it dies, ever more rarely while it keeps dying."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from kefu.config.asterisk.plan import Plan
from kefu.config.asterisk.ports import NoPort
from kefu.config.asterisk.rules import PlanInvalid
from kefu.config.asterisk.server import START_SECONDS, Server, ServerUnavailable

PAUSES = (0.2, 1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_SECONDS = 60  # an engine that lived so long is trusted again
LOOK_SECONDS = 0.2
TIDY_SECONDS = 60

logger = logging.getLogger("voice")


@dataclass(frozen=True)
class Life:
    """`plan` is made anew for each start. `is_outdated` asks for a new start, which waits until nobody talks."""

    name: str
    plan: Callable[[], Plan]
    on_start: Callable[[Plan], None]
    on_ready: Callable[[Server], None]
    on_failure: Callable[[str], None]
    on_end: Callable[[], None]
    is_outdated: Callable[[], bool]

    def run(self, stop: threading.Event) -> None:
        """Blocks until `stop`; the engine has ended then."""
        failures = 0
        while not stop.is_set():
            began = time.monotonic()
            if not self._live(stop):
                failures = 0 if time.monotonic() - began > STEADY_SECONDS else failures + 1
                stop.wait(PAUSES[min(failures, len(PAUSES) - 1)])

    def _live(self, stop: threading.Event) -> bool:
        """One start and what follows; false when it ended by itself."""
        try:
            plan = self.plan()
            server = Server(plan, log=logging.getLogger(self.name))
            server.launch()
        except (PlanInvalid, NoPort, OSError) as error:
            self._fail(str(error))
            return False
        try:
            self.on_start(plan)
            return self._comes_up(server, stop) and self._is_ended_on_purpose(server, stop)
        finally:
            self.on_end()
            server.stop()

    def _comes_up(self, server: Server, stop: threading.Event) -> bool:
        end = time.monotonic() + START_SECONDS
        while not stop.wait(LOOK_SECONDS / 4):
            if server.is_ready():
                self.on_ready(server)
                return True
            if server.process_id is None or time.monotonic() > end:
                self._fail(f"Asterisk did not start: {server.last_words()}")
                return False
        return False

    def _is_ended_on_purpose(self, server: Server, stop: threading.Event) -> bool:
        tidied = time.monotonic()
        while not stop.wait(LOOK_SECONDS):
            if server.process_id is None:
                logger.warning("%s ended (exit code %s); starting it again", self.name, server.exit_code)
                return False
            if time.monotonic() - tidied > TIDY_SECONDS:
                server.tidy_records()
                tidied = time.monotonic()
            if self.is_outdated() and _is_idle(server):
                logger.info("%s starts anew: trunks or telephones outside were set up or removed", self.name)
                return True
        return True

    def _fail(self, reason: str) -> None:
        logger.warning("%s: %s", self.name, reason)
        self.on_failure(reason)


def _is_idle(server: Server) -> bool:
    with suppress(ServerUnavailable):
        return not server.ask("/channels")
    return False
