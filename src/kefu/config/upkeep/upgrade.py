"""Bringing a database to this version so that it can be taken back: backup, migrations, a look, and the backup again if need be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import psycopg

from kefu.config.environment import Environment
from kefu.config.prepare import LOCK
from kefu.config.state import read_state, write_state
from kefu.config.upkeep import archive, backups, rehearsal
from kefu.kernel import clock

STATE = "upgrade.json"
Report = Callable[[str], None]


class UpgradeFailed(Exception):
    """The message says what failed; `is_as_before` whether the database is what it was."""

    def __init__(self, message: str, *, is_as_before: bool) -> None:
        super().__init__(message)
        self.is_as_before = is_as_before


@dataclass(frozen=True)
class Outcome:
    """`changed` names tables whose number of rows is another one now: before and after."""

    steps: list[str]
    archive: Path | None
    changed: dict[str, tuple[int, int]]


def upgrade(environment: Environment, url: str, report: Report) -> Outcome:
    """The caller holds the supervisor's lock. Raises UpgradeFailed; then the database is as before, or the message says not."""
    with backups.alone(environment), _nobody_else(url):
        steps = waiting(url)
        if not steps:
            return Outcome([], None, {})
        try:
            outcome = _upgrade(environment, url, steps, report)
        except UpgradeFailed as error:
            _note(environment, error=str(error))
            raise
        _note(environment, error="")
        return outcome


def _upgrade(environment: Environment, url: str, steps: list[str], report: Report) -> Outcome:
    target = _target(environment)
    report(f"Backing up to {target}")
    try:
        archive.write(environment, url, target)
        archive.examine(target)
    except (archive.BackupFailed, archive.ArchiveBroken) as error:
        raise UpgradeFailed(f"There is no backup, so nothing was changed: {error}", is_as_before=True) from error
    before = archive.rows_by_table(url)
    report(f"Migrating the database: {len(steps)} steps")
    try:
        _child("migrate", url)
    except subprocess.CalledProcessError as error:
        report("It failed; restoring the database from the backup")
        raise _taken_back(environment, url, target, before, _reason(error)) from error
    return Outcome(steps, target, _differences(before, archive.rows_by_table(url)))


def rehearse(environment: Environment, url: str, report: Report) -> Outcome:
    """The same on a copy in a server of its own, while Kefu runs. Raises UpgradeFailed, BackupFailed or RestoreFailed."""
    with backups.alone(environment), rehearsal.scratch(environment) as place:
        report("Copying the database")
        before = archive.dump_database(environment, url, place.folder / archive.DATABASE)
        place.cluster.start()
        archive.replace_database(place.cluster.binaries, place.cluster.url(), place.folder / archive.DATABASE)
        steps = waiting(place.cluster.url())
        if steps:
            report(f"Migrating the copy: {len(steps)} steps")
            try:
                _child("migrate", place.cluster.url())
            except subprocess.CalledProcessError as error:
                raise UpgradeFailed(_reason(error), is_as_before=True) from error
        return Outcome(steps, None, _differences(before, archive.rows_by_table(place.cluster.url())))


def last(environment: Environment) -> Mapping[str, str]:
    """`at`, `kefu`, and `error` where it failed; empty before the first one."""
    return read_state(environment.state_directory / STATE)


def waiting(url: str) -> list[str]:
    """The migrations that this code has and the database has not."""
    return _child("waiting", url).stdout.split()


def _child(act: str, url: str) -> subprocess.CompletedProcess[str]:
    """Django in a process of its own: one set of settings knows one database."""
    variables = {**os.environ, "DATABASE_URL": url}
    command = [sys.executable, "-m", "kefu.config.upkeep.schema", act]
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=True)


def _reason(error: subprocess.CalledProcessError) -> str:
    lines = [line for line in str(error.stderr).splitlines() if line.strip()]
    return lines[-1] if lines else f"ended with {error.returncode}"


def _taken_back(environment: Environment, url: str, target: Path, before: dict[str, int], reason: str) -> UpgradeFailed:
    try:
        archive.restore(environment, url, target, with_files=False)
        if archive.rows_by_table(url) != before:
            raise archive.RestoreFailed("the restored rows are not those of before")
    except (archive.RestoreFailed, archive.ArchiveBroken, psycopg.Error) as error:
        return UpgradeFailed(f"{reason}. Restoring failed too ({error}): `kefu restore {target}`.", is_as_before=False)
    return UpgradeFailed(reason, is_as_before=True)


def _target(environment: Environment) -> Path:
    """Among the nightly ones, and kept and let go like them; switched off, in the data directory all the same."""
    folder = environment.backups or environment.data / "backups"
    return folder / f"kefu-{clock.now().strftime(backups.STAMP)}.tar"


def _differences(before: dict[str, int], after: dict[str, int]) -> dict[str, tuple[int, int]]:
    return {table: (count, after.get(table, 0)) for table, count in before.items() if after.get(table, 0) != count}


def _note(environment: Environment, *, error: str) -> None:
    write_state(
        environment.state_directory / STATE,
        {"at": clock.now().isoformat(), "kefu": version("kefu"), "error": error},
    )


@contextmanager
def _nobody_else(url: str) -> Iterator[None]:
    """Starts elsewhere wait behind the lock; who is connected already would see tables change under them."""
    with psycopg.connect(url, autocommit=True, application_name="kefu upgrade") as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        others = connection.execute(
            "SELECT DISTINCT coalesce(nullif(application_name, ''), 'unnamed') || ' (' || coalesce(host(client_addr), 'here') || ')' "
            "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        ).fetchall()
        if others:
            names = ", ".join(sorted(name for (name,) in others))
            raise UpgradeFailed(
                f"Others are connected to the database: {names}. Stop Kefu on every host first.", is_as_before=True
            )
        yield
