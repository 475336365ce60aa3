"""Proving that an archive can be restored, and that an upgrade would work: on a server started for this alone, thrown away after."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from kefu.config.environment import Environment
from kefu.config.postgres import Cluster
from kefu.config.upkeep import archive
from kefu.config.upkeep.archive import ArchiveBroken


@dataclass(frozen=True)
class Proof:
    """What was found in the restored copy. `gone` files are named by a row but were deleted before they could be copied."""

    tables: int
    rows: int
    files: int
    gone: int
    in_bucket: bool

    def __str__(self) -> str:
        files = "files lie in the bucket and have backups of their own" if self.in_bucket else f"{self.files} files"
        gone = f"; {self.gone} files were gone before they could be copied" if self.gone else ""
        return f"{self.rows:,} rows in {self.tables} tables are all there, {files}{' match' if not self.in_bucket else ''}{gone}"


@dataclass(frozen=True)
class Scratch:
    """A folder and a server of nobody's; the server is not started yet."""

    folder: Path
    cluster: Cluster


@contextmanager
def scratch(environment: Environment) -> Iterator[Scratch]:
    """In the data directory, since that disk must have the room; nothing of it stays."""
    place = environment.data / "scratch"
    folder = place / uuid.uuid4().hex
    folder.mkdir(parents=True)
    cluster = Cluster(replace(environment, data=folder, database_url=None), durable=False)
    unpacked = folder / "unpacked"
    unpacked.mkdir(mode=0o700)
    try:
        yield Scratch(unpacked, cluster)
    finally:
        cluster.discard()
        shutil.rmtree(folder, ignore_errors=True)


def sweep(environment: Environment) -> None:
    """Remove what a rehearsal that was killed has left. The caller holds the lock of all upkeep."""
    shutil.rmtree(environment.data / "scratch", ignore_errors=True)


def rehearse(environment: Environment, source: Path) -> Proof:
    """Restore `source` beside everything and compare it with its manifest and with itself.

    Raises ArchiveBroken, RestoreFailed, or PostgresUnavailable.
    """
    with scratch(environment) as place:
        return _prove(environment, source, place)


def _prove(environment: Environment, source: Path, place: Scratch) -> Proof:
    manifest = archive.unpack(source, place.folder)
    sums = place.folder / archive.SUMS
    digests = _digests(place.folder)
    archive.ensure_equal(source, manifest, archive.parse_sums(sums.read_bytes()) if sums.exists() else {}, digests)
    place.cluster.start()
    archive.replace_database(place.cluster.binaries, place.cluster.url(), place.folder / archive.DATABASE)
    rows = archive.rows_by_table(place.cluster.url())
    if manifest.rows is not None and rows != manifest.rows:
        wrong = next(
            table for table in sorted(rows.keys() | manifest.rows) if rows.get(table) != manifest.rows.get(table)
        )
        raise ArchiveBroken(f"{source}: {wrong} has {rows.get(wrong)} rows instead of {manifest.rows.get(wrong)}")
    files, gone = (0, 0) if environment.files_url else _stored_files(environment, source, place, digests)
    return Proof(len(rows), sum(rows.values()), files, gone, environment.files_url is not None)


def _digests(folder: Path) -> dict[str, str]:
    found = {}
    for parent, _, names in os.walk(folder):
        for path in (Path(parent) / name for name in names):
            if path != folder / archive.SUMS:
                with path.open("rb") as file:
                    found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _stored_files(environment: Environment, source: Path, place: Scratch, digests: dict[str, str]) -> tuple[int, int]:
    """How many files the rows name and are there whole, and how many are missing at their source too."""
    matching = gone = 0
    with psycopg.connect(place.cluster.url()) as connection:
        (known,) = connection.execute("SELECT to_regclass('kernel_storedfile') IS NOT NULL").fetchone() or (False,)
        if not known:
            return 0, 0
        for key, digest in connection.execute("SELECT key, sha256 FROM kernel_storedfile"):
            if found := digests.get(f"{archive.FILES}/{key}"):
                if found != digest:
                    raise ArchiveBroken(f"{source}: the file {key} is not the one that the database knows")
                matching += 1
            elif (environment.files_directory / key).exists():
                raise ArchiveBroken(f"{source} lacks the file {key}")
            else:
                gone += 1
    return matching, gone
