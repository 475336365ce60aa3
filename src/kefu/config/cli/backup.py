"""`kefu backup FILE`: database, files and signing key in one tar archive, written while Kefu runs."""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from kefu.config.environment import Environment
from kefu.config.postgres import Cluster, available

FORMAT = 1
MANIFEST, DATABASE, FILES, KEY = "manifest.json", "database.dump", "files", "secret_key"


class BackupFailed(Exception):
    """The database could not be dumped; the message is what pg_dump said."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive to write (.tar)")


def run(arguments: argparse.Namespace) -> int:
    environment = Environment.read()
    with available(environment, holder="kefu backup") as url:
        try:
            size = write_archive(environment, url, arguments.file)
        except BackupFailed as error:
            print(f"kefu: {error}")
            return 1
    print(f"Wrote {arguments.file}: {size / 1e6:.1f} MB")
    return 0


def write_archive(environment: Environment, url: str, target: Path) -> int:
    """Returns the size in bytes; `target` appears only when it is whole. Raises BackupFailed."""
    partial = target.with_name(f"{target.name}.part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds the signing key
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent) as folder:
            dump = Path(folder) / DATABASE
            _dump(Cluster(environment).binaries, url, dump)
            with os.fdopen(descriptor, "wb") as output, tarfile.open(fileobj=output, mode="w") as archive:
                _add_manifest(archive)
                archive.add(dump, DATABASE)
                # after the dump: a file that a row of the dump names is there
                for source, name in ((environment.files_directory, FILES), (environment.data / "secret_key", KEY)):
                    if source.exists():
                        archive.add(source, name)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def _dump(binaries: Path, url: str, target: Path) -> None:
    command: list[str | Path] = [
        binaries / "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--file={target}",
        url,
    ]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise BackupFailed(result.stderr.strip())


def _add_manifest(archive: tarfile.TarFile) -> None:
    manifest = {"format": FORMAT, "kefu": version("kefu"), "written_at": datetime.now(UTC).isoformat()}
    content = json.dumps(manifest).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
