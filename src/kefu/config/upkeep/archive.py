"""One tar of everything: database, files and signing key. Written while Kefu runs, read back, restored. Imports no Django."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from kefu.config.environment import Environment
from kefu.config.postgres import Cluster
from kefu.kernel import clock

FORMAT = 1
MANIFEST, DATABASE, FILES, KEY, SUMS = "manifest.json", "database.dump", "files", "secret_key", "sha256sums"
PARTIAL = "kefu-partial-"  # what a killed writer leaves behind
CHUNK = 1024 * 1024
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
EMPTY_DATABASE = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"


class BackupFailed(Exception):
    """No archive was written; the message says why."""


class ArchiveBroken(Exception):
    """The archive is not what was once written, or never was one; the message says where."""


class RestoreFailed(Exception):
    """Nothing was changed; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """What the archive says of itself; `rows` by table is None where it was written by an older Kefu."""

    format: int
    kefu: str
    written_at: str
    rows: dict[str, int] | None

    @classmethod
    def read(cls, content: bytes) -> Manifest:
        """Raises ValueError."""
        told = json.loads(content)
        if not isinstance(told, dict) or "format" not in told:
            raise ValueError("its manifest says nothing")
        return cls(told["format"], told.get("kefu", "?"), told.get("written_at", ""), told.get("rows"))


class _Digesting(io.RawIOBase):
    """A file that is digested while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


# ---- writing


def write(environment: Environment, url: str, target: Path) -> int:
    """Returns the size in bytes; `target` appears only when it is whole and on the disk. Raises BackupFailed."""
    partial = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds the signing key
        try:
            with os.fdopen(descriptor, "wb") as output:
                with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=PARTIAL) as folder:
                    _fill(environment, url, output, Path(folder) / DATABASE)
                output.flush()
                os.fsync(output.fileno())
            partial.replace(target)
            _keep_name(target.absolute().parent)
        finally:
            partial.unlink(missing_ok=True)
        return target.stat().st_size
    except (OSError, tarfile.TarError, psycopg.Error) as error:
        raise BackupFailed(str(error).strip()) from error


def _fill(environment: Environment, url: str, output: IO[bytes], dump: Path) -> None:
    with tarfile.open(fileobj=output, mode="w") as archive, tempfile.TemporaryFile(dir=dump.parent) as sums:
        rows = dump_database(environment, url, dump)
        told = {"format": FORMAT, "kefu": version("kefu"), "written_at": clock.now().isoformat(), "rows": rows}
        content = json.dumps(told, ensure_ascii=False).encode()
        _add_bytes(archive, MANIFEST, content)
        sums.write(_line(hashlib.sha256(content).hexdigest(), MANIFEST))
        # files after the dump: one that a row of the dump names is there
        for source, name in [(dump, DATABASE), *_files(environment), (environment.data / "secret_key", KEY)]:
            if digest := _add(archive, source, name):
                sums.write(_line(digest, name))
        sums.seek(0)
        _add_bytes(archive, SUMS, sums.read())


def _files(environment: Environment) -> Iterator[tuple[Path, str]]:
    root = environment.files_directory
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            yield path, f"{FILES}/{path.relative_to(root).as_posix()}"


def _add(archive: tarfile.TarFile, source: Path, name: str) -> str:
    """The digest; empty for what was deleted a moment ago, or was never there."""
    try:
        file = source.open("rb")
    except FileNotFoundError:
        return ""
    with file:
        reader = _Digesting(file)
        archive.addfile(archive.gettarinfo(arcname=name, fileobj=file), reader)
    return reader.digest.hexdigest()


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _line(digest: str, name: str) -> bytes:
    return f"{digest}  {name}\n".encode()  # as sha256sum writes it


def _keep_name(folder: Path) -> None:
    """The name of a fresh file survives a power cut only with its folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def dump_database(environment: Environment, url: str, target: Path) -> dict[str, int]:
    """Returns how many rows each table holds in the very moment that was dumped. Raises BackupFailed or psycopg.Error."""
    with psycopg.connect(url, connect_timeout=10, application_name="kefu backup") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        rows = _count(connection)
        _execute_dump(Cluster(environment).binaries, url, target, snapshot)
    return rows


def rows_by_table(url: str) -> dict[str, int]:
    with psycopg.connect(url, connect_timeout=10) as connection:
        return _count(connection)


def _count(connection: psycopg.Connection[Any]) -> dict[str, int]:
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
    ).fetchall()
    found = {}
    for (table,) in tables:
        row = connection.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))).fetchone()
        found[table] = int(row[0]) if row else 0
    return found


def _execute_dump(binaries: Path, url: str, target: Path, snapshot: str) -> None:
    command: list[str | Path] = [
        binaries / "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
        f"--file={target}", url,
    ]  # fmt: skip
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise BackupFailed(result.stderr.strip() or f"pg_dump was ended (code {result.returncode})")


# ---- reading


def examine(source: Path) -> Manifest:
    """Read all of it and compare every member with its digest, without unpacking. Raises ArchiveBroken."""
    found: dict[str, str] = {}
    manifest = None
    sums = b""
    with _opened(source) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is None:
                continue
            if member.name == SUMS:
                sums = file.read()
                continue
            content = file.read() if member.name == MANIFEST else b""
            digest = hashlib.sha256(content)
            while data := file.read(CHUNK):
                digest.update(data)
            found[member.name] = digest.hexdigest()
            if member.name == MANIFEST:
                manifest = Manifest.read(content)
    if manifest is None:
        raise ArchiveBroken(f"{source} is not an archive of `kefu backup`: it has no manifest")
    ensure_equal(source, manifest, parse_sums(sums), found)
    return manifest


def ensure_equal(source: Path, manifest: Manifest, wanted: dict[str, str], found: dict[str, str]) -> None:
    """Raises ArchiveBroken with the first member that is missing or differs. Older archives have nothing to compare with."""
    if manifest.rows is None:
        return
    if not wanted:
        raise ArchiveBroken(f"{source} ends early: its digests are missing")
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            raise ArchiveBroken(f"{source} lacks {name}")
        if wanted.get(name) != found[name]:
            raise ArchiveBroken(f"{source}: {name} is not what was written")


def parse_sums(content: bytes) -> dict[str, str]:
    lines = (line.split("  ", 1) for line in content.decode(errors="replace").splitlines())
    return {parts[1]: parts[0] for parts in lines if len(parts) == 2}


def unpack(source: Path, folder: Path) -> Manifest:
    """Raises ArchiveBroken, and RestoreFailed where there is no room for it."""
    try:
        with _opened(source) as archive:
            archive.extractall(folder, filter="data")
    except OSError as error:
        raise RestoreFailed(f"there is no room to unpack {source}: {error.strerror}") from error
    try:
        manifest = Manifest.read((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise ArchiveBroken(f"{source} is not an archive of `kefu backup`: {error}") from error
    if manifest.format != FORMAT:
        raise ArchiveBroken(f"{source} was written by a newer Kefu ({manifest.kefu}).")
    return manifest


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source) as archive:
            yield archive
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        raise ArchiveBroken(f"{source} is not an archive of `kefu backup`: {error}") from error


# ---- restoring


def restore(environment: Environment, url: str, source: Path, *, with_files: bool = True) -> None:
    """Replace the database, and files and signing key too. Raises RestoreFailed or ArchiveBroken; then nothing was changed."""
    environment.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=environment.data, prefix=PARTIAL) as folder:
        unpacked = Path(folder)
        unpack(source, unpacked)
        replace_database(Cluster(environment).binaries, url, unpacked / DATABASE)
        if with_files:
            _replace_files(environment, unpacked)


def replace_database(binaries: Path, url: str, dump: Path) -> None:
    """In one transaction. Raises RestoreFailed."""
    script = dump.with_suffix(".sql")
    _execute(binaries / "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", dump)
    _execute(
        binaries / "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        f"--command={EMPTY_DATABASE}", f"--file={script}", url,
    )  # fmt: skip
    script.unlink()


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
