"""The folder of nightly archives: what lies in it, what is known of it, one more, and which go. Imports no Django."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kefu.config.environment import Environment
from kefu.config.postgres import PostgresUnavailable
from kefu.config.state import FileLock, read_state, write_state
from kefu.config.upkeep import archive, rehearsal, rules
from kefu.config.upkeep.archive import ArchiveBroken, BackupFailed, RestoreFailed
from kefu.config.upkeep.rules import Attempts, Known
from kefu.kernel import clock

NAME = re.compile(r"kefu-(\d{8}-\d{6})\.tar")
STAMP = "%Y%m%d-%H%M%S"
STATE = "backups.json"

logger = logging.getLogger(__name__)


class BackupsOff(BackupFailed):
    """KEFU_BACKUPS is off."""


@dataclass(frozen=True)
class Archive:
    """One archive of the folder. `error` is why it does not prove whole."""

    path: Path
    at: datetime
    size: int
    is_whole: bool | None
    restored_at: datetime | None
    error: str

    @property
    def known(self) -> Known:
        return Known(self.path.name, self.at, self.is_whole, self.restored_at)


def listed(environment: Environment) -> list[Archive]:
    """Newest first. Only names of ours count; what others put into the folder is never looked at."""
    found = []
    proofs = _state(environment).get("proofs", {})
    for path in environment.backups.glob("kefu-*.tar") if environment.backups else ():
        if matched := NAME.fullmatch(path.name):
            proof = proofs.get(path.name, {})
            with suppress(FileNotFoundError):
                at = datetime.strptime(matched[1], STAMP).replace(tzinfo=UTC)
                size = path.stat().st_size
                restored = proof.get("restored_at")
                found.append(
                    Archive(
                        path, at, size, proof.get("is_whole"),
                        datetime.fromisoformat(restored) if restored else None, proof.get("error", ""),
                    )
                )  # fmt: skip
    return sorted(found, key=lambda one: one.at, reverse=True)


def attempts(environment: Environment) -> Attempts:
    """What came before; the first look at an instance is remembered here."""
    told = _state(environment)
    now = clock.now()
    if "since" not in told:
        told["since"] = now.isoformat()
        _write(environment, told)
    newest = next((one for one in listed(environment) if one.is_whole is not False), None)
    tried = told.get("tried_at")
    return Attempts(
        newest=newest.at if newest else None,
        tried=datetime.fromisoformat(tried) if tried else None,
        failed=bool(told.get("error")),
        since=datetime.fromisoformat(told["since"]),
    )


def last_error(environment: Environment) -> str:
    return str(_state(environment).get("error", ""))


def make(environment: Environment, url: str, *, is_proved: bool = True) -> Archive:
    """Write one more archive, prove it, and let the oldest go. Raises BackupFailed; the reason is remembered for the desk.

    An archive that does not prove whole stays to be looked at, and is not counted.
    """
    if environment.backups is None:
        raise BackupsOff("Backups are switched off (KEFU_BACKUPS=off).")
    with alone(environment):
        now = clock.now()
        told = _state(environment) | {"tried_at": now.isoformat(), "error": ""}
        try:
            _sweep_folder(environment.backups)
            target = environment.backups / f"kefu-{now.strftime(STAMP)}.tar"
            archive.write(environment, url, target)
            if is_proved:
                told["proofs"] = told.get("proofs", {}) | {target.name: _proved(environment, target)}
                if error := told["proofs"][target.name]["error"]:
                    raise BackupFailed(error)
        except (BackupFailed, PostgresUnavailable) as error:
            _write(environment, told | {"error": str(error)})
            raise BackupFailed(str(error)) from error
        _write(environment, told)
        _rotate(environment)
        return next(one for one in listed(environment) if one.path == target)


def verify(environment: Environment, source: Path) -> rehearsal.Proof:
    """Restore an archive beside everything and remember what came of it. Raises as `rehearsal.rehearse` does."""
    with alone(environment):
        try:
            proof = rehearsal.rehearse(environment, source)
        except ArchiveBroken as error:
            _remember(environment, source, {"is_whole": False, "error": str(error)})
            raise
        _remember(environment, source, {"is_whole": True, "restored_at": clock.now().isoformat(), "error": ""})
        return proof


@contextmanager
def alone(environment: Environment) -> Iterator[None]:
    """Nobody else writes, proves or upgrades meanwhile; what a killed one left is swept first."""
    with FileLock(environment.data / "upkeep.lock"):
        rehearsal.sweep(environment)
        yield


def _proved(environment: Environment, target: Path) -> dict[str, Any]:
    """Read it back; weekly restore it. What cannot be rehearsed for want of room or of a server says so and is still whole."""
    told: dict[str, Any] = {"is_whole": None, "error": ""}
    try:
        archive.examine(target)
        told["is_whole"] = True
        if rules.needs_rehearsal([one.known for one in listed(environment)], clock.now()):
            rehearsal.rehearse(environment, target)
            told["restored_at"] = clock.now().isoformat()
    except ArchiveBroken as error:
        told |= {"is_whole": False, "error": str(error)}
    except (RestoreFailed, PostgresUnavailable, OSError) as error:
        told["error"] = f"The archive is whole, but it could not be rehearsed: {error}"
    return told


def _rotate(environment: Environment) -> None:
    found = {one.path.name: one for one in listed(environment)}
    for name in rules.to_delete([one.known for one in found.values()], environment.backups_kept):
        found[name].path.unlink(missing_ok=True)
        logger.info("Removed the old backup %s", name)
    told = _state(environment)
    left = {one.path.name for one in listed(environment)}
    told["proofs"] = {name: proof for name, proof in told.get("proofs", {}).items() if name in left}
    _write(environment, told)


def _sweep_folder(folder: Path) -> None:
    """Remove what a writer that was killed has left."""
    for path in folder.glob("kefu-*.tar.part"):
        path.unlink(missing_ok=True)
    for path in folder.glob(f"{archive.PARTIAL}*"):
        shutil.rmtree(path, ignore_errors=True)


def _remember(environment: Environment, source: Path, proof: dict[str, Any]) -> None:
    if environment.backups is None or source.absolute().parent != environment.backups.absolute():
        return
    told = _state(environment)
    told["proofs"] = told.get("proofs", {}) | {source.name: proof}
    _write(environment, told)


def _state(environment: Environment) -> dict[str, Any]:
    return read_state(environment.state_directory / STATE)


def _write(environment: Environment, told: dict[str, Any]) -> None:
    try:
        write_state(environment.state_directory / STATE, told)
    except OSError as error:  # the disk is full: the age of the newest archive tells it too
        logger.error("What is known of the backups could not be written: %s", error)
