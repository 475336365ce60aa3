"""An Asterisk on this machine: a program with its modules and libraries, installed or unpacked anywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

OLDEST = 20
ANSWER_SECONDS = 30
VERSION = re.compile(r"Asterisk (?:certified/)?((\d+)\.[\w.]+)")
DOCUMENTATION = Path("documentation") / "core-en_US.xml"  # without it the modules of ARI refuse to load

Origin = Literal["given", "path", "bundled", "provisioned"]


class TreeInvalid(Exception):
    """What lies there is no Asterisk that Kefu can use; the message says why."""


@dataclass(frozen=True)
class Tree:
    """A usable Asterisk.

    `loader` are the words before the program where it brings a C library of its own; `--library-path` instead of
    LD_LIBRARY_PATH, so that what it starts uses the machine's libraries. `modules` are the names that it has, without .so.
    """

    program: Path
    loader: tuple[str, ...]
    module_directory: Path
    data_directory: Path
    modules: frozenset[str]
    origin: Origin

    def command(self, *words: str) -> list[str]:
        return [*self.loader, str(self.program), *words]

    def version(self) -> str:
        """For example `22.10.1`. Raises TreeInvalid when it does not run, or is older than 20."""
        try:
            done = subprocess.run(self.command("-V"), capture_output=True, text=True, timeout=ANSWER_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise TreeInvalid(f"{self.program} does not run: {error}") from None
        told = VERSION.search(done.stdout)
        if told is None:
            reason = (done.stderr or done.stdout).strip()[-200:] or f"exit code {done.returncode}"
            raise TreeInvalid(f"{self.program} does not tell its version: {reason}")
        if int(told[2]) < OLDEST:
            raise TreeInvalid(f"{self.program} is Asterisk {told[1]}: version {OLDEST} or newer is needed")
        return told[1]

    def missing_libraries(self, names: frozenset[str]) -> set[str]:
        """Libraries that the program or one of the modules `names` asks for and that are not in the tree."""
        if not self.loader:
            return set()
        files = [self.program, *(self.module_directory / f"{name}.so" for name in sorted(names & self.modules))]
        missing: set[str] = set()
        for file in files:
            done = subprocess.run([*self.loader, "--list", str(file)], capture_output=True, text=True)
            missing |= set(re.findall(r"(\S+) => not found", done.stdout + done.stderr))
            missing |= set(re.findall(r"(\S+): cannot open shared object file", done.stderr))
        return missing


def unpacked(root: Path, origin: Origin) -> Tree:
    """The tree of a Debian package below `root`. Raises TreeInvalid when it is not whole."""
    root = root.absolute()
    program = root / "usr" / "sbin" / "asterisk"
    loader = next((path for path in _found(root, "ld-linux-*.so.*") if path.is_file()), None)
    if not program.is_file():
        raise TreeInvalid(f"There is no usr/sbin/asterisk below {root}")
    if loader is None:
        raise TreeInvalid(f"There is no loader (ld-linux-*.so) below {root}")
    libraries = {folder for folder in (root / "usr" / "lib", root / "lib", *_triplets(root)) if folder.is_dir()}
    words = (str(loader), "--library-path", ":".join(map(str, sorted(libraries))))
    return _tree(program, words, _modules(root / "usr"), root / "usr" / "share" / "asterisk", origin)


def installed() -> Tree | None:
    """The `asterisk` on PATH, when it is one that Kefu can use."""
    found = shutil.which("asterisk")
    if found is None:
        return None
    program = Path(found)
    prefixes = (program.resolve().parent.parent, Path("/usr"), Path("/usr/local"))
    for prefix in prefixes:
        for data in (prefix / "share" / "asterisk", Path("/var/lib/asterisk"), Path("/usr/share/asterisk")):
            try:
                tree = _tree(program, (), _modules(prefix), data, "path")
                tree.version()
            except TreeInvalid:
                continue
            return tree
    return None


def _tree(program: Path, loader: tuple[str, ...], modules: Path | None, data: Path, origin: Origin) -> Tree:
    if modules is None:
        raise TreeInvalid(f"{program} has no modules")
    if not (data / DOCUMENTATION).is_file():
        raise TreeInvalid(f"{data / DOCUMENTATION} is missing")
    names = frozenset(path.stem for path in modules.glob("*.so"))
    return Tree(program, loader, modules, data, names, origin)


def _modules(prefix: Path) -> Path | None:
    folders = [prefix / "lib" / "asterisk" / "modules", prefix / "lib64" / "asterisk" / "modules"]
    folders += sorted(prefix.glob("lib/*/asterisk/modules"))
    return next((folder for folder in folders if folder.is_dir()), None)


def _triplets(root: Path) -> list[Path]:
    """Folders like usr/lib/x86_64-linux-gnu."""
    return [*root.glob("usr/lib/*-linux-*"), *root.glob("lib/*-linux-*")]


def _found(root: Path, pattern: str) -> list[Path]:
    folders = (*_triplets(root), root / "usr" / "lib64", root / "lib64", root / "usr" / "lib", root / "lib")
    return [path for folder in folders for path in sorted(folder.glob(pattern))]
