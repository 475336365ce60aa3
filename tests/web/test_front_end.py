"""The front end's own checks: unit tests of desk, widget and packages, and the sizes that visitors and agents download."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("script", ["test", "size"])
def test_npm_run(script: str) -> None:
    command = [str(ROOT / "scripts/web.sh"), "run", script]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as npm:
        try:
            told, _ = npm.communicate(timeout=600)
        except subprocess.TimeoutExpired:
            os.killpg(npm.pid, signal.SIGKILL)  # what npm has started holds the pipe
            raise
    assert npm.returncode == 0, told[-6000:]
