"""How processes end: by a signal, and with the supervisor that started them."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from types import FrameType

PR_SET_PDEATHSIG = 1
SUPERVISOR = "KEFU_SUPERVISOR"  # the variable by which it tells its children who it is


def die_with(parent: int) -> None:
    """Ask the kernel for SIGTERM when process `parent` dies, even by kill -9 (Linux; elsewhere this does nothing)."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died while this process was still loading
        sys.exit(1)


def die_with_supervisor() -> None:
    """For a process that the supervisor started; one that was started by hand goes on without."""
    if parent := os.environ.get(SUPERVISOR):
        die_with(int(parent))


class Stopping(threading.Event):
    """Set by SIGTERM and SIGINT too, once it heeds them; for a main thread that asks again and again.

    A handler runs between any two steps of the main thread, even within this event's own lock, or within the handler of the
    signal before (`timeout make run` sends two): one that set the event would wait for itself. So it only leaves a mark.
    """

    _is_told = False

    def heed_signals(self) -> None:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._on_signal)

    def is_set(self) -> bool:
        return self._is_told or super().is_set()

    def wait(self, timeout: float | None = None) -> bool:
        if self._is_told:
            self.set()
        return super().wait(timeout)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._is_told = True
