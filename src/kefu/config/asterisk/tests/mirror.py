"""A Debian mirror for tests, and an `apt-get` that serves it: it is away, ends halfway or sends rubbish when told to."""

from __future__ import annotations

import io
import os
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from kefu.config.asterisk.modules import NEEDED
from kefu.config.asterisk.packages import Apt

APT = """#!{python}
import hashlib, os, pathlib, shutil, sys
world = pathlib.Path({world!r})
words = [word for word in sys.argv[1:] if word not in ("-q", "-qq")]
with (world / "asked").open("a") as file:
    file.write(" ".join(words) + "\\n")
assert pathlib.Path(os.environ["APT_CONFIG"]).is_file()
faults = {{path.name for path in (world / "faults").iterdir()}}
debs = {{path.name.split("_")[0]: path for path in (world / "debs").iterdir()}}
if words[0] == "update":
    if "away" in faults:
        sys.exit("E: Failed to fetch the lists: Connection refused")
elif words[:2] == ["-s", "install"]:
    for name in sorted(debs):
        print("Inst", name, "(1)")
elif words[:2] == ["--print-uris", "download"]:
    for name in words[2:]:
        digest = hashlib.sha256(debs[name].read_bytes()).hexdigest()
        print(f"'http://deb.example/{{debs[name].name}}' {{debs[name].name}} {{debs[name].stat().st_size}} SHA256:{{digest}}")
elif words[0] == "download":
    for number, name in enumerate(words[1:]):
        if "half" in faults and number == 1:
            sys.exit("E: Failed to fetch " + name + ": Connection timed out")
        shutil.copy(debs[name], ".")
        if "rubbish" in faults:
            pathlib.Path(debs[name].name).write_bytes(b"!<arch>\\nrubbish")
"""
LOADER = """#!/bin/sh
shift 2
if [ "$1" = --list ]; then
    [ -e "$(dirname "$0")/libneeded.so" ] || echo "libneeded.so => not found"
    exit 0
fi
exec "$@"
"""
PROGRAM = "#!/bin/sh\necho 'Asterisk {version}'\n"
LIBRARIES = "usr/lib/x86_64-linux-gnu"


@dataclass
class Mirror:
    """`world` holds the packages, the faults, and what was asked of apt."""

    world: Path

    def offer(self, name: str, version: str, files: dict[str, str]) -> None:
        for older in (self.world / "debs").glob(f"{name}_*"):
            older.unlink()
        (self.world / "debs" / f"{name}_{version}_amd64.deb").write_bytes(deb(files))

    def offer_asterisk(self, version: str = "22.10.1", *, needs_more: bool = False) -> None:
        """In three packages; with `needs_more` a library that something needs comes in a package held for optional."""
        modules = {f"{LIBRARIES}/asterisk/modules/{name}.so": "" for name in NEEDED}
        share = {
            "usr/share/asterisk/documentation/core-en_US.xml": "<docs/>",
            "usr/share/doc/asterisk/README": "left out",
        }
        self.offer("asterisk", version, {"usr/sbin/asterisk": PROGRAM.format(version=version), **modules})
        self.offer("asterisk-data", version, share)
        library = {f"{LIBRARIES}/libneeded.so": ""}
        self.offer("libc6", "2.43", {f"{LIBRARIES}/ld-linux-x86-64.so.2": LOADER, **({} if needs_more else library)})
        self.offer("libsnmp40", "5.9", library if needs_more else {})

    def break_down(self, *faults: str) -> None:
        for path in (self.world / "faults").iterdir():
            path.unlink()
        for fault in faults:
            (self.world / "faults" / fault).touch()

    def asked(self) -> list[str]:
        return (self.world / "asked").read_text().splitlines()

    def apt(self, work: Path) -> Apt:
        return Apt(work, sources=self.world / "apt", keyring=self.world / "keyring.gpg")


def mirror(world: Path, monkeypatch: pytest.MonkeyPatch) -> Mirror:
    for folder in ("debs", "faults", "bin", "apt/sources.list.d"):
        (world / folder).mkdir(parents=True)
    command = world / "bin" / "apt-get"
    command.write_text(APT.format(python=sys.executable, world=str(world)))
    command.chmod(0o755)
    (world / "keyring.gpg").touch()
    (world / "apt/sources.list.d/debian.sources").write_text(
        "Types: deb\n# http://old.example/debian\nURIs: http://deb.example/debian\n"
    )
    monkeypatch.setenv("PATH", f"{world / 'bin'}{os.pathsep}{os.environ['PATH']}")
    made = Mirror(world)
    made.offer_asterisk()
    return made


def deb(files: dict[str, str], links: dict[str, str] | None = None) -> bytes:
    """An ar archive as Debian builds packages: names with contents, and links with where they lead."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:xz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"./{name}")
            member.size, member.mode = len(text.encode()), 0o755
            archive.addfile(member, io.BytesIO(text.encode()))
        for name, target in (links or {}).items():
            member = tarfile.TarInfo(f"./{name}")
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    parts = {"debian-binary": b"2.0\n", "control.tar.xz": b"-", "data.tar.xz": data.getvalue()}
    content = b"!<arch>\n"
    for name, body in parts.items():
        content += (
            f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(body):<10}`\n".encode() + body + b"\n" * (len(body) % 2)
        )
    return content
