"""Where Python packages may be asked for, in turn: what pip and uv are told on this machine, then KEFU_MIRRORS.

The set-up scripts run this file before anything is installed, so it imports nothing but Python's own library.
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Mapping
from pathlib import Path

OWN_CHOICE = ""  # an index that nobody named: uv's own


def of_python(variables: Mapping[str, str]) -> list[str]:
    """Addresses of package indexes, the preferred one first, each once; never empty.

    Who named an index gets no other than named ones: a company may have its reasons. The locks' hashes make all of them equal.
    """
    configured = _configured_of_pip(variables)
    first = next(
        filter(
            None,
            (
                variables.get("UV_DEFAULT_INDEX"),
                variables.get("UV_INDEX_URL"),
                variables.get("PIP_INDEX_URL"),
                configured.get("index-url"),
            ),
        ),
        OWN_CHOICE,
    )
    return list(dict.fromkeys([first, *variables.get("KEFU_MIRRORS", "").split()]))


def host(mirror: str) -> str:
    """What may be shown of an address: no name and password that stand in it."""
    return mirror.split("://")[-1].split("/")[0].split("@")[-1] or "the usual index"


def _configured_of_pip(variables: Mapping[str, str]) -> dict[str, str]:
    home = Path(variables.get("HOME") or "/nonexistent")
    places = [
        Path("/etc/pip.conf"),
        home / ".pip" / "pip.conf",
        Path(variables.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf",
        Path(variables.get("PIP_CONFIG_FILE") or "/nonexistent"),
    ]
    parser = configparser.RawConfigParser(strict=False)
    found: dict[str, str] = {}
    for place in places:
        try:
            parser.read(place)
        except (OSError, configparser.Error):
            continue  # pip itself will complain
    for section in ("global", "install"):
        if parser.has_section(section):
            found.update(parser.items(section))
    return found


if __name__ == "__main__":
    print("\n".join(of_python(os.environ)))
