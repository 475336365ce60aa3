"""A signal ends a process whatever its main thread is doing."""

from __future__ import annotations

import subprocess
import sys

WITHIN_THE_LOCK = """
import signal
from kefu.config.processes import Stopping
stopping = Stopping()
stopping.heed_signals()
with stopping._cond:
    signal.raise_signal(signal.SIGTERM)
    signal.raise_signal(signal.SIGINT)
assert stopping.is_set() and stopping.wait(60)
"""


def test_signals_that_come_within_the_lock_of_the_event_end_it() -> None:
    subprocess.run([sys.executable, "-c", WITHIN_THE_LOCK], check=True, timeout=30)
