"""Debian packages without root: resolved by the machine's apt in a state of its own, unpacked without dpkg.

Nothing is installed and nothing of the machine's package lists is touched. Signatures and checksums are apt's: a package
whose checksum is wrong never arrives here.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

SUITE = "sid"  # stable releases have no Asterisk; the last good tree is kept, so what moves there harms nobody
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SOURCES = Path("/etc/apt")
MIRROR = re.compile(r"https?://[^\s\]]+/debian/?(?=\s|$)")
URI = re.compile(r"^'[^']+' (\S+\.deb) \d+ (SHA\d+):([0-9a-f]+)", re.MULTILINE)
APT_SECONDS = 900
AR_MAGIC, AR_HEADER = b"!<arch>\n", 60
LEFT_OUT = re.compile(
    r"^\./(?:usr/share/(?:doc|locale|man|i18n|bash-completion|lintian|info)(?:/|$)|etc(?:/|$)|var(?:/|$))|/gconv(?:/|$)"
)


ELSEWHERE = "install Asterisk 20 or newer (the program `asterisk` on PATH), or set KEFU_ARI_URL or KEFU_ASTERISK."


class PackagesUnavailable(Exception):
    """The packages cannot be had; the message says why and what to do."""


@dataclass(frozen=True)
class Package:
    """A .deb as Debian's signed lists describe it."""

    file: Path
    algorithm: str
    digest: str

    @property
    def name(self) -> str:
        return self.file.name.split("_")[0]

    @property
    def version(self) -> str:
        return unquote(self.file.name.split("_")[1])

    def is_whole(self) -> bool:
        if not self.file.is_file():
            return False
        with self.file.open("rb") as content:
            return hashlib.file_digest(content, self.algorithm).hexdigest() == self.digest


class Apt:
    """The machine's apt-get with lists and cache below `directory`, which survive an interruption."""

    def __init__(self, directory: Path, *, sources: Path = SOURCES, keyring: Path = KEYRING) -> None:
        self.directory = directory
        self.sources = sources
        self.keyring = keyring

    @property
    def cache(self) -> Path:
        return self.directory / "cache" / "archives"

    def prepare(self) -> None:
        """Write the private state. Raises PackagesUnavailable when this machine has no Debian mirror to ask."""
        if shutil.which("apt-get") is None:
            raise PackagesUnavailable(f"There is no apt-get here: {ELSEWHERE}")
        mirror = debian_mirror(self.sources)
        if not self.keyring.is_file():
            raise PackagesUnavailable(
                f"{self.keyring} is missing, so Debian's signatures cannot be checked: "
                "install the package debian-archive-keyring."
            )
        for folder in ("lists/partial", "cache/archives/partial", "preferences"):
            (self.directory / folder).mkdir(parents=True, exist_ok=True)
        (self.directory / "status").touch()
        source = f"deb [signed-by={self.keyring}] {mirror} {SUITE} main\n"
        (self.directory / "sources.list").write_text(source)
        (self.directory / "apt.conf").write_text(self._settings())

    def update(self) -> None:
        self._run("update")

    def resolve(self, package: str) -> list[str]:
        """The names of everything that `package` needs, itself included, as a machine without any package would."""
        names = re.findall(r"^Inst (\S+)", self._run("-s", "install", package), re.MULTILINE)
        if not names:
            raise PackagesUnavailable(f"{SUITE} offers no package {package} for this machine.")
        return names

    def download(self, names: Sequence[str]) -> list[Package]:
        """The .deb files of the named packages; what lies whole in the cache is not fetched again.

        Raises PackagesUnavailable for a file whose checksum is not the one that Debian signed; it is removed.
        """
        wanted = self._wanted(names)
        waiting = [one.name for one in wanted if not one.is_whole()]
        if waiting:
            self._run("download", *waiting, folder=self.cache)
        for one in wanted:
            if not one.is_whole():
                one.file.unlink(missing_ok=True)
                raise PackagesUnavailable(f"{one.file.name} is not what Debian signed (checksum); try again.")
        return wanted

    def _wanted(self, names: Sequence[str]) -> list[Package]:
        told = self._run("--print-uris", "download", *names)  # not in the cache: it is silent about what lies there
        found = [Package(self.cache / file, algorithm.lower(), digest) for file, algorithm, digest in URI.findall(told)]
        if missing := set(names) - {one.name for one in found}:
            raise PackagesUnavailable(f"apt knows no place for {', '.join(sorted(missing))}.")
        return found

    def _settings(self) -> str:
        here = self.directory
        options: Mapping[str, str] = {
            "Dir::State": f"{here}",
            "Dir::State::lists": f"{here}/lists",
            "Dir::State::status": f"{here}/status",  # empty: nothing of the machine counts as installed
            "Dir::Cache": f"{here}/cache",
            "Dir::Etc::sourcelist": f"{here}/sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferencesparts": f"{here}/preferences",
            "Dir::Log": f"{here}",
            "APT::Install-Recommends": "false",
            "APT::Sandbox::User": "",  # an ordinary user cannot become _apt
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "Debug::NoLocking": "true",
        }
        return "".join(f'{name} "{value}";\n' for name, value in options.items())

    def _run(self, *words: str, folder: Path | None = None) -> str:
        command = ["apt-get", "-q", *words]
        if setpriv := shutil.which("setpriv"):
            command = [
                setpriv,
                "--pdeathsig",
                "TERM",
                "--",
                *command,
            ]  # it ends with Kefu, and goes on at the next start
        variables = {**os.environ, "APT_CONFIG": str(self.directory / "apt.conf"), "LC_ALL": "C"}
        try:
            done = subprocess.run(
                command,
                cwd=folder or self.directory,
                env=variables,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=APT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise PackagesUnavailable(f"`apt-get {words[0]}` took more than {APT_SECONDS // 60} minutes.") from None
        if done.returncode != 0:
            errors = [line for line in done.stderr.splitlines() if line.startswith("E:")] or done.stderr.splitlines()
            reason = " ".join(errors[-2:]).strip() or f"exit code {done.returncode}"
            raise PackagesUnavailable(f"`apt-get {words[0]}` failed: {reason}")
        return done.stdout


def debian_mirror(sources: Path) -> str:
    """The Debian mirror that this machine's own apt asks. Raises PackagesUnavailable when there is none."""
    for path in (
        *sorted(sources.glob("sources.list.d/*.sources")),
        *sorted(sources.glob("sources.list.d/*.list")),
        sources / "sources.list",
    ):
        if path.is_file() and os.access(path, os.R_OK):
            lines = [line for line in path.read_text().splitlines() if not line.lstrip().startswith("#")]
            if found := MIRROR.search("\n".join(lines)):
                return found[0]
    raise PackagesUnavailable(f"apt knows no Debian mirror here: {ELSEWHERE}")


def unpack(package: Path, root: Path) -> None:
    """The files of a .deb below `root`, without documents, translations and configuration.

    Raises PackagesUnavailable when the file is no whole package.
    """
    try:
        data = next(content for name, content in _members(package) if name.startswith("data.tar"))
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive.getmembers():
                if not LEFT_OUT.search(member.name):
                    _place(archive, member, root)
    except (StopIteration, tarfile.TarError, EOFError, ValueError, OSError, lzma.LZMAError) as error:
        raise PackagesUnavailable(f"{package.name} cannot be unpacked ({error or 'no data in it'}).") from None


def _place(archive: tarfile.TarFile, member: tarfile.TarInfo, root: Path) -> None:
    """One file, folder or link; devices are left out. A link that a package means from / leads into `root`."""
    target = _inside(root, member.name)
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    if target.is_dir() and not target.is_symlink():
        return  # the tree has a folder where a base package links /lib to /usr/lib
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    if member.issym():
        absolute = member.linkname.startswith("/")
        leads = os.path.relpath(root / member.linkname.lstrip("/"), target.parent) if absolute else member.linkname
        target.symlink_to(leads)
    elif member.islnk():
        shutil.copy2(_inside(root, member.linkname), target)
    elif member.isfile() and (content := archive.extractfile(member)) is not None:
        with content, target.open("wb") as file:
            shutil.copyfileobj(content, file)
        target.chmod(0o755 if member.mode & 0o100 else 0o644)


def _inside(root: Path, name: str) -> Path:
    path = Path(os.path.normpath(name.lstrip("/")))
    if ".." in path.parts:
        raise ValueError(f"{name} leads out of the package")
    return root / path


def _members(package: Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents of an ar archive."""
    content = package.read_bytes()
    if not content.startswith(AR_MAGIC):
        raise ValueError("not an ar archive")
    at = len(AR_MAGIC)
    while at + AR_HEADER <= len(content):
        header = content[at : at + AR_HEADER]
        size = int(header[48:58])
        body = content[at + AR_HEADER : at + AR_HEADER + size]
        if len(body) < size:
            raise ValueError("it ends early")
        yield header[:16].decode("ascii").strip().rstrip("/"), body
        at += AR_HEADER + size + size % 2
