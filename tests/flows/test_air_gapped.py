"""Kefu without the internet: it starts, serves a chat, and nags nobody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from kefu.config.environment import SOURCE_TREE

CUT_OFF = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "alone"]
NOWHERE = "http://127.0.0.1:9"


@cache
def may_cut_off() -> bool:
    try:
        return subprocess.run([*CUT_OFF, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def test_a_chat_is_served_without_a_network(tmp_path: Path) -> None:
    """In a network of its own with nothing but loopback; where that is not allowed, with proxies that lead nowhere."""
    variables = {name: NOWHERE for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")}
    told = subprocess.run(
        [*(CUT_OFF if may_cut_off() else []), sys.executable, "-m", "tests.flows.air_gapped", str(tmp_path / "alone")],
        cwd=SOURCE_TREE,
        env={**os.environ, **variables, "no_proxy": "127.0.0.1,localhost", "NO_PROXY": "127.0.0.1,localhost"},
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    day = json.loads(told.stdout.splitlines()[-1])
    assert day["visitor"] == ["怎么开发票", "转人工"]
    assert "申请开票" in day["bot"][0]
    assert day["agent"][-1] == "您好"
    assert day["voice"].startswith("Asterisk could not be fetched: `apt-get ")
    assert not (may_cut_off() and day["reachable"])
    assert not [line for line in day["log"].splitlines() if "Traceback" in line or "ConnectionError" in line]
