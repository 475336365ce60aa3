"""`kefu restore FILE`: replace database, files and signing key by those of an archive of `kefu backup`.

All or nothing: the database is replaced in one transaction, the files are swapped after it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from kefu.config.cli.backup import DATABASE, FILES, FORMAT, KEY, MANIFEST
from kefu.config.environment import Environment
from kefu.config.postgres import Cluster, available
from kefu.config.state import FileLock, LockHeld

EMPTY_DATABASE = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"


class RestoreFailed(Exception):
    """Nothing was changed; the message says why."""


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
            read_archive(environment, url, arguments.file)
    except LockHeld as error:
        print(f"kefu: Kefu is running ({error.holder}): stop it first.", file=sys.stderr)
        return 1
    except RestoreFailed as error:
        print(f"kefu: {error}", file=sys.stderr)
        return 1
    print("Restored. `kefu run` brings the database to this version.")
    return 0


def read_archive(environment: Environment, url: str, source: Path) -> None:
    """Raises RestoreFailed."""
    environment.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=environment.data) as folder:
        unpacked = Path(folder)
        try:
            with tarfile.open(source) as archive:
                archive.extractall(unpacked, filter="data")
            manifest = json.loads((unpacked / MANIFEST).read_text())
        except (OSError, tarfile.TarError, ValueError) as error:
            raise RestoreFailed(f"{source} is not an archive of `kefu backup`: {error}") from error
        if manifest["format"] != FORMAT:
            raise RestoreFailed(f"{source} was written by a newer Kefu ({manifest['kefu']}).")
        _replace_database(Cluster(environment).binaries, url, unpacked / DATABASE)
        _replace_files(environment, unpacked)


def _replace_database(binaries: Path, url: str, dump: Path) -> None:
    script = dump.with_suffix(".sql")
    _execute(binaries / "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", dump)
    _execute(
        binaries / "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        f"--command={EMPTY_DATABASE}", f"--file={script}", url,
    )  # fmt: skip


def _replace_files(environment: Environment, unpacked: Path) -> None:
    if (unpacked / KEY).exists():
        (unpacked / KEY).replace(environment.data / "secret_key")
    former = unpacked / "former"
    if environment.files_directory.exists():
        environment.files_directory.rename(former)
    if (unpacked / FILES).exists():
        (unpacked / FILES).rename(environment.files_directory)
    shutil.rmtree(former, ignore_errors=True)


def _execute(*command: str | Path) -> None:
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise RestoreFailed(f"{Path(command[0]).name}: {result.stderr.strip()}")
