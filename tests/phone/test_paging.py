"""Who has duty is rung because of a grave incident, hears what it is about, and confirms it with a key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.house import Api, House, Person
from tests.phone.engines import RINGS, Carrier
from tests.phone.voice import plays, says, so_far

from kefu.config.asterisk import endpoint
from kefu.config.tests.instances import Instance, wait_until
from kefu.contact.telephony.rules.spoken import SOUNDS

FIRST, SECOND, SHOWN = "13900006801", "13900006802", "02152006800"
ALWAYS = {"kind": "lead", "weekdays": [1, 2, 3, 4, 5, 6, 7], "begins": "00:00", "ends": "00:00"}


@pytest.fixture(scope="module")
def leads(house: House, trunk: dict[str, Any]) -> Iterator[list[Person]]:
    """Two on duty with mobiles; the second works in English."""
    api, brand = house.owner.api, house.queue["brand_id"]
    draft = {"start": "line", "nodes": {"line": {"kind": "queue", "queue_id": house.queue["id"]}}}
    flow = api("POST", "/call-flows", {"brand_id": brand, "name": "呼叫", "draft": draft})
    api("POST", f"/call-flows/{flow['id']}/publish")
    api("POST", "/phone-numbers", {"brand_id": brand, "digits": SHOWN, "name": "值班", "flow_id": flow["id"]})
    people = [house.hire(number, role="supervisor", status="offline") for number in ("6801", "6802")]
    api("PATCH", f"/users/{people[1].id}", {"locale": "en"})
    shifts, accounts = [], set()
    for place, (person, mobile) in enumerate(zip(people, (FIRST, SECOND), strict=True), start=1):
        given = api("POST", "/extensions", {"user_id": person.id, "kind": "telephone", "mobile": mobile})
        accounts.add(given["account"])
        shifts.append(api("POST", "/duty-shifts", {**ALWAYS, "user_id": person.id, "place": place})["id"])
    yield people
    for shift in shifts:
        api("DELETE", f"/duty-shifts/{shift}")
    for one in api("GET", "/extensions?limit=200")["items"]:  # else missed calls would be theirs to ring back
        if one["account"] in accounts:
            api("DELETE", f"/extensions/{one['id']}")


def grave(api: Api, title: str) -> dict[str, Any]:
    made: dict[str, Any] = api("POST", "/incidents", {"title": title, "grade": 1})
    return made


def see(api: Api, incident: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = api("GET", f"/incidents/{incident['id']}")
    return found


def laid(instance: Instance) -> set[Path]:
    """The engine's files: what is said in the page that goes on, and prompts of other tests."""
    place = endpoint(instance.environment)
    assert place is not None
    return set(((place.directory or instance.environment.data) / "prompts").glob("*.wav"))


def test_the_lead_hears_what_it_is_and_a_key_confirms_it(
    instance: Instance, house: House, network: Carrier, leads: list[Person]
) -> None:
    api, before = house.owner.api, laid(instance)
    incident = grave(api, "支付渠道故障")
    mobile = network.next_call(120)
    assert mobile.number == FIRST
    ours = {one["digits"] for one in api("GET", "/phone-numbers?limit=200")["items"]}
    assert mobile.caller in ours, "the network shows a number of the house"
    wait_until(lambda: says(so_far(mobile), "zh-CN/page_confirm"), seconds=60)
    spoken = laid(instance) - before
    words = next(iter(spoken), SOUNDS / "zh-CN/page_urgent.wav")  # a machine may be too busy to speak in time
    wait_until(lambda: plays(so_far(mobile), words), seconds=60)
    mobile.send_dtmf("2")
    assert see(api, incident)["state"] == "open", "only 1 confirms"
    mobile.send_dtmf("1")
    wait_until(lambda: see(api, incident)["state"] == "confirmed", seconds=60)
    wait_until(lambda: says(so_far(mobile), "zh-CN/page_confirmed"), seconds=60)
    mobile.wait_over(60)
    wait_until(lambda: not laid(instance) & spoken, seconds=60)
    found = see(api, incident)
    assert (found["confirmed_by"]["id"], found["owner"]["id"], found["page_due_at"]) == (leads[0].id, leads[0].id, None)
    assert [(one["rung"], one["confirmed_at"] is not None) for one in found["pages"]] == [("confirmed", True)]


def test_who_does_not_answer_is_followed_by_the_next_whose_mailbox_confirms_nothing(
    house: House, network: Carrier, leads: list[Person]
) -> None:
    api = house.owner.api
    network.answers[FIRST] = RINGS
    api("PATCH", "/incident-policy", {"confirm_minutes": 1})  # of which a machine at work may need more to speak
    incident = grave(api, "物流停摆")
    wait_until(lambda: [one["rung"] for one in see(api, incident)["pages"]] == ["no_answer"], seconds=90)
    mailbox = network.next_call(120)
    del network.answers[FIRST]
    assert mailbox.number == SECOND
    wait_until(lambda: says(so_far(mailbox), "en/page_confirm"), seconds=60)
    api("PATCH", "/incident-policy", {"confirm_minutes": 5})
    mailbox.wait_over(120)
    wait_until(
        lambda: [one["rung"] for one in see(api, incident)["pages"]][:2] == ["no_answer", "not_confirmed"], seconds=60
    )
    assert see(api, incident)["state"] == "open"
    api("POST", f"/incidents/{incident['id']}/confirm")


def test_a_mobile_rings_no_longer_once_somebody_has_confirmed_in_the_desk(
    house: House, network: Carrier, leads: list[Person]
) -> None:
    api = house.owner.api
    incident = grave(api, "短信发不出去")
    mobile = network.next_call(120)
    api("POST", f"/incidents/{incident['id']}/confirm")
    mobile.wait_over(60)
    wait_until(lambda: [one["rung"] for one in see(api, incident)["pages"]] == ["called_off"], seconds=60)
