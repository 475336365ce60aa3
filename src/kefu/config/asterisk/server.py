"""One Asterisk as a child process: start, readiness, stop; it does not outlive whoever started it. Imports no Django."""

from __future__ import annotations

import base64
import collections
import http.client
import json
import logging
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import psutil

from kefu.config.asterisk import configuration
from kefu.config.asterisk.plan import LOOPBACK, Plan
from kefu.config.state import attempts

START_SECONDS = 60
STOP_SECONDS = 10
ASK_SECONDS = 5
RECORD_BYTES, RECORD_FILES = 10 * 1024 * 1024, 5
LAST_WORDS = 20


class ServerUnavailable(Exception):
    """Asterisk cannot be run here; the message says why."""


class Server:
    """The Asterisk of one plan. What it says goes to the log `log`, line by line."""

    def __init__(self, plan: Plan, *, log: logging.Logger | None = None) -> None:
        self.plan = plan
        self._log = log or logging.getLogger("asterisk")
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._said: collections.deque[str] = collections.deque(maxlen=LAST_WORDS)

    @property
    def process_id(self) -> int | None:
        """Of the child that runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        return None if self._process is None else self._process.poll()

    def start(self, *, seconds: float = START_SECONDS) -> None:
        """Write the configuration, start, and wait until ARI answers.

        Raises PlanInvalid, or ServerUnavailable with what it said last when it does not come up.
        """
        self.launch()
        try:
            for _ in attempts(seconds, f"Asterisk did not answer within {seconds:.0f} s"):
                if self.is_ready():
                    return
                if self.process_id is None:
                    raise ServerUnavailable(f"Asterisk did not start: {self.last_words()}")
        except TimeoutError as error:
            self.stop()
            raise ServerUnavailable(f"{error}: {self.last_words()}") from None

    def launch(self) -> None:
        """Write the configuration and start, without waiting."""
        configuration.write(self.plan)
        self._end_stray()
        self.tidy_records()
        prefix = []
        if setpriv := shutil.which("setpriv"):
            prefix = [setpriv, "--pdeathsig", "TERM", "--"]  # it must not outlive a supervisor that was killed
        self._said.clear()
        self._process = subprocess.Popen(
            [*prefix, *self.plan.tree.command("-C", str(self.plan.configuration / "asterisk.conf"), "-f", "-n")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.plan.directory,
            env={  # no secret of Kefu's environment is its business
                "PATH": os.environ.get("PATH", os.defpath),
                "HOME": str(self.plan.directory),
                "LC_ALL": "C.UTF-8",
                "TZ": "UTC",
            },
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._forward, args=[self._process], daemon=True)
        self._reader.start()

    def stop(self) -> None:
        """End it, calls and all; kills it when it does not go within 10 s."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._log.warning("Asterisk did not stop within %d s: killed", STOP_SECONDS)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def restart(self) -> None:
        """Calls end. Raises what `start` raises."""
        self.stop()
        self.start()

    def is_ready(self) -> bool:
        """Whether ARI answers, and every module is there."""
        with suppress(ServerUnavailable):
            self.ask("/asterisk/info")
            return True
        return False

    def ask(self, path: str, method: str = "GET") -> Any:
        """One request of ARI: the answer's JSON, None without a body. Raises ServerUnavailable when it is refused or nobody answers."""
        connection = http.client.HTTPConnection(LOOPBACK, self.plan.http_port, timeout=ASK_SECONDS)
        try:
            connection.request(
                method, f"/ari{path}", headers={"Authorization": authorization(self.plan.user, self.plan.password)}
            )
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise ServerUnavailable(f"ARI does not answer on port {self.plan.http_port}: {error}") from None
        finally:
            connection.close()
        if answer.status >= 400:
            raise ServerUnavailable(
                f"ARI refused {method} {path}: {answer.status} {body.decode(errors='replace')[:200]}"
            )
        return json.loads(body) if body else None

    def missing_modules(self, wanted: Iterable[str]) -> set[str]:
        """Of the wanted ones those that do not run. Raises ServerUnavailable."""
        running = {
            one["name"].removesuffix(".so") for one in self.ask("/asterisk/modules") if one["status"] == "Running"
        }
        return set(wanted) - running

    def last_words(self) -> str:
        if self._reader is not None and self.process_id is None:
            self._reader.join(timeout=ASK_SECONDS)
        return " | ".join(self._said) or "it said nothing"

    def tidy_records(self) -> None:
        """Asterisk's own list of calls grows for ever otherwise; it opens the file anew for every line."""
        path = self.plan.log / "cdr-csv" / "Master.csv"
        if not path.exists() or path.stat().st_size < RECORD_BYTES:
            return
        for number in range(RECORD_FILES - 1, 0, -1):
            older = path.with_name(f"{path.name}.{number}")
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{number + 1}"))
        path.replace(path.with_name(f"{path.name}.1"))
        path.with_name(f"{path.name}.{RECORD_FILES}").unlink(missing_ok=True)

    def _forward(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            text = line.decode(errors="replace").rstrip()
            if text:
                self._said.append(text)
                self._log.info("%s", text)

    def _end_stray(self) -> None:
        """Kill what an earlier supervisor left running on this configuration; it would hold the ports."""
        mine = str(self.plan.configuration / "asterisk.conf")
        for process in psutil.process_iter(["cmdline"]):
            words = process.info["cmdline"] or []
            if mine in words and "-C" in words and "-r" not in words:
                self._log.warning("An Asterisk of an earlier start still ran (process %d): killed", process.pid)
                with suppress(psutil.NoSuchProcess):
                    process.kill()
                    process.wait(timeout=STOP_SECONDS)


def authorization(user: str, password: str) -> str:
    """The value of the header of that name."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
