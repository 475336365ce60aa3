"""Archives of a real PostgreSQL: written, proved, let go; and what is left when writing fails."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from kefu.config.postgres import Cluster
from kefu.config.tests.instances import Instance, free_port
from kefu.config.upkeep import archive, backups
from kefu.config.upkeep.archive import ArchiveBroken, BackupFailed
from kefu.kernel import clock

NIGHT = datetime(2026, 11, 25, 19, 30, tzinfo=UTC)
PICTURE = b"a picture" * 1000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    running = Instance(tmp_path_factory.mktemp("server") / "data", free_port())
    cluster = Cluster(running.environment, durable=False)
    cluster.start()
    yield cluster
    cluster.discard()


@pytest.fixture
def url(server: Cluster, instance: Instance) -> str:
    """A database with a table, and a file that a row names."""
    with psycopg.connect(server.url()) as connection:
        connection.execute(archive.EMPTY_DATABASE)
        connection.execute('CREATE TABLE "Kept" (number int)')
        connection.execute('INSERT INTO "Kept" SELECT generate_series(1, 500)')
        connection.execute("CREATE TABLE kernel_storedfile (key text, sha256 text)")
        connection.execute("INSERT INTO kernel_storedfile VALUES ('org/a', %s)", [hashlib.sha256(PICTURE).hexdigest()])
    stored = instance.environment.files_directory / "org" / "a"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(PICTURE)
    instance.extra = {"DATABASE_URL": server.url()}
    return server.url()


def make(instance: Instance, url: str, night: int, *, is_proved: bool = True) -> backups.Archive:
    with clock.frozen(NIGHT + timedelta(days=night)):
        return backups.make(instance.environment, url, is_proved=is_proved)


def names(instance: Instance) -> list[str]:
    assert instance.environment.backups
    return sorted(path.name for path in instance.environment.backups.iterdir())


def spoil(source: Path, member: str) -> None:
    """Flip one bit in the middle of a member."""
    with tarfile.open(source) as opened:
        entry = opened.getmember(member)
    with source.open("r+b") as file:
        place = entry.offset_data + entry.size // 2
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1]))


def test_nightly_ones_are_proved_and_the_oldest_go(instance: Instance, url: str) -> None:
    instance.extra["KEFU_BACKUPS_KEPT"] = "2"
    first = make(instance, url, 0)
    assert first.is_whole and first.restored_at and first.path.stat().st_mode & 0o777 == 0o600
    assert first.size == first.path.stat().st_size > len(PICTURE)
    (instance.data / "backups" / "kefu-of-somebody.tar").write_text("not ours")
    second, third = make(instance, url, 1), make(instance, url, 2)
    assert second.restored_at is None, "read back only: the first one was restored this week"
    assert names(instance) == [second.path.name, third.path.name, "kefu-of-somebody.tar"]
    assert [one.path for one in backups.listed(instance.environment)] == [third.path, second.path]
    assert not (instance.data / "scratch").exists() or not list((instance.data / "scratch").iterdir())
    told = instance.command("backup", "--verify")
    assert told.returncode == 0, told.stderr
    assert "501 rows in 2 tables are all there, 1 files match" in told.stdout
    assert backups.listed(instance.environment)[0].restored_at


@pytest.mark.parametrize("member", ["files/org/a", "database.dump", "manifest.json"])
def test_a_flipped_bit_is_found(instance: Instance, url: str, member: str) -> None:
    made = make(instance, url, 0, is_proved=False)
    spoil(made.path, member)
    with pytest.raises(ArchiveBroken):
        archive.examine(made.path)
    refused = instance.command("backup", "--verify")
    assert refused.returncode == 1 and str(made.path) in refused.stderr
    assert backups.listed(instance.environment)[0].is_whole is False
    with clock.frozen(NIGHT + timedelta(hours=1)):
        assert backups.attempts(instance.environment).newest is None, "it does not count"


def test_one_that_ends_early_is_found(instance: Instance, url: str) -> None:
    made = make(instance, url, 0, is_proved=False)
    with tarfile.open(made.path) as opened:
        end_of_last_file = opened.getmember(archive.SUMS).offset
    for size in (made.size // 2, end_of_last_file):
        with made.path.open("r+b") as file:
            file.truncate(size)
        with pytest.raises(ArchiveBroken):
            backups.verify(instance.environment, made.path)


def test_a_file_that_is_not_what_its_row_says_is_found(instance: Instance, url: str) -> None:
    (instance.environment.files_directory / "org" / "a").write_bytes(b"another picture")
    with pytest.raises(BackupFailed, match="the file org/a is not the one"):
        make(instance, url, 0)
    with clock.frozen(NIGHT):
        assert backups.attempts(instance.environment).failed


def test_a_full_disk_leaves_the_last_good_one_and_nothing_else(instance: Instance, url: str) -> None:
    made = make(instance, url, 0, is_proved=False)
    big = instance.environment.files_directory / "org" / "b"
    big.write_bytes(b"x" * 3_000_000)
    # a file that may not grow is to the writer what a full disk is
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000)); "
        "from kefu.config.cli import main; raise SystemExit(main(['backup', '--now']))"
    )
    failed = subprocess.run(
        [sys.executable, "-c", limited], env=instance.variables, capture_output=True, text=True, timeout=120
    )
    assert failed.returncode == 1 and "File too large" in failed.stderr
    assert names(instance) == [made.path.name]
    assert backups.attempts(instance.environment).failed
    assert "File too large" in backups.last_error(instance.environment)


def test_what_a_killed_writer_left_is_swept_and_never_counted(instance: Instance, url: str) -> None:
    folder = instance.data / "backups"
    (folder / f"{archive.PARTIAL}x").mkdir(parents=True)
    (folder / "kefu-20261124-193000.tar.part").write_text("half")
    (instance.data / "scratch" / "old").mkdir(parents=True)
    assert backups.listed(instance.environment) == []
    made = make(instance, url, 0, is_proved=False)
    assert names(instance) == [made.path.name]
    assert not (instance.data / "scratch" / "old").exists()


def test_a_database_that_is_away_is_a_failed_attempt(instance: Instance) -> None:
    instance.extra = {"DATABASE_URL": "postgresql://kefu@127.0.0.1:1/kefu"}
    told = instance.command("backup", "--now")
    assert told.returncode == 1 and "refused" in told.stderr
    assert backups.attempts(instance.environment).failed and backups.listed(instance.environment) == []


def test_switched_off_it_says_so(instance: Instance) -> None:
    instance.extra = {"KEFU_BACKUPS": "off"}
    told = instance.command("backup", "--verify")
    assert told.returncode == 1 and "KEFU_BACKUPS=off" in told.stderr
