"""`kefu restore FILE`: replace database, files and signing key by those of an archive of `kefu backup`.

All or nothing: the database is replaced in one transaction, the files are swapped after it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kefu.config.environment import Environment
from kefu.config.postgres import available
from kefu.config.state import FileLock, LockHeld
from kefu.config.upkeep import archive


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="an archive of `kefu backup`")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace) -> int:
    environment = Environment.read()
    question = f"Replace everything in {environment.database_url or environment.data} by {arguments.file}? [y/N] "
    if not arguments.yes and input(question).strip().lower() not in ("y", "yes"):
        return 1
    running = FileLock(environment.data / "supervisor.lock")
    try:
        running.acquire(holder="kefu restore")
        with running, available(environment, holder="kefu restore") as url:
            archive.restore(environment, url, arguments.file)
    except LockHeld as error:
        print(f"kefu: Kefu is running ({error.holder}): stop it first.", file=sys.stderr)
        return 1
    except (archive.RestoreFailed, archive.ArchiveBroken) as error:
        print(f"kefu: {error}", file=sys.stderr)
        return 1
    print("Restored. `kefu run` brings the database to this version.")
    return 0
