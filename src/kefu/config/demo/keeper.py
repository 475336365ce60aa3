"""What the supervisor does for the demo behind the first page: complete its history, and run the generator of visitors while
somebody wants it. Imports no Django."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from kefu.config.environment import Environment
from kefu.config.state import read_state, write_state
from kefu.kernel import clock

MARKER, WISH, PULSE = "demo.json", "demo-live.json", "demo-live-pulse.json"
TURN_SECONDS, ALIVE_SECONDS = 2.0, 15.0
SPEEDS = (1, 10)

logger = logging.getLogger("demo")


@dataclass(frozen=True)
class Wish:
    """What the stage asks of the generator."""

    is_running: bool = False
    speed: int = 1


def wish(environment: Environment) -> Wish:
    told = read_state(environment.state_directory / WISH)
    speed = told.get("speed")
    return Wish(is_running=told.get("is_running") is True, speed=speed if speed in SPEEDS else 1)


def ask(environment: Environment, *, is_running: bool, speed: int) -> None:
    write_state(environment.state_directory / WISH, {"is_running": is_running, "speed": speed})


def beat(environment: Environment, *, guests: int) -> None:
    """The generator lives; who sees this starts no second one."""
    write_state(environment.state_directory / PULSE, {"open": guests})


def is_alive(environment: Environment) -> bool:
    pulse = environment.state_directory / PULSE
    return pulse.exists() and clock.now().timestamp() - pulse.stat().st_mtime < ALIVE_SECONDS


def stop_beating(environment: Environment) -> None:
    (environment.state_directory / PULSE).unlink(missing_ok=True)


def forget(environment: Environment) -> None:
    """Before anybody can ask: what ran before the last stop does not begin by itself."""
    (environment.state_directory / WISH).unlink(missing_ok=True)


def keep(environment: Environment, variables: Mapping[str, str], stopping: threading.Event) -> None:
    """Blocks until the instance stops, or has no demo any more. The history takes minutes on a slow machine: nobody who asks
    for visitors waits for it."""
    marker = environment.state_directory / MARKER
    if not marker.exists():
        return
    threading.Thread(target=_complete, args=(environment, variables, stopping), name="history", daemon=True).start()
    generator: subprocess.Popen[bytes] | None = None
    while not stopping.wait(TURN_SECONDS) and marker.exists():
        is_up = generator is not None and generator.poll() is None
        if wish(environment).is_running and not is_up and not is_alive(environment):
            generator = subprocess.Popen(
                [sys.executable, "-m", "kefu.config.cli", "demo", "--live"], env={**variables}, stdin=subprocess.DEVNULL
            )
    if generator is not None and generator.poll() is None:
        generator.terminate()


def _complete(environment: Environment, variables: Mapping[str, str], stopping: threading.Event) -> None:
    """Two weeks of contacts, behind everybody else who wants the processor."""
    marker = environment.state_directory / MARKER
    if read_state(marker).get("state") != "created":
        return
    command = [sys.executable, "-m", "kefu.config.cli", "demo"]
    done = subprocess.run(
        ["nice", *command] if shutil.which("nice") else command,
        env={**variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode == 0:
        write_state(marker, {"state": "complete"})
        logger.info("The demo has its two weeks of history")
    elif not stopping.is_set():
        logger.warning("The demo's history is not complete; `kefu demo` completes it. %s", done.stderr.strip()[-500:])
