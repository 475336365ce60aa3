"""The engine is killed while people talk. The last file of those that share it: telephones of the others would have to sign in anew."""

from __future__ import annotations

import os
import signal
from typing import Any

from tests.journeys.house import House
from tests.phone.engines import Carrier, hears
from tests.phone.voice import QUIET, is_signed_in, newest, rung, samples, sign_in, so_far

from kefu.config.asterisk import keeper
from kefu.config.tests.instances import Instance, is_alive, wait_until

CALLER, DIGITS = "13900006301", "02153000001"
CALLER_HERTZ, AGENT_HERTZ = 700, 1900


def test_a_talk_that_the_engine_loses_is_told_as_such_and_somebody_calls_back(
    instance: Instance, house: House, network: Carrier, trunk: dict[str, Any]
) -> None:
    api, brand = house.owner.api, house.queue["brand_id"]
    person = house.hire("6301", status="offline")
    given = api("POST", "/extensions", {"user_id": person.id, "kind": "telephone"})
    sign_in(network, given["account"], given["secret"])
    wait_until(lambda: is_signed_in(instance, given["account"]), seconds=40)
    queue = api("POST", "/queues", {"brand_id": brand, "name": "断线", "member_ids": [person.id]})
    api("PATCH", f"/queue-manners/{queue['id']}", QUIET)
    draft = {"start": "line", "nodes": {"line": {"kind": "queue", "queue_id": queue["id"]}}}
    flow = api("POST", "/call-flows", {"brand_id": brand, "name": "断线", "draft": draft})
    api("POST", f"/call-flows/{flow['id']}/publish")
    api("POST", "/phone-numbers", {"brand_id": brand, "digits": DIGITS, "name": "断线热线", "flow_id": flow["id"]})
    person.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["phone"]})
    caller = network.call(DIGITS, caller=CALLER, tone=CALLER_HERTZ).wait_answered(120)
    rung(network, api)
    wait_until(lambda: hears(so_far(caller), AGENT_HERTZ), seconds=60)
    call = newest(api)
    assert call["phase"] == "talking"
    wait_until(lambda: newest(api)["seconds"]["talk"] >= 6, seconds=60)  # the engine writes by pieces of 2 s

    old = keeper.state(instance.environment).process_id
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: newest(api)["phase"] == "ended", seconds=120)
    ended = api("GET", f"/calls/{call['id']}")
    assert (ended["ended_by"], ended["assignee_id"]) == ("system", person.id)
    assert ended["answered_at"]

    def lost() -> list[dict[str, Any]]:
        return [one for one in api("GET", "/missed-calls?state=open")["items"] if one["last_call_id"] == call["id"]]

    wait_until(lost, seconds=60)
    (missed,) = lost()
    assert (missed["why"], missed["assignee"]["id"]) == ("lost", person.id), "whoever talked with them calls back"

    kept = f"/calls/{call['id']}/recording"
    wait_until(lambda: len(api("GET", kept)["items"]) == 3, seconds=60)
    said = {one["side"]: samples(house, one["url"]) for one in api("GET", kept)["items"]}
    assert hears(said["caller"], CALLER_HERTZ) and hears(said["agent"], AGENT_HERTZ), "what was said until then is kept"

    now = keeper.state(instance.environment)
    assert now.process_id != old and is_alive(now.process_id)
    again = network.call(DIGITS, caller=CALLER, tone=CALLER_HERTZ).wait_answered(120)
    wait_until(lambda: newest(api)["id"] != call["id"] and newest(api)["phase"] == "waiting", seconds=60)
    again.hang_up()
    person.is_now("offline")
