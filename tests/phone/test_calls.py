"""Calls from the carrier through flow, line and agent's telephone to the record, on a whole instance."""

from __future__ import annotations

import io
import math
import os
import signal
import struct
import subprocess
import wave
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from tests.journeys.house import Api, House, Person
from tests.phone.engines import (
    Carrier,
    CarrierCall,
    Samples,
    ask,
    carrier_to,
    hand_over,
    loudness,
    place_of,
    share,
    tree,
)

from kefu.config.asterisk import endpoint, keeper
from kefu.config.asterisk.objects import of_trunk
from kefu.config.asterisk.plan import Trunk
from kefu.config.setup import choice
from kefu.config.state import read_state
from kefu.config.supervisor import answers
from kefu.config.tests.instances import Instance, free_port, wait_until

PASSWORD = "harvest-moon-42"
HOTLINE = "4000000620"
PROMPT_HERTZ, CALLER_HERTZ, AGENT_HERTZ = 500, 700, 1900


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    extra = {
        "KEFU_VOICE": "on",
        "KEFU_ASTERISK": str(tree().program.parents[2]),
        "KEFU_AI": "off",
        "KEFU_SIP_PORT": str(free_port()),
    }
    made = Instance(tmp_path_factory.mktemp("calls") / "data", free_port(), extra)
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


@pytest.fixture(scope="module")
def network(instance: Instance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carrier]:
    with carrier_to(tmp_path_factory.mktemp("carrier"), keeper.state(instance.environment).sip_port) as carrier:
        yield carrier


@pytest.fixture(scope="module")
def house(instance: Instance) -> House:
    return House.settle(instance.environment.address, "shop")


@pytest.fixture(scope="module")
def number(house: House, network: Carrier) -> dict[str, Any]:
    """A hotline with a greeting and a menu: 1 leads to the line, everything else is said again and then leads there too."""
    api, queue = house.owner.api, house.queue
    api("POST", "/trunks", {"name": "运营商", "host": "127.0.0.1", "port": network.server.plan.sip_port})
    brand = queue["brand_id"]
    prompt = api.upload("/prompts", "tone.wav", tone(PROMPT_HERTZ, 3), brand_id=brand, name="欢迎")
    flow = api("POST", "/call-flows", {"brand_id": brand, "name": "总机", "draft": {
        "start": "menu",
        "nodes": {
            "menu": {"kind": "menu", "prompt": prompt["id"], "keys": {"1": "line", "2": "bye"}, "otherwise": "line"},
            "bye": {"kind": "end"},
            "line": {"kind": "queue", "queue_id": queue["id"]},
        },
    }})  # fmt: skip
    assert flow["wrong"] == []
    api("POST", f"/call-flows/{flow['id']}/publish")
    made: dict[str, Any] = api(
        "POST", "/phone-numbers", {"brand_id": brand, "digits": HOTLINE, "name": "热线", "flow_id": flow["id"]}
    )
    return made


@pytest.fixture(scope="module")
def hired(instance: Instance, house: House, network: Carrier, number: dict[str, Any]) -> Person:
    """8001, whose SIP telephone is signed in and answers by itself."""
    person = house.hire("8001", status="offline")
    given = house.owner.api("POST", "/extensions", {"user_id": person.id, "kind": "telephone"})
    sign_in(network, given["account"], given["secret"])
    wait_until(lambda: is_signed_in(instance, given["account"]), seconds=40)
    return person


@pytest.fixture
def agent(hired: Person) -> Iterator[Person]:
    """At work, and free."""
    hired.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["chat", "phone"]})
    yield hired
    hired.is_now("offline")


def sign_in(carrier: Carrier, account: str, secret: str) -> None:
    """A telephone of the carrier's side registers with Kefu by its account."""
    home = carrier.server.plan.trunks[0]
    telephone = Trunk(f"phone-{account}", home.host, home.port, user=account, password=secret)
    hand_over(place_of(carrier.server), of_trunk(telephone, role="carrier"))


def is_signed_in(instance: Instance, account: str) -> bool:
    place = endpoint(instance.environment)
    assert place is not None
    with suppress(HTTPError):
        return bool(ask(place, "GET", f"/endpoints/PJSIP/{account}")["state"] == "online")
    return False


def tone(hertz: int, seconds: float) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        samples = (int(9000 * math.sin(2 * math.pi * hertz * n / 8000)) for n in range(int(8000 * seconds)))
        file.writeframes(b"".join(struct.pack("<h", one) for one in samples))
    return made.getvalue()


def rung(network: Carrier, api: Api) -> CarrierCall:
    """The agent's telephone, once it has rung and answered."""
    try:
        return network.next_call(40)
    except Empty:
        call = newest(api)
        raise AssertionError(f"no telephone rang: {api('GET', '/calls/' + call['id'])}") from None


def newest(api: Api) -> dict[str, Any]:
    found: dict[str, Any] = api("GET", "/calls?limit=1")["items"][0]
    return found


def test_a_caller_is_greeted_led_served_and_recorded(
    house: House, network: Carrier, agent: Person, number: dict[str, Any]
) -> None:
    api = house.owner.api
    caller = network.call(HOTLINE, tone=CALLER_HERTZ).wait_answered()
    caller.hear(1.0)
    caller.send_dtmf("1")
    telephone = rung(network, api)
    wait_until(lambda: newest(api)["phase"] == "talking", seconds=60)
    assert newest(api)["assignee_id"] == agent.id
    wait_until(lambda: newest(api)["seconds"]["talk"] >= 3, seconds=30)
    heard = caller.recording()
    seconds = [heard[at : at + 8000] for at in range(0, len(heard), 8000)]
    assert any(share(one, PROMPT_HERTZ) > 0.8 for one in seconds), "the greeting"
    assert share(heard[-8000:], AGENT_HERTZ) > 0.8, "the agent"
    telephone.wait_over()

    wait_until(lambda: newest(api)["phase"] == "ended", seconds=60)
    call = api("GET", f"/calls/{newest(api)['id']}")
    assert (call["ended_by"], call["caller"]) == ("visitor", "13800138000")
    path = [(moment["name"], moment["way"]) for moment in call["moments"] if moment["kind"] == "node"]
    assert path == [("menu", "1"), ("line", "queue")]
    phases = [moment["name"] for moment in call["moments"] if moment["kind"] == "phase"]
    assert phases == ["waiting", "ringing", "talking", "ended"]
    assert call["seconds"]["talk"] >= 1

    wait_until(lambda: len(api("GET", f"/calls/{call['id']}/recording")["items"]) == 3, seconds=60)
    sides = {one["side"]: samples(house, one["url"]) for one in api("GET", f"/calls/{call['id']}/recording")["items"]}
    assert share(sides["caller"], CALLER_HERTZ) > 0.8
    assert share(sides["agent"], AGENT_HERTZ) > 0.8
    assert share(sides["mix"], CALLER_HERTZ) > 0.2 and share(sides["mix"], AGENT_HERTZ) > 0.2

    tree = api("GET", "/dispositions")["items"]
    leaf = next(one["id"] for one in tree if one["id"] not in {other["parent_id"] for other in tree})
    agent.api("POST", f"/calls/{call['id']}/wrap-up", {"disposition_id": leaf, "summary": "问发票"})
    assert api("GET", f"/queues/{house.queue['id']}/live")["active"] == 0, "the agent is free again"


def samples(house: House, url: str) -> Samples:
    import numpy

    with urlopen(house.url + url) as answer, wave.open(io.BytesIO(answer.read())) as file:
        frames = file.readframes(file.getnframes())
    return numpy.frombuffer(frames, dtype="<i2").astype(numpy.float64) / 32768


def test_a_call_outlives_the_role_that_led_it_and_an_agent_ends_it(
    instance: Instance, house: House, network: Carrier, agent: Person, number: dict[str, Any]
) -> None:
    caller = network.call(HOTLINE, tone=CALLER_HERTZ).wait_answered()
    caller.hear(0.5)
    caller.send_dtmf("1")
    rung(network, house.owner.api)
    wait_until(lambda: newest(house.owner.api)["seconds"]["talk"] >= 1, seconds=30)
    connections = instance.log().count("Connected with the engine")
    os.kill(read_state(instance.environment.state_directory / "supervisor.json")["roles"]["telephony"], signal.SIGKILL)
    wait_until(lambda: instance.log().count("Connected with the engine") > connections, seconds=60)
    call = newest(house.owner.api)
    assert call["phase"] == "talking"
    agent.api("POST", f"/calls/{call['id']}/hangup")
    caller.wait_over()
    wait_until(lambda: newest(house.owner.api)["phase"] == "ended", seconds=60)
    assert newest(house.owner.api)["ended_by"] == "agent"
    assert house.owner.api("GET", f"/queues/{house.queue['id']}/live")["active"] == 1, "time to wrap up"
    assert share(caller.recording()[-4000:], AGENT_HERTZ) > 0.8, "they heard each other until the end"
    wait_until(lambda: len(house.owner.api("GET", f"/calls/{call['id']}/recording")["items"]) == 3, seconds=60)


def test_one_who_hangs_up_while_waiting_leaves_a_complete_record(
    house: House, network: Carrier, number: dict[str, Any]
) -> None:
    caller = network.call(HOTLINE).wait_answered()
    caller.hear(1.0)
    caller.send_dtmf("1")
    wait_until(lambda: newest(house.owner.api)["phase"] == "waiting", seconds=60)
    waited = newest(house.owner.api)["seconds"]["before"]
    wait_until(lambda: newest(house.owner.api)["seconds"]["before"] >= waited + 3, seconds=30)
    assert loudness(caller.recording()[-8000:]) > 0.005, "there is music while one waits"
    wait_until(lambda: newest(house.owner.api)["phase"] == "ended", seconds=60)
    call = newest(house.owner.api)
    assert (call["ended_by"], call["answered_at"], call["assignee_id"]) == ("visitor", None, None)
    queue = house.owner.api("GET", f"/queues/{house.queue['id']}/live")
    assert queue["waiting"] == 0


def test_a_number_that_nobody_owns_is_refused(network: Carrier, number: dict[str, Any]) -> None:
    assert network.call("4009999999").wait_over() == 1
