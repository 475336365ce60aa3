import os
import signal
from pathlib import Path

import psycopg
import pytest

from kefu.config.postgres import PostgresUnavailable, available, owned
from kefu.config.state import LockHeld
from kefu.config.tests.instances import Instance, free_port, is_alive, wait_until


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
