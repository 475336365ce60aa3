"""A call in which people speak, and the text of it: real sound, real models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.house import Desk, House, Person
from tests.phone.engines import Carrier, CarrierCall
from tests.phone.voice import is_signed_in, newest, rung, sign_in

from kefu.config.tests.instances import Instance, wait_until
from kefu.contact.telephony.rules import spoken

HOTLINE, CALLER = "4000008601", "13800008601"
CALLER_SAYS, AGENT_SAYS = "zh-CN/no_key", "zh-CN/recording_notice"  # 没有收到您的按键… · 为提升服务质量…


@pytest.fixture(scope="module")
def line(house: House, trunk: dict[str, Any]) -> Iterator[None]:
    """A hotline that leads to the line at once, whose calls are heard."""
    api, queue = house.owner.api, house.queue
    nodes = {"line": {"kind": "queue", "queue_id": queue["id"]}}
    flow = api("POST", "/call-flows", {"brand_id": queue["brand_id"], "name": "直达", "draft": {"start": "line", "nodes": nodes}})  # fmt: skip
    api("POST", f"/call-flows/{flow['id']}/publish")
    api("POST", "/phone-numbers", {"brand_id": queue["brand_id"], "digits": HOTLINE, "name": "热线", "flow_id": flow["id"]})  # fmt: skip
    rule = {"queue_id": queue["id"], "keep_days": 30}
    api("PUT", "/recording-rules", rule)
    yield
    api("PUT", "/recording-rules", {**rule, "transcribes": False})


@pytest.fixture
def agent(instance: Instance, house: House, network: Carrier, line: None) -> Iterator[Person]:
    """8601, whose SIP telephone answers by itself."""
    person = house.hire("8601", status="offline")
    given = house.owner.api("POST", "/extensions", {"user_id": person.id, "kind": "telephone"})
    sign_in(network, given["account"], given["secret"])
    wait_until(lambda: is_signed_in(instance, given["account"]), seconds=40)
    person.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["phone"]})
    yield person
    person.is_now("offline")


def say(party: CarrierCall, sound: str) -> None:
    """Instead of the tone."""
    party.carrier.ask("DELETE", f"/channels/{party.id}/moh")
    party.carrier.ask("POST", f"/channels/{party.id}/play", media=f"sound:{spoken.place(sound)}")


def test_what_two_people_said_stands_in_the_call_and_is_found(
    house: House, network: Carrier, agent: Person, browser: Browser
) -> None:
    api = house.owner.api
    customer = api("POST", "/customers", {"name": "陈女士", "phone": CALLER})["id"]
    caller = network.call(HOTLINE, caller=CALLER).wait_answered()
    telephone = rung(network, api)
    wait_until(lambda: newest(api)["seconds"]["talk"] >= 1, seconds=60)
    say(caller, CALLER_SAYS)
    say(telephone, AGENT_SAYS)
    talked = newest(api)["seconds"]["talk"]
    wait_until(lambda: newest(api)["seconds"]["talk"] >= talked + 6, seconds=60)
    caller.hang_up()
    call = newest(api)["id"]
    wait_until(lambda: api("GET", f"/calls/{call}/transcript")["state"] != "none", seconds=240)

    told = api("GET", f"/calls/{call}/transcript")
    assert told["state"] == "ready", told
    said = {
        side: "".join(one["text"] for one in told["segments"] if one["speaker"] == side) for side in ("caller", "agent")
    }
    assert "重新选择" in said["caller"] and "本次通话" in said["agent"], said
    assert all(0 < one["confidence"] <= 1 for one in told["segments"])
    assert [one["id"] for one in api("GET", f"/calls?q={quote('重新选择')}")["items"]] == [call]

    page = Desk.of(browser, house, house.owner).page
    page.goto(f"{house.url}/customers/{customer}")
    page.get_by_test_id("call-record").click()
    expect(page.get_by_test_id("call-said").locator("li")).to_have_count(len(told["segments"]))
    expect(page.get_by_test_id("call-player")).to_be_visible()
    page.get_by_test_id("said-correct").first.click()
    page.get_by_test_id("said-text").fill("我要改地址")
    page.get_by_test_id("said-save").click()
    expect(page.get_by_test_id("call-said")).to_contain_text("我要改地址")
    page.get_by_test_id("hold-call").click()
    page.get_by_test_id("hold-reason").fill("投诉 8601")
    page.get_by_test_id("hold-save").click()
    expect(page.get_by_role("dialog")).to_contain_text("解除保全")
    assert api("GET", f"/calls/{call}/legal-hold")["reason"] == "投诉 8601"
    assert [one["id"] for one in api("GET", f"/calls?q={quote('改地址')}")["items"]] == [call]
    names = [one["name"] for one in api("GET", f"/calls/{call}/recording")["items"]]
    assert len(names) == 3 and all("_8601_138" in name and call.replace("-", "") in name for name in names), names
