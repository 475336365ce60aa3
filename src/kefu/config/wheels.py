"""Python packages that come behind the first page: what a lock file pins beyond core.lock. Imports no Django."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile

from kefu.config.environment import SOURCE_TREE

REQUIREMENT = re.compile(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", re.MULTILINE | re.DOTALL)
INSTALL = ("pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:")


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


def install(requirement: str) -> None:
    """Into the environment of this Python, with its hashes checked. Raises WheelsUnavailable."""
    uv = SOURCE_TREE / ".tools" / "uv" / "bin" / "uv"
    command = str(uv) if uv.exists() else shutil.which("uv")
    if command is None:
        raise WheelsUnavailable("`uv` is missing: run `make run` once.")
    with tempfile.NamedTemporaryFile("w", suffix=".lock") as file:
        file.write(requirement)
        file.flush()
        result = subprocess.run(
            [command, *INSTALL, "--python", sys.executable, "--requirement", file.name],
            env={"UV_SYSTEM_CERTS": "true", **os.environ},
            capture_output=True,
            text=True,
        )
    if result.returncode != 0:
        last = (result.stderr.strip().splitlines() or ["no reason given"])[-1].strip()
        raise WheelsUnavailable(f"could not be fetched ({last}); start again when the registry is reachable.")
