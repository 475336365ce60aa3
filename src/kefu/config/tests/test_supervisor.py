"""`kefu run` as a real process, on a database that is already migrated."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator

import psutil
import psycopg
import pytest

from kefu.config.supervisor import PAUSES, Role
from kefu.config.tests.instances import Instance, free_port, is_alive, wait_until

ROLES = ("run", "--roles", "web,worker")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    instance = Instance(tmp_path_factory.mktemp("supervised") / "data", free_port())
    instance.lend_migrated()
    yield instance
    instance.discard()


@pytest.fixture(scope="module")
def shared(migrated: Instance) -> Iterator[list[subprocess.Popen[str]]]:
    """The supervisor that tests have in common, as long as none has ended it."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for supervisor in started:
        supervisor.terminate()
        supervisor.wait(timeout=30)


@pytest.fixture
def running(migrated: Instance, shared: list[subprocess.Popen[str]]) -> tuple[Instance, subprocess.Popen[str]]:
    if not shared or shared[-1].poll() is not None:
        shared.append(migrated.start(*ROLES))
    wait_until(
        lambda: len(migrated.roles()) == 2 and all(map(psutil.pid_exists, migrated.roles().values())), seconds=60
    )
    return migrated, shared[-1]


def descendants(process_id: int) -> list[int]:
    return [child.pid for child in psutil.Process(process_id).children(recursive=True)]


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_role_is_started_again(running: tuple[Instance, subprocess.Popen[str]], name: str) -> None:
    instance, _ = running
    killed = instance.roles()[name]
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: instance.roles().get(name, killed) != killed, seconds=40)
    assert f"{name} ended (signal SIGKILL)" in instance.log()


@pytest.mark.parametrize("queue", ["timers", "heavy"])
def test_the_worker_does_jobs(running: tuple[Instance, subprocess.Popen[str]], queue: str) -> None:
    instance, _ = running
    task = "builtin:procrastinate.builtin_tasks.remove_old_jobs"
    done = instance.command("manage", "procrastinate", "defer", task, '{"max_hours": 1}', "--queue", queue)
    assert done.returncode == 0, done.stderr

    def waiting() -> int:
        with psycopg.connect(instance.cluster.url()) as connection:
            row = connection.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = %s", [queue]
            ).fetchone()
        return int(row[0]) if row else 0

    wait_until(lambda: waiting() == 0)


def test_a_killed_postgres_is_started_again(running: tuple[Instance, subprocess.Popen[str]]) -> None:
    instance, _ = running
    killed = instance.cluster.process_id()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: instance.cluster.process_id() not in (None, killed) and instance.cluster.is_ready())


def test_one_supervisor_for_one_data_directory(running: tuple[Instance, subprocess.Popen[str]]) -> None:
    instance, supervisor = running
    second = instance.command(*ROLES)
    assert second.returncode == 1
    assert f"runs already on {instance.data} (process {supervisor.pid})" in second.stderr


def test_a_port_in_use_is_refused(instance: Instance) -> None:
    with socket.create_server(("127.0.0.1", instance.port)):
        refused = instance.command("run", "--roles", "gateway")
    assert refused.returncode == 1
    assert f"Port {instance.port} on 127.0.0.1 cannot be used" in refused.stderr


def test_check_sees_the_running_roles(running: tuple[Instance, subprocess.Popen[str]]) -> None:
    instance, _ = running

    def seen() -> tuple[str, str, str]:
        told = {one["name"]: one for one in json.loads(instance.command("check", "--json").stdout)["findings"]}
        return told["roles"]["status"], told["roles"]["detail"], told["migrations"]["status"]

    wait_until(lambda: seen() == ("ok", "web, worker", "ok"), seconds=120)  # what an earlier test killed starts again


def test_a_role_that_keeps_dying_is_started_ever_more_rarely() -> None:
    role = Role("web")
    pauses = []
    for _ in range(len(PAUSES) + 2):
        role.process = subprocess.Popen(["false"], start_new_session=True)
        role.process.wait()
        role.started_at = time.monotonic()
        pauses.append(role.plan_restart())
    assert pauses == sorted(pauses) and pauses[-1] == PAUSES[-1]


def test_sigterm_ends_everything_it_started(running: tuple[Instance, subprocess.Popen[str]]) -> None:
    instance, supervisor = running
    started = descendants(supervisor.pid)
    assert len(started) > 3
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(timeout=20) == 0
    assert not [process_id for process_id in started if is_alive(process_id)]
    assert instance.log().rstrip().endswith("Stopped")


def test_nothing_outlives_a_killed_supervisor(running: tuple[Instance, subprocess.Popen[str]]) -> None:
    instance, supervisor = running
    started = descendants(supervisor.pid)
    supervisor.kill()
    supervisor.wait()
    wait_until(lambda: not [process_id for process_id in started if is_alive(process_id)])
    assert instance.cluster.process_id() is None
