"""Mail servers on this machine as processes of their own: Debian's Dovecot for IMAP, aiosmtpd for SMTP."""

from __future__ import annotations

import getpass
import grp
import hashlib
import imaplib
import json
import os
import shutil
import smtplib
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kefu.config.environment import SOURCE_TREE
from kefu.config.tests.instances import free_port, wait_until

TREE = SOURCE_TREE / ".tools" / "dovecot"
HOME = b"/usr/lib/dovecot"
PASSWORD = "letter-box-42"
CONFIGURATION = """
base_dir = {here}/base
state_dir = {here}/base
log_path = {here}/log
libexec_dir = {library}
mail_plugin_dir = {library}/modules
login_plugin_dir = {library}/modules/login
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
import_environment = LD_LIBRARY_PATH
mail_location = maildir:{here}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={here}/mail/%u
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


class Dovecot:
    """An IMAP server in which every name is a mailbox, all with the same password."""

    def __init__(self, here: Path) -> None:
        self.here, self.port = here, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        library = relocated(TREE)
        is_root = os.geteuid() == 0
        user, group = ("nobody", "nogroup") if is_root else (getpass.getuser(), grp.getgrgid(os.getegid()).gr_name)
        for folder in (self.here, self.here / "base", self.here / "mail"):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
        if is_root:
            shutil.chown(self.here / "mail", user, group)
        configuration = self.here / "dovecot.conf"
        configuration.write_text(
            CONFIGURATION.format(
                here=self.here, library=library, user=user, group=group, port=self.port, password=PASSWORD
            )
        )
        libraries = [library, *map(str, (TREE / "usr" / "lib").glob("*-linux-gnu"))]
        programs = [str(TREE / "usr" / "bin" / "doveconf"), "-f", "service=master", "-c", str(configuration)]
        programs += ["-m", "master", "-e", str(TREE / "usr" / "sbin" / "dovecot"), "-F", "-c", str(configuration)]
        if setpriv := shutil.which("setpriv"):  # it ends with the tests, however those end
            programs = [setpriv, "--pdeathsig", "TERM", "--", *programs]
        environment = {**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, libraries))}
        self._process = subprocess.Popen(programs, env=environment)
        wait_until(self._answers, seconds=60)

    def _answers(self) -> bool:
        assert self._process is not None and self._process.poll() is None, self.log()
        with suppress(OSError, imaplib.IMAP4.error):
            self.signed_in("nobody-in-particular").logout()
            return True
        return False

    def log(self) -> str:
        path = self.here / "log"
        return path.read_text()[-3000:] if path.exists() else "no log"

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None

    def signed_in(self, name: str) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        client.login(name, PASSWORD)
        return client

    def put(self, name: str, mails: Iterable[bytes]) -> None:
        """Lay mails into a mailbox, as its own server would."""
        client = self.signed_in(name)
        for mail in mails:
            told, said = client.append("INBOX", None, None, mail)
            assert told == "OK", said
        client.logout()

    def renumber(self, name: str) -> None:
        """Give a mailbox a new life: other numbers for the same mails (UIDVALIDITY)."""
        (self.here / "mail" / name / "dovecot-uidlist").unlink()
        for index in (self.here / "mail" / name).glob("dovecot.index*"):
            index.unlink()


def relocated(tree: Path) -> str:
    """Where its libraries are found. Programs of Debian's look below /usr; a link of the same length stands for that path."""
    link = Path("/tmp") / f"kd-{hashlib.sha256(str(tree).encode()).hexdigest()[:8]}"
    assert len(str(link)) == len(HOME)
    with suppress(FileExistsError):
        link.symlink_to(tree / "usr" / "lib" / "dovecot")
    (tree / "usr" / "lib" / "dovecot" / "modules" / "login").mkdir(exist_ok=True)
    for path in (tree / "usr").rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if content.startswith(b"\x7fELF") and HOME in content:
                fresh = path.with_name(f"{path.name}.{os.getpid()}")
                fresh.write_bytes(content.replace(HOME, str(link).encode()))
                fresh.chmod(path.stat().st_mode)
                fresh.replace(path)
    return str(link)


@dataclass
class Smtp:
    """An SMTP server: `refused@…` never gets anything, `later@…` not at the first try. What it took lies in files."""

    here: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.here.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("smtp.py")), str(self.port), str(self.here)]
        )
        wait_until(self._answers, seconds=60)

    def _answers(self) -> bool:
        with suppress(OSError, smtplib.SMTPException), smtplib.SMTP("127.0.0.1", self.port, timeout=5) as server:
            return server.noop()[0] == 250
        return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None

    def taken(self) -> list[dict[str, Any]]:
        """What was handed over, in order: `sender`, `recipients`, `content`."""
        found = [json.loads(path.read_text()) for path in sorted(self.here.glob("*.json"))]
        return sorted(found, key=lambda mail: float(mail["at"]))

    def empty(self) -> None:
        for path in self.here.iterdir():
            path.unlink()
