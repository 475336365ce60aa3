from __future__ import annotations

import psycopg

from kefu.config.postgres import available
from kefu.config.state import FileLock, secret_key
from kefu.config.tests.instances import Instance


def number(instance: Instance) -> int:
    with available(instance.environment, holder="test") as url, psycopg.connect(url) as connection:
        row = connection.execute("SELECT number FROM kept").fetchone()
    return int(row[0]) if row else 0


def write(instance: Instance, value: int, text: str) -> None:
    with available(instance.environment, holder="test") as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("DELETE FROM kept")
        connection.execute("INSERT INTO kept VALUES (%s)", [value])
    instance.environment.files_directory.mkdir(parents=True, exist_ok=True)
    (instance.environment.files_directory / "附件.txt").write_text(text)


def test_restore_brings_back_database_files_and_key(instance: Instance) -> None:
    write(instance, 1, "first")
    key = secret_key(instance.data)
    archive = instance.data.parent / "kefu.tar"
    assert instance.command("backup", str(archive)).returncode == 0
    assert archive.stat().st_mode & 0o777 == 0o600

    write(instance, 2, "second")
    (instance.environment.files_directory / "later.txt").write_text("later")
    (instance.data / "secret_key").write_text("another")
    restored = instance.command("restore", str(archive), "--yes")

    assert restored.returncode == 0, restored.stderr
    assert number(instance) == 1
    assert [path.read_text() for path in instance.environment.files_directory.iterdir()] == ["first"]
    assert secret_key(instance.data) == key


def test_a_broken_archive_changes_nothing(instance: Instance) -> None:
    write(instance, 1, "first")
    archive = instance.data.parent / "kefu.tar"
    archive.write_bytes(b"no archive")
    refused = instance.command("restore", str(archive), "--yes")
    assert refused.returncode == 1 and "is not an archive of `kefu backup`" in refused.stderr
    assert number(instance) == 1


def test_restore_refuses_while_kefu_runs(instance: Instance) -> None:
    instance.data.mkdir()
    running = FileLock(instance.data / "supervisor.lock")
    running.acquire(holder="process 1")
    with running:
        refused = instance.command("restore", "any.tar", "--yes")
    assert refused.returncode == 1 and "stop it first" in refused.stderr
