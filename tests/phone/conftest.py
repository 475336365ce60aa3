"""What the tests of this folder share, each started by the first that needs it: a pair of Asterisks, and a whole instance with a telephone network."""

from __future__ import annotations

import subprocess
from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import Any

import pytest
from tests.journeys.conftest import browser, chromium_browser
from tests.journeys.house import PASSWORD, House
from tests.phone.engines import Carrier, Engines, carrier_to, pair, tree, wait_idle
from tests.phone.voice import QUIET

from kefu.config.asterisk import keeper
from kefu.config.asterisk.server import Server, ServerUnavailable
from kefu.config.setup import choice
from kefu.config.supervisor import answers
from kefu.config.tests.instances import Instance, free_port, wait_until

__all__ = ["browser", "chromium_browser"]  # fixtures for those who work in the desk meanwhile
SAID = 6000  # characters


@pytest.fixture(scope="session")
def asterisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    with pair(tmp_path_factory.mktemp("engines")) as engines:
        yield engines


@pytest.fixture
def engines(asterisk: Engines) -> Iterator[Engines]:
    """The pair without calls, before and after."""
    yield asterisk
    for server in (asterisk.platform, asterisk.carrier.server):
        for channel in server.ask("/channels"):
            _end(server, channel["id"])
        wait_idle(server)


@pytest.fixture
def carrier(engines: Engines) -> Carrier:
    return engines.carrier


def _end(server: Server, channel: str) -> None:
    with suppress(ServerUnavailable):
        server.ask(f"/channels/{channel}", "DELETE")


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """All of Kefu with an engine, and one organization. Whoever uses it has numbers, lines and agents of their own in it."""
    extra = {
        "KEFU_VOICE": "on",
        "KEFU_ASTERISK": str(tree().program.parents[2]),
        "KEFU_AI": "off",
        "KEFU_SPEECH": "on",
        "KEFU_INTERNAL_HOSTS": "127.0.0.1",  # a company's own system that a test plays
        "KEFU_SIP_PORT": str(free_port()),
        "KEFU_TURN": f"turn:127.0.0.1:{free_port()}?transport=tcp",  # away, save where a test starts it
        "KEFU_TURN_SECRET": "behind-the-wall-42",
    }
    made = Instance(tmp_path_factory.mktemp("calls") / "data", free_port(), extra)
    made.lend_migrated()
    choice.choose(made.environment, "page")  # nobody lives here: the demo would take its time
    process: subprocess.Popen[str] = made.start("run")
    wait_until(lambda: process.poll() is not None or answers(made.environment), seconds=240)
    wait_until(lambda: process.poll() is not None or "Connected with the engine" in made.log(), seconds=90)
    assert process.poll() is None, made.log()
    founded = made.command("org", "create", "--code", "shop", "--name", "店", "--admin", "owner@shop.test", "--password", PASSWORD)  # fmt: skip
    assert founded.returncode == 0, founded.stderr
    yield made
    process.terminate()
    process.wait(60)
    made.discard()


@pytest.fixture(scope="session")
def network(instance: Instance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carrier]:
    with carrier_to(tmp_path_factory.mktemp("carrier"), keeper.state(instance.environment).sip_port) as carrier:
        yield carrier


@pytest.fixture(autouse=True)
def _silent(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test leaves rings no agent of the next."""
    yield
    if "network" in request.fixturenames:
        request.getfixturevalue("network").hang_up_all()


@pytest.fixture(scope="session")
def house(instance: Instance) -> House:
    settled = House.settle(instance.environment.address, "shop")
    settled.owner.api("PUT", "/recording-rules", {"keep_days": 365, "transcribes": False})  # most tests say tones
    settled.owner.api("PATCH", f"/queue-manners/{settled.queue['id']}", QUIET)
    return settled


@pytest.fixture(scope="session")
def trunk(house: House, network: Carrier) -> dict[str, Any]:
    """The line to the network: one for all, since its address tells whose a call is."""
    made: dict[str, Any] = house.owner.api(
        "POST", "/trunks", {"name": "运营商", "host": "127.0.0.1", "port": network.server.plan.sip_port}
    )
    return made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What Kefu said lately stands beside a failure."""
    report = yield
    used = getattr(item, "funcargs", {})
    made, network = used.get("instance"), used.get("network")
    if report.failed and isinstance(made, Instance):
        report.sections.append(("what Kefu said", made.log()[-SAID:]))
    if report.failed and isinstance(network, Carrier):
        report.sections.append(("what the network refused", "\n".join(network.faults[-5:])))
    return report
