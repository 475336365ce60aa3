"""Getting an Asterisk: one that is there, or Debian's own, unpacked into the data directory without root.

data/asterisk/tree-3        the program with its modules and libraries
data/asterisk/current.json  which tree is the good one, its version, and each package with its checksum
data/asterisk/work          lists and packages of a run that was interrupted; the next one goes on from there
"""

from __future__ import annotations

import logging
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from kefu.config import wheels
from kefu.config.asterisk import packages, ports, rules
from kefu.config.asterisk.modules import MODULES, NEEDED
from kefu.config.asterisk.packages import Apt, Package, PackagesUnavailable
from kefu.config.asterisk.plan import Plan
from kefu.config.asterisk.server import Server, ServerUnavailable
from kefu.config.asterisk.tree import Tree, TreeInvalid, installed, unpacked
from kefu.config.state import FileLock, read_state, write_state

PACKAGE = "asterisk"
CURRENT, WORK = "current.json", "work"
# What modules that Kefu never loads, and maintenance of a whole system, would bring along. Whether something loaded needs one of
# them after all is asked afterwards, and then all of them are fetched.
OPTIONAL = re.compile(
    r"^(?:perl|libperl|gnupg|gpg|dirmngr|pinentry|libsnmp|libsensors|pci\.ids|debconf|adduser|passwd|base-passwd|login|tzdata|"
    r"libicu|libjack|libportaudio|libasound|libcodec2|libpq5|libsybdb|freetds|libunbound|libodbc|libgnutls|libtiff|libjpeg|"
    r"libwebp|libsharpyuv|liblerc|libjbig|libdeflate|libspandsp|libgmime|libglib|libical|libiksemel|liblua|libneon|libradcli|"
    r"libresample|libsamplerate|libdb5|libgdbm|libpam|libaudit|libsemanage|libsepol|libgpgme|libassuan|libksba|libnpth|"
    r"libreadline|readline|libncurses|libhogweed|libnettle|libp11|libtasn1|libffi|libpci|libwrap|libnl-|libjwt|libgcrypt|"
    r"libgpg-error|openssl-provider|libevent|libvo-|libopencore|libvorbis|libspeex|libselinux|libblkid|libmount|libpcre2|"
    r"libudev|libcap-ng|libdebconf|libntlm|libsasl2-modules|asterisk-config|asterisk-core-sounds)"
)

Progress = Callable[[str], None]
logger = logging.getLogger("voice")


class VoiceUnavailable(Exception):
    """There is no Asterisk to be had here; the message says why and how to mend it."""


class PackageSource(Protocol):
    """Where packages come from."""

    def prepare(self) -> None: ...
    def update(self) -> None: ...
    def resolve(self, package: str) -> list[str]: ...
    def download(self, names: list[str]) -> list[Package]: ...


def find(data: Path, given: Path | None, progress: Progress) -> Tree:
    """The tree named by KEFU_ASTERISK, the `asterisk` of this machine, that of a bundle, or a provisioned one.

    Raises VoiceUnavailable.
    """
    if given is not None:
        try:
            tree = unpacked(given, "given")
            tree.version()
        except TreeInvalid as error:
            raise VoiceUnavailable(f"KEFU_ASTERISK names no usable tree: {error}.") from None
        return tree
    return installed() or _bundled() or provision(data, progress)


def _bundled() -> Tree | None:
    """What `kefu bundle` packed. Raises VoiceUnavailable where the bundle was made without one: there is nobody to ask."""
    folder = wheels.offline()
    if folder is None:
        return None
    try:
        tree = unpacked(folder / "asterisk", "bundled")
        tree.version()
    except TreeInvalid as error:
        raise VoiceUnavailable(f"This bundle brings no usable telephone engine ({error}).") from None
    return tree


def current(data: Path) -> Tree | None:
    """The last good tree of this data directory, when it still runs."""
    home = data / "asterisk"
    name = read_state(home / CURRENT).get("tree")
    if not isinstance(name, str):
        return None
    try:
        tree = unpacked(home / name, "provisioned")
        tree.version()
    except TreeInvalid as error:
        logger.warning("%s", error)
        return None
    return tree


def provision(
    data: Path,
    progress: Progress,
    *,
    renew: bool = False,
    source: PackageSource | None = None,
    smoke: Callable[[Tree], str] | None = None,
) -> Tree:
    """The last good tree, else a new one. `renew`: a new one from what Debian has today, and the last good one when that fails.

    Raises VoiceUnavailable when there is none in the end.
    """
    home = data / "asterisk"
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / "provision.lock"):
        good = current(data)
        if good is not None and not renew:
            return good
        try:
            return _renewed(home, progress, source or Apt(home / WORK), smoke or smoke_test)
        except (PackagesUnavailable, TreeInvalid, ServerUnavailable, rules.PlanInvalid, OSError) as error:
            if good is None:
                raise VoiceUnavailable(f"Asterisk could not be fetched: {error}") from None
            progress(f"The new Asterisk is not used: {error} The one of before goes on.")
            return good


def smoke_test(tree: Tree) -> str:
    """Start it on ports of its own and ask it for version and modules: the version. Raises ServerUnavailable."""
    with tempfile.TemporaryDirectory(prefix="kefu-") as folder:
        sip = ports.web()
        server = Server(
            Plan(
                tree=tree,
                directory=Path(folder) / "smoke",
                sockets=Path(folder),
                sip_port=sip,
                http_port=ports.web(),
                rtp=ports.audio(sip),
                user="smoke",
                password="smoke",
            ),
            log=logging.getLogger("asterisk.smoke"),
        )
        try:
            server.start()
            version = str(server.ask("/asterisk/info?only=system")["system"]["version"])
            if missing := server.missing_modules(NEEDED):
                raise ServerUnavailable(f"modules do not load: {', '.join(sorted(missing))}: {server.last_words()}")
        finally:
            server.stop()
    return version


def _renewed(home: Path, progress: Progress, source: PackageSource, smoke: Callable[[Tree], str]) -> Tree:
    source.prepare()
    progress("Reading Debian's package lists")
    source.update()
    names = source.resolve(PACKAGE)
    wanted = [name for name in names if not OPTIONAL.match(name)]
    number = (
        max(
            (int(path.name.removeprefix("tree-")) for path in home.glob("tree-*") if path.name[5:].isdigit()), default=0
        )
        + 1
    )
    root = home / f"tree-{number}"
    try:
        used = _unpacked(root, wanted, source, progress)
        tree = unpacked(root, "provisioned")
        if missing := tree.missing_libraries(frozenset(MODULES)):
            progress(f"{', '.join(sorted(missing))} missing: fetching the other {len(names) - len(wanted)} packages")
            used += _unpacked(root, [name for name in names if name not in wanted], source, progress)
            tree = unpacked(root, "provisioned")
            if missing := tree.missing_libraries(frozenset(MODULES)):
                raise TreeInvalid(f"libraries are missing: {', '.join(sorted(missing))}")
        if lacking := NEEDED - tree.modules:
            raise TreeInvalid(f"modules are missing: {', '.join(sorted(lacking))}")
        progress("Trying it out")
        version = smoke(tree)
    except BaseException:
        _tell_difference(home, source, progress)
        shutil.rmtree(root, ignore_errors=True)
        raise
    _remember(home, root, version, used)
    shutil.rmtree(home / WORK, ignore_errors=True)
    progress(f"Asterisk {version} is ready")
    return tree


def _unpacked(root: Path, names: list[str], source: PackageSource, progress: Progress) -> list[Package]:
    progress(f"Fetching Asterisk: {len(names)} packages")
    found = source.download(names)
    for number, package in enumerate(found, 1):
        if number % 20 == 1:
            progress(f"Unpacking Asterisk: {number} of {len(found)}")
        packages.unpack(package.file, root)
    return found


def _remember(home: Path, root: Path, version: str, used: list[Package]) -> None:
    """Written last: until then the tree of before is the good one. That one is kept, since it may be running; older ones go."""
    before = read_state(home / CURRENT).get("tree")
    told: dict[str, Any] = {
        "tree": root.name,
        "version": version,
        "packages": {one.name: {"version": one.version, one.algorithm: one.digest} for one in used},
    }
    write_state(home / CURRENT, told)
    for path in home.glob("tree-*"):
        if path.name not in (root.name, before):
            shutil.rmtree(path, ignore_errors=True)


def _tell_difference(home: Path, source: PackageSource, progress: Progress) -> None:
    """Which packages are others than those of the good tree: one of them is the cause."""
    good: Mapping[str, Mapping[str, str]] = read_state(home / CURRENT).get("packages", {})
    if not good or not isinstance(source, Apt):
        return
    for path in sorted(source.cache.glob("*.deb")):
        one = Package(path, "", "")
        before = good.get(one.name, {}).get("version", "not there")
        if before != one.version:
            progress(f"{one.name}: {before} → {one.version}")


def main() -> None:
    """`python -m kefu.config.asterisk.provision DIRECTORY [--renew]`: print the tree's folder."""
    logging.basicConfig(level=logging.WARNING)

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    try:
        tree = provision(Path(sys.argv[1]).absolute(), say, renew="--renew" in sys.argv)
    except VoiceUnavailable as error:
        sys.exit(f"kefu: {error}")
    print(tree.program.parents[2])


if __name__ == "__main__":
    main()
