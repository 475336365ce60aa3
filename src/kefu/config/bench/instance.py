"""An instance of Kefu for one measurement: own data directory, own port, own organization, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

START_SECONDS = 240


@dataclass(frozen=True)
class Instance:
    port: int
    data: Path
    process: subprocess.Popen[bytes]
    seconds_to_first_page: float

    def command(self, *words: str) -> str:
        """What `kefu WORDS` prints on this instance. Raises RuntimeError with its complaint when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "kefu.config.cli", *words],
            env={**os.environ, **_variables(self.port, self.data)},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"kefu {' '.join(words)}: {done.stderr[-2000:]}")
        return done.stdout

    def memory(self) -> dict[str, float]:
        """Megabytes by role, each shared page counted once in all (PSS); `total` includes the supervisor."""
        megabytes: dict[str, float] = {}
        root = psutil.Process(self.process.pid)
        for process in [root, *root.children(recursive=True)]:
            try:
                words, used = process.cmdline(), process.memory_full_info().pss
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            is_role = "kefu.config.roles" in words
            name = words[-1] if is_role else "postgres" if any("postgres" in w for w in words[:2]) else "supervisor"
            megabytes[name] = megabytes.get(name, 0.0) + used / 2**20
        return {name: round(used, 1) for name, used in {**megabytes, "total": sum(megabytes.values())}.items()}


@contextmanager
def started(**variables: str) -> Iterator[Instance]:
    """Start an instance and wait for its first page; stopped and deleted at the end, whatever happens."""
    data = Path(tempfile.mkdtemp(prefix="kefu-bench-"))
    port = _free_port()
    log = (data / "bench.log").open("wb")
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "kefu.config.cli", "run"],
        env={**os.environ, **_variables(port, data), **variables},
        stdout=log,
        stderr=log,
    )
    try:
        _wait_for_page(port, process, data)
        yield Instance(port, data, process, round(time.monotonic() - began, 1))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()
        shutil.rmtree(data, ignore_errors=True)


def machine() -> dict[str, object]:
    """The machine's state, without which no figure means anything."""
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "load_average": [round(load, 2) for load in os.getloadavg()],
        "python": sys.version.split()[0],
    }


def _variables(port: int, data: Path) -> Mapping[str, str]:
    return {"KEFU_PORT": str(port), "KEFU_DATA": str(data), "KEFU_LOG": "warning", "KEFU_VOICE": "off"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_page(port: int, process: subprocess.Popen[bytes], data: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the instance did not start:\n{(data / 'bench.log').read_text()[-2000:]}")
