"""The engine under `kefu run`: side by side, killed and back."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest
from django.db import connection
from tests.phone.engines import ask, listening, tree

from kefu.config.asterisk import address, endpoint, keeper
from kefu.config.asterisk.keeper import Told
from kefu.config.cli import phone
from kefu.config.cli.findings import Status
from kefu.config.environment import Environment
from kefu.config.postgres import Cluster
from kefu.config.setup import choice
from kefu.config.state import write_state
from kefu.config.tests.instances import Instance, free_port, is_alive, wait_until


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Instance]:
    """With the engine, on this worker's database."""
    variables = {
        "KEFU_VOICE": "on",
        "KEFU_ASTERISK": str(tree().program.parents[2]),
        "DATABASE_URL": Cluster(Environment.read()).url(str(connection.settings_dict["NAME"])),
    }
    made = Instance(tmp_path_factory.mktemp("phone") / "a data directory", free_port(), variables)
    yield made
    shutil.rmtree(made.data, ignore_errors=True)


@pytest.fixture(scope="module")
def running(instance: Instance) -> Iterator[tuple[Instance, subprocess.Popen[str]]]:
    supervisor = instance.start("run", "--roles", "telephony")
    wait_until(lambda: ready(instance) or supervisor.poll() is not None, seconds=90)
    yield instance, supervisor
    supervisor.terminate()
    supervisor.wait(timeout=60)


def ready(instance: Instance) -> Told | None:
    told = keeper.state(instance.environment)
    return told if told.state == "ready" and is_alive(told.process_id) else None


def connections(instance: Instance) -> int:
    return instance.log().count("Connected with the engine")


def test_it_is_ready_and_the_role_is_connected(running: tuple[Instance, subprocess.Popen[str]]) -> None:
    instance, _ = running
    wait_until(lambda: connections(instance) == 1)
    told = ready(instance)
    assert told is not None and told.sip_address == "127.0.0.1"
    secret = instance.environment.state_directory / "asterisk.json"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    found = phone.look(instance.environment)
    assert found.status is Status.OK and f"SIP on 127.0.0.1:{told.sip_port}" in found.detail


def test_killed_it_is_started_again_and_the_role_comes_back(running: tuple[Instance, subprocess.Popen[str]]) -> None:
    instance, _ = running
    told = ready(instance)
    before = connections(instance)
    assert told is not None
    os.kill(told.process_id, signal.SIGKILL)
    wait_until(lambda: (now := ready(instance)) and now.process_id != told.process_id, seconds=60)
    place = endpoint(instance.environment)
    assert place is not None and phone.asked(place).startswith("2")
    wait_until(lambda: connections(instance) == before + 1)
    now = ready(instance)
    assert now is not None and now.sip_port == told.sip_port  # telephones find it where it was


def test_a_line_outside_opens_it_once_nobody_talks(running: tuple[Instance, subprocess.Popen[str]]) -> None:
    instance, _ = running
    environment = instance.environment
    address.wish(environment, address.Wishes(is_open=True, public_address="203.0.113.9"))
    wait_until(lambda: (now := ready(instance)) and now.sip_address == "0.0.0.0", seconds=60)
    place = endpoint(environment)
    assert place is not None and place.url.startswith("http://127.0.0.1:"), "ARI stays here"
    address.wish(environment, address.Wishes())
    wait_until(lambda: (now := ready(instance)) and now.sip_address == "127.0.0.1", seconds=60)


def test_a_second_instance_runs_beside_it(running: tuple[Instance, subprocess.Popen[str]], tmp_path: Path) -> None:
    instance, _ = running
    second = keeper.Keeper(Instance(tmp_path / "second", free_port(), instance.extra).environment)
    second.begin()
    try:
        wait_until(second.is_usable.is_set, seconds=60)
        ours, theirs = ready(instance), keeper.state(second.environment)
        assert ours is not None and theirs.state == "ready"
        assert ours.sip_port != theirs.sip_port and ours.audio != theirs.audio
        for environment in (instance.environment, second.environment):
            place = endpoint(environment)
            assert place is not None and phone.asked(place)
    finally:
        second.close()
    assert endpoint(second.environment) is None and not is_alive(theirs.process_id)


def test_the_demo_has_a_telephone_network_of_its_own(
    running: tuple[Instance, subprocess.Popen[str]], tmp_path: Path
) -> None:
    instance, _ = running
    demo = Instance(tmp_path / "demo", free_port(), instance.extra).environment
    write_state(demo.state_directory / choice.DEMO, {"state": "created"})
    made = keeper.Keeper(demo)
    made.begin()
    try:
        wait_until(lambda: endpoint(demo) and address.carrier(demo), seconds=60)
        place, network = endpoint(demo), address.carrier(demo)
        assert place is not None and network is not None and place.sip_port != network.sip_port
        with listening(place) as events:
            call = {"endpoint": "PJSIP/4008001234@platform", "context": "caller", "extension": "s", "priority": "1"}
            ask(network, "POST", f"/channels?{urlencode({**call, 'callerId': '13800138000'})}")
            arrived = next(event for event in map(json.loads, events) if event["type"] == "StasisStart")
            assert arrived["args"] == ["in", "4008001234"]
            ask(place, "DELETE", f"/channels/{arrived['channel']['id']}")
            out = {"endpoint": "PJSIP/13900001917@carrier", "app": place.application, "channelId": "out"}
            ask(place, "POST", f"/channels?{urlencode(out)}")
            ended = next(
                event
                for event in map(json.loads, events)
                if event["type"] == "ChannelDestroyed" and event["channel"]["id"] == "out"
            )
            assert ended["cause"] == 17, "numbers that end in 17 are busy"
    finally:
        made.close()


def test_nothing_outlives_a_killed_supervisor(running: tuple[Instance, subprocess.Popen[str]]) -> None:
    instance, supervisor = running
    told = ready(instance)
    assert told is not None
    children = [child.pid for child in psutil.Process(supervisor.pid).children(recursive=True)]
    assert told.process_id in children
    supervisor.kill()
    supervisor.wait()
    wait_until(lambda: not [process_id for process_id in children if is_alive(process_id)])
