"""The systemd unit: what systemd makes of it, and what `kefu service` asks of systemctl."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from kefu.config.cli import main
from kefu.config.environment import Environment
from kefu.config.state import FileLock
from kefu.config.tests.instances import Instance

SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in
  *is-active*) cat "$STATE" 2>/dev/null || echo inactive ;;
  *is-enabled*) echo enabled ;;
  *restart*) echo active > "$STATE" ;;
  *disable*) echo inactive > "$STATE" ;;
  *show-environment*) exit ${MANAGER:-0} ;;
esac
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of an ordinary user on a machine whose systemctl writes down what it is asked."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("systemctl", "loginctl"):
        (tools / name).write_text(SYSTEMCTL)
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("STATE", str(tmp_path / "state"))
    monkeypatch.setenv("KEFU_DATA", str(tmp_path / "a 100% data directory"))
    monkeypatch.setenv("KEFU_PORT", "8199")
    monkeypatch.setenv("KEFU_AI", "off")
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return tmp_path


def test_it_is_installed_looked_at_and_taken_away(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["service", "install"]) == 0
    unit = machine / ".config/systemd/user/kefu.service"
    calls = (machine / "calls").read_text().splitlines()
    assert calls[:1] + calls[-4:-1] == [
        "--user show-environment", "--user daemon-reload", "--user enable kefu", "--user restart kefu"
    ]  # fmt: skip
    assert "enable-linger" in calls[-1]
    assert Environment.read({"KEFU_DATA": os.environ["KEFU_DATA"]}).port == 8199
    assert main(["service", "status"]) == 0
    assert "kefu: active, enabled on boot" in capsys.readouterr().out
    assert main(["service", "uninstall"]) == 0
    assert not unit.exists()
    assert main(["service", "status"]) == 3


def test_systemd_finds_no_fault_with_the_unit(machine: Path) -> None:
    assert main(["service", "install"]) == 0
    unit = machine / ".config/systemd/user/kefu.service"
    parsed = configparser.RawConfigParser(strict=False)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(unit)
    service = parsed["Service"]
    assert (service["Restart"], service["KillMode"], parsed["Unit"]["StartLimitIntervalSec"]) == (
        "always",
        "mixed",
        "0",
    )
    assert parsed["Install"]["WantedBy"] == "default.target"
    command = shlex.split(service["ExecStart"])
    assert Path(command[0]).is_file() and command[1] == "run"
    assert "a 100%% data directory" in service["Environment"]
    if verify := shutil.which("systemd-analyze"):
        told = subprocess.run([verify, "verify", "--man=no", unit], capture_output=True, text=True)
        assert (told.returncode, told.stderr) == (0, "")


def test_the_unit_alone_finds_the_data(instance: Instance) -> None:
    """systemd hands over nothing of the shell in which the service was installed."""
    printed = instance.command("service", "print").stdout
    parsed = configparser.RawConfigParser(strict=False)
    parsed.read_string(printed)
    variables = dict(word.replace("%%", "%").split("=", 1) for word in shlex.split(parsed["Service"]["environment"]))
    kefu = shlex.split(parsed["Service"]["execstart"])[0]
    told = subprocess.run([kefu, "service", "print"], env=variables, capture_output=True, text=True, cwd="/")
    assert told.stdout == printed
    assert str(instance.environment.data) in printed


def test_without_systemd_it_says_what_to_do(
    machine: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MANAGER", "1")
    assert main(["service", "install"]) == 1
    assert "show-environment` failed" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(machine))
    assert main(["service", "install"]) == 1
    assert "Let the service manager you have run `kefu run`" in capsys.readouterr().err
    assert not (machine / ".config").exists()


def test_it_does_not_install_beside_one_in_the_foreground(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    running = FileLock(Environment.read().data / "supervisor.lock")
    running.acquire()
    with running:
        assert main(["service", "install"]) == 1
    assert "stop it first" in capsys.readouterr().err
