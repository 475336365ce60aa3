"""Instances of Kefu for tests: a data directory, a free port and the `kefu` command as a real process."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from kefu.config.environment import Environment
from kefu.config.postgres import Cluster
from kefu.config.state import FileLock, read_state

LEFT_OUT = ("DATABASE_URL", "KEFU_DATA", "KEFU_PORT", "KEFU_TEST_RUN")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_true: Callable[[], object], *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"not true within {seconds} s"
        time.sleep(0.05)


@dataclass
class Instance:
    """One data directory with its port."""

    data: Path
    port: int
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        quiet = {"KEFU_AI": "off", "KEFU_VOICE": "off"}
        return {**inherited, "KEFU_DATA": str(self.data), "KEFU_PORT": str(self.port), **quiet, **self.extra}

    @property
    def environment(self) -> Environment:
        return Environment.read(self.variables)

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.environment)

    def lend_migrated(self) -> None:
        """Put a PostgreSQL that is already migrated into this instance, for tests of what comes after the first start.

        Made once in a run: nothing takes an instance longer than its migrations.
        """
        run = Path(os.environ["KEFU_TEST_RUN"])
        model = Instance(run / "migrated", free_port())
        with FileLock(run / "migrated.lock"):
            if not (run / "migrated.done").exists():
                done = model.command("manage", "migrate", "--verbosity", "0")
                assert done.returncode == 0, done.stderr
                (run / "migrated.done").touch()
        self.environment.postgres_directory.parent.mkdir(parents=True, exist_ok=True)
        source = model.environment.postgres_directory
        subprocess.run(["cp", "-a", source, self.environment.postgres_directory], check=True)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._argv(words), env=self.variables, capture_output=True, text=True, timeout=300)

    def start(self, *words: str) -> subprocess.Popen[str]:
        log = (self.data.parent / f"{self.data.name}.log").open("a")
        return subprocess.Popen(self._argv(words), env=self.variables, stdout=log, stderr=log, text=True)

    def log(self) -> str:
        return (self.data.parent / f"{self.data.name}.log").read_text()

    def roles(self) -> dict[str, int]:
        """Process ids by role, of those that run."""
        started: dict[str, int] = read_state(self.environment.state_directory / "supervisor.json").get("roles", {})
        return {name: process_id for name, process_id in started.items() if is_alive(process_id)}

    def discard(self) -> None:
        self.extra = {}
        self.cluster.discard()
        shutil.rmtree(self.data, ignore_errors=True)

    def _argv(self, words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "kefu.config.cli", *words]


def is_alive(process_id: int) -> bool:
    try:
        return bool(psutil.Process(process_id).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
