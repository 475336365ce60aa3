"""`kefu bundle`: one archive with everything that the set-up would fetch, for a machine like this one without the internet.

kefu-0.1.0/                the source tree
kefu-0.1.0/web/*/dist      the built pages, so that no Node and no npm is needed there
kefu-0.1.0/offline/wheels  what the lock files pin, checked against their hashes; `python` and `machine` say what for
kefu-0.1.0/offline/asterisk  the telephone engine, unpacked

What was fetched lies in .tools/wheels: a second bundle, and one that was interrupted, fetch only what is missing. Imports no Django.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kefu.config import mirrors
from kefu.config.asterisk import provision
from kefu.config.asterisk.provision import VoiceUnavailable
from kefu.config.environment import SOURCE_TREE
from kefu.config.wheels import NETWORK, ROUNDS, offline

PAGES = ("web/desk/dist", "web/widget/dist")
LEFT_OUT = ("tests/", "docs/screenshots/", "docs/images/")
Report = Callable[[str], None]


class BundleFailed(Exception):
    """There is no archive; the message says why and what to do."""


@dataclass(frozen=True)
class Bundle:
    """`size` in bytes, `digest` as sha256sum prints it, `python` like 3.11, `machine` like x86_64."""

    file: Path
    size: int
    digest: str
    wheels: int
    python: str
    machine: str


def make(target: Path, data: Path, report: Report, *, models: bool, voice: bool) -> Bundle:
    """Write the archive; it appears under its name when it is whole. Raises BundleFailed."""
    sources = _sources()
    for page in PAGES:
        if not (SOURCE_TREE / page).is_dir():
            raise BundleFailed(f"{page} is not built: run `make web` first.")
    engine = _engine(data, report) if voice else None
    locks = [
        "tools",
        "core",
        *(["run"] if models else []),
        *(["telephony"] if voice else []),
        *(["speech"] if models and voice else []),
    ]
    wheels = _wheels(locks, report)
    python, machine = f"{sys.version_info.major}.{sys.version_info.minor}", platform.machine()
    top = f"kefu-{tomllib.loads((SOURCE_TREE / 'pyproject.toml').read_text())['project']['version']}"
    report(f"Writing {target}")
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(part, "w") as archive, tempfile.TemporaryDirectory() as told:
            for name in sources:
                archive.add(SOURCE_TREE / name, f"{top}/{name}", recursive=False, filter=_nobodys)
            for page in PAGES:
                archive.add(SOURCE_TREE / page, f"{top}/{page}", filter=_nobodys)
            for wheel in wheels:
                archive.add(wheel, f"{top}/offline/wheels/{wheel.name}", filter=_nobodys)
            if engine:
                archive.add(engine, f"{top}/offline/asterisk", filter=_nobodys)
            for name, text in (("python", python), ("machine", machine)):
                (Path(told) / name).write_text(f"{text}\n")
                archive.add(Path(told) / name, f"{top}/offline/{name}", filter=_nobodys)
        with part.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        part.replace(target)
    except OSError as error:
        raise BundleFailed(f"{target} could not be written: {error}") from None
    finally:
        part.unlink(missing_ok=True)
    return Bundle(target, target.stat().st_size, digest, len(wheels), python, machine)


def _sources() -> list[str]:
    if offline():
        raise BundleFailed("This tree came out of a bundle: copy that one, or make another where the internet is.")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=SOURCE_TREE, capture_output=True, text=True)
    names = [name for name in done.stdout.split("\0") if name and not name.startswith(LEFT_OUT)]
    if done.returncode != 0 or "pyproject.toml" not in names:
        raise BundleFailed(f"{SOURCE_TREE} is no git checkout: a bundle is made from one.")
    return [name for name in names if (SOURCE_TREE / name).exists()]


def _engine(data: Path, report: Report) -> Path:
    """The folder of an unpacked Asterisk. One that is installed on this machine cannot be taken along."""
    try:
        return provision.provision(data, report).program.parents[2]
    except VoiceUnavailable as error:
        raise BundleFailed(f"{error} `--without-voice` leaves calls out.") from None


def _wheels(locks: list[str], report: Report) -> list[Path]:
    """Fetched where they are missing; none that the locks do not name by its hash."""
    folder = SOURCE_TREE / ".tools" / "wheels"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [SOURCE_TREE / "requirements" / f"{name}.lock" for name in locks]
    for path in paths:
        report(f"Fetching what {path.name} pins")
        _download(path, folder, report)
    pinned = "".join(path.read_text() for path in paths)
    return [wheel for wheel in sorted(folder.glob("*.whl")) if _digest(wheel) in pinned]


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _download(lock: Path, folder: Path, report: Report) -> None:
    words = ["download", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(folder)]
    turns = mirrors.of_python(os.environ) * ROUNDS
    for number, index in enumerate(turns, 1):
        done = subprocess.run(
            [*_pip(), *words, "--requirement", str(lock)],
            cwd=SOURCE_TREE,
            env={**os.environ, **({"PIP_INDEX_URL": index} if index else {})},
            capture_output=True,
            text=True,
        )
        if done.returncode == 0:
            return
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["no reason given"]
        if number == len(turns) or not NETWORK.search(done.stderr):
            raise BundleFailed(f"{lock.name} could not be fetched: {said[-1]}")
        report(
            f"The network broke off ({said[-1]}); what has arrived is kept. Trying again with {mirrors.host(turns[number])}"
        )


def _pip() -> list[str]:
    """The set-up's pip: in the environment of uv, or out of Debian's unpacked package."""
    tools = SOURCE_TREE / ".tools"
    python = str(tools / "uv" / "bin" / "python")
    packed = sorted(tools.glob("pip/usr/share/python-wheels/pip-*.whl"))
    if not shutil.which(python):
        raise BundleFailed("Kefu is not set up here: run `make setup-run` first.")
    return [python, str(packed[-1] / "pip")] if packed else [python, "-m", "pip"]


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Without this machine's people, and without what Python compiled."""
    if "__pycache__" in member.name:
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
