"""What a child process of the supervisor promises about its own end."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

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
