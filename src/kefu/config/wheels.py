"""Python packages that come behind the first page: what a lock file pins beyond core.lock. Imports no Django."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from kefu.config import mirrors
from kefu.config.environment import SOURCE_TREE

REQUIREMENT = re.compile(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", re.MULTILINE | re.DOTALL)
INSTALL = ("pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:")
NETWORK = re.compile(
    r"timed? ?out|timeout|connect|network|dns|resolve host|reset by|unreachable|broken pipe|incomplete|error sending request"
    r"|request failed|failed to (?:fetch|download)|status .*(?:429|50\d)",
    re.IGNORECASE,
)
ROUNDS, PAUSE_SECONDS = 3, 3.0

logger = logging.getLogger("wheels")


class WheelsUnavailable(Exception):
    """The packages cannot be fetched; the message says why and what to do."""


def requirements(lock: str, extra: str) -> list[str]:
    """What `requirements/LOCK.lock` pins beyond core.lock, with its hashes; `extra` is named where there are no lock files."""
    locks = [SOURCE_TREE / "requirements" / f"{name}.lock" for name in ("core", lock)]
    if not all(path.exists() for path in locks):
        raise WheelsUnavailable(
            f"Kefu does not run from its source tree: install the packages with `pip install kefu[{extra}]`."
        )
    core, wanted = (REQUIREMENT.findall(path.read_text()) for path in locks)
    known = {name_of(requirement) for requirement in core}
    return [requirement for requirement in wanted if name_of(requirement) not in known]


def name_of(requirement: str) -> str:
    return requirement.split("=")[0]


def offline() -> Path | None:
    """The folder that `kefu bundle` packed, in a tree that came out of a bundle."""
    folder = SOURCE_TREE / "offline"
    return folder if (folder / "wheels").is_dir() else None


def install(requirement: str) -> None:
    """Into the environment of this Python, with its hashes checked. Where the network is at fault, from each mirror in turn.

    Raises WheelsUnavailable.
    """
    uv = SOURCE_TREE / ".tools" / "uv" / "bin" / "uv"
    command = str(uv) if uv.exists() else shutil.which("uv")
    if command is None:
        raise WheelsUnavailable("`uv` is missing: run `make run` once.")
    with tempfile.NamedTemporaryFile("w", suffix=".lock") as file:
        file.write(requirement)
        file.flush()
        words = [command, *INSTALL, "--python", sys.executable, "--requirement", file.name]
        if folder := offline():
            reason = _run([*words, "--offline", "--no-index", "--find-links", str(folder / "wheels")], {})
            if reason:
                raise WheelsUnavailable(f"{name_of(requirement)} is not in this bundle ({reason}).")
            return
        reason = _fetch(words)
    if reason:
        raise WheelsUnavailable(f"could not be fetched ({reason}); start again when the registry is reachable.")


def _fetch(words: list[str]) -> str:
    """Why it failed in the end; empty when it did not."""
    indexes = mirrors.of_python(os.environ)
    turns = indexes * ROUNDS
    reason = ""
    for number, index in enumerate(turns, 1):
        reason = _run(words, {"UV_DEFAULT_INDEX": index} if index else {})
        if not reason or not NETWORK.search(reason) or number == len(turns):
            return reason
        following = turns[number]
        logger.info("The network broke off (%s); trying again with %s", reason, mirrors.host(following))
        time.sleep(PAUSE_SECONDS)
    return reason


def _run(words: list[str], variables: Mapping[str, str]) -> str:
    """The last words of a failure; empty when there was none."""
    result = subprocess.run(
        words, env={"UV_SYSTEM_CERTS": "true", **os.environ, **variables}, capture_output=True, text=True
    )
    if result.returncode == 0:
        return ""
    return (result.stderr.strip().splitlines() or ["no reason given"])[-1].strip()
