"""`kefu upgrade`: bring the database to this version, with a backup before and back to it when that fails."""

from __future__ import annotations

import argparse
import sys

from kefu.config.environment import Environment
from kefu.config.postgres import available
from kefu.config.state import FileLock, LockHeld
from kefu.config.upkeep import upgrade
from kefu.config.upkeep.archive import BackupFailed, RestoreFailed
from kefu.config.upkeep.upgrade import Outcome, UpgradeFailed


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="rehearse on a copy of the database, while Kefu runs; changes nothing"
    )


def run(arguments: argparse.Namespace) -> int:
    environment = Environment.read()
    try:
        if arguments.dry_run:
            with available(environment, holder="kefu upgrade") as url:
                _tell(upgrade.rehearse(environment, url, _say), rehearsed=True)
            return 0
        running = FileLock(environment.data / "supervisor.lock")
        running.acquire(holder="kefu upgrade")
        with running, available(environment, holder="kefu upgrade") as url:
            _tell(upgrade.upgrade(environment, url, _say), rehearsed=False)
    except LockHeld as error:
        print(f"kefu: Kefu is running ({error.holder}): stop it first. Nothing was changed.", file=sys.stderr)
        return 1
    except (BackupFailed, RestoreFailed) as error:
        print(f"kefu: The rehearsal did not come so far: {error}", file=sys.stderr)
        return 1
    except UpgradeFailed as error:
        print(f"kefu: {error}", file=sys.stderr)
        if error.is_as_before:
            print("The database is as before. Go on with the version that ran until now.", file=sys.stderr)
        return 1
    return 0


def _say(what: str) -> None:
    print(what, flush=True)


def _tell(outcome: Outcome, *, rehearsed: bool) -> None:
    if not outcome.steps:
        print("Nothing to do: the database is at this version.")
        return
    for table, (before, after) in sorted(outcome.changed.items()):
        print(f"  {table}: {before:,} → {after:,} rows")
    if rehearsed:
        print(f"{len(outcome.steps)} steps went well on the copy, and every table can be read. Nothing was changed.")
    else:
        print(f"Upgraded: {len(outcome.steps)} steps. The database of before lies in {outcome.archive}.")
