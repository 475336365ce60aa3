"""The front end's own checks: unit tests of desk, widget and packages, and the sizes that visitors and agents download."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("script", ["test", "size"])
def test_npm_run(script: str) -> None:
    done = subprocess.run(
        [ROOT / "scripts/web.sh", "run", script], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-2000:]}"
