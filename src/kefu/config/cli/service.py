"""`kefu service install|status|uninstall`: a systemd unit that starts Kefu on boot and again after a crash.

Root gets a system unit, everybody else a unit of their own that runs without anybody signed in (lingering).
"""

from __future__ import annotations

import argparse
import getpass
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from kefu.config.environment import SOURCE_TREE, Environment, remember
from kefu.config.state import FileLock, LockHeld

UNIT = """# Written by `kefu service install`.
[Unit]
Description=Kefu customer service ({data})
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart="{kefu}" run
WorkingDirectory={directory}
Environment="KEFU_DATA={data}" "PATH={path}"{forwarded}
# whatever ends it, it comes back; the supervisor inside looks after the single roles
Restart=always
RestartSec=2
KillMode=mixed
TimeoutStopSec=60
LimitNOFILE=65536
OOMPolicy=continue
# kefu.log in the data directory is rotated by Kefu, the journal by systemd
StandardOutput=journal
StandardError=journal
SyslogIdentifier={name}

[Install]
WantedBy={target}
"""
KEPT = (
    "KEFU_PORT", "KEFU_HOST", "KEFU_PUBLIC_URL", "KEFU_PG_BIN", "KEFU_FILES", "KEFU_AI", "KEFU_SPEECH", "KEFU_SPEECH_URL", "KEFU_LOG", "DATABASE_URL",
    "KEFU_BACKUPS", "KEFU_BACKUPS_KEPT", "KEFU_CERTIFICATE", "KEFU_ACME_DIRECTORY", "KEFU_HTTP_PORT", "KEFU_HTTPS_PORT",
    "KEFU_VOICE", "KEFU_ARI_URL", "KEFU_ASTERISK", "KEFU_SIP_PORT", "KEFU_TURN", "KEFU_TURN_SECRET",
)  # fmt: skip


class NoSystemd(Exception):
    """systemd does not answer here; the message says what to do instead."""


@dataclass(frozen=True)
class Service:
    """The unit of one instance."""

    environment: Environment
    name: str
    is_system: bool

    @property
    def file(self) -> Path:
        folder = Path("/etc/systemd/system") if self.is_system else Path.home() / ".config/systemd/user"
        return folder / f"{self.name}.service"

    def unit(self) -> str:
        forwarded = os.environ.get("FORWARDED_ALLOW_IPS")
        return UNIT.format(
            kefu=_escaped(str(Path(sys.executable).with_name("kefu"))),
            directory=_escaped(str(SOURCE_TREE)),
            data=_escaped(str(self.environment.data)),
            path=_escaped(os.environ.get("PATH", os.defpath)),
            forwarded=f' "FORWARDED_ALLOW_IPS={_escaped(forwarded)}"' if forwarded else "",
            name=self.name,
            target="multi-user.target" if self.is_system else "default.target",
        )

    def manager(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Raises NoSystemd when systemctl cannot do it."""
        command = ["systemctl", *([] if self.is_system else ["--user"]), *words]
        if shutil.which("systemctl") is None:
            raise NoSystemd("There is no systemd here. Let the service manager you have run `kefu run`.")
        done = subprocess.run(command, capture_output=True, text=True)
        if check and done.returncode != 0:
            raise NoSystemd(f"`{' '.join(command)}` failed: {done.stderr.strip() or done.stdout.strip()}")
        return done


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["install", "status", "uninstall", "print"], help="print only shows the unit")
    parser.add_argument("--name", default="kefu", help="the unit's name; a second instance needs another (kefu)")


def run(arguments: argparse.Namespace) -> int:
    service = Service(Environment.read(), arguments.name, is_system=os.geteuid() == 0)
    actions = {"install": _install, "status": _status, "uninstall": _uninstall, "print": _print}
    try:
        return actions[arguments.action](service)
    except NoSystemd as error:
        print(f"kefu: {error}", file=sys.stderr)
        return 1


def _install(service: Service) -> int:
    environment = service.environment
    service.manager("show-environment")
    if _runs_elsewhere(service):
        print("kefu: Kefu runs in the foreground: stop it first (Ctrl-C), then install.", file=sys.stderr)
        return 1
    # systemd knows nothing of this shell: what is set here holds there too
    remember(environment.data, **{name: os.environ[name] for name in KEPT if os.environ.get(name)})
    service.file.parent.mkdir(parents=True, exist_ok=True)
    service.file.write_text(service.unit())
    service.manager("daemon-reload")
    service.manager("enable", service.name)
    service.manager("restart", service.name)
    print(f"{service.file} is installed: Kefu runs, starts on boot and after a crash: {environment.address}")
    if not service.is_system and not _lingers():
        print(f"It ends when you sign out, until you allow: sudo loginctl enable-linger {getpass.getuser()}")
    print(f"Log: {environment.log_directory / 'kefu.log'} (10 MB, five kept), and journalctl -u {service.name}")
    return 0


def _status(service: Service) -> int:
    """0 when it runs, 3 when it does not, as systemctl has it."""
    if not service.file.exists():
        print(f"not installed: {service.file}")
        return 3
    active = service.manager("is-active", service.name, check=False).stdout.strip()
    enabled = service.manager("is-enabled", service.name, check=False).stdout.strip()
    print(f"{service.name}: {active}, {enabled} on boot, {service.environment.address}, unit {service.file}")
    return 0 if active == "active" else 3


def _uninstall(service: Service) -> int:
    if not service.file.exists():
        print(f"not installed: {service.file}")
        return 0
    service.manager("disable", "--now", service.name)
    service.file.unlink()
    service.manager("daemon-reload")
    print(f"{service.file} is gone; the data in {service.environment.data} stays.")
    return 0


def _print(service: Service) -> int:
    print(service.unit(), end="")
    return 0


def _runs_elsewhere(service: Service) -> bool:
    if service.manager("is-active", service.name, check=False).stdout.strip() == "active":
        return False
    lock = FileLock(service.environment.data / "supervisor.lock")
    try:
        lock.acquire()
    except LockHeld:
        return True
    lock.release()
    return False


def _lingers() -> bool:
    """Ask for it; where that needs a password, say no."""
    if shutil.which("loginctl") is None:
        return False
    return subprocess.run(["loginctl", "enable-linger"], capture_output=True).returncode == 0


def _escaped(text: str) -> str:
    """As systemd reads it inside double quotes: % begins a specifier, backslash an escape."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
