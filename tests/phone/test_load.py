"""Many calls at once: none is refused as busy (A8)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.journeys.house import House
from tests.phone.engines import Carrier

from kefu.config.tests.instances import wait_until

HOTLINE = "4000087001"
CALLS = 50


@pytest.fixture(scope="module")
def line(house: House, trunk: dict[str, Any]) -> dict[str, Any]:
    """A line in which nobody works."""
    api = house.owner.api
    brand = house.queue["brand_id"]
    queue: dict[str, Any] = api("POST", "/queues", {"brand_id": brand, "name": "线路"})
    draft = {"start": "line", "nodes": {"line": {"kind": "queue", "queue_id": queue["id"]}}}
    flow = api("POST", "/call-flows", {"brand_id": brand, "name": "线路", "draft": draft})
    api("POST", f"/call-flows/{flow['id']}/publish")
    api("POST", "/phone-numbers", {"brand_id": brand, "digits": HOTLINE, "name": "线路", "flow_id": flow["id"]})
    return queue


def test_fifty_callers_at_once_are_all_taken_into_the_line(
    house: House, network: Carrier, line: dict[str, Any]
) -> None:
    api = house.owner.api
    calls = [network.call(HOTLINE, caller=f"1391234{number:04}") for number in range(CALLS)]
    try:
        for call in calls:
            call.wait_answered(60)
        wait_until(lambda: api("GET", f"/queues/{line['id']}/live")["waiting"] == CALLS, seconds=60)
        assert [call.cause for call in calls if call.is_over.is_set()] == [], "somebody was turned away"
    finally:
        for call in calls:
            call.hang_up()
    wait_until(lambda: api("GET", f"/queues/{line['id']}/live")["waiting"] == 0, seconds=60)
    told = {call["caller"]: call for call in api("GET", "/calls?limit=100")["items"]}
    for call in calls:
        number = f"1391234{calls.index(call):04}"
        assert (told[number]["phase"], told[number]["ended_by"]) == ("ended", "visitor")
