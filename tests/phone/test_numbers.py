"""Numbers as they come, and one national number to local branches: real calls, and a company's own system that knows an order."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.journeys.house import House
from tests.phone.engines import Carrier
from tests.phone.voice import newest, tone

from kefu.config.tests.instances import Instance, wait_until

NATIONAL, LED = "4000008501", "4000008502"
SHANGHAI, ORDERED, SLOW, NOWHERE = "13918008501", "13918008502", "13918008503", "19999999999"


class Shop:
    """The company's own system: one Shanghai number has an order that Beijing serves, and for another it never answers in time."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_patient = threading.Event()
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                phone = parse_qs(urlsplit(self.path).query).get("phone", [""])[0]
                shop.asked.append(phone)
                if phone == f"+86{SLOW}":
                    shop.is_patient.wait(60)
                body = json.dumps({"orders": [shop.order()] if phone == f"+86{ORDERED}" else []}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(BrokenPipeError):  # whoever asked may have gone
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def order(self) -> dict[str, Any]:
        placed, item = "2026-11-01T10:00:00+08:00", {"title": "电饭煲", "price": "299.00"}
        facts = {"number": "Q8501", "placed_at": placed, "state": "shipped", "total": "299.00", "items": [item]}
        return {**facts, "branch": "北京网点"}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.is_patient.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    made = Shop()
    yield made
    made.close()


@pytest.fixture(scope="module")
def national(house: House, trunk: dict[str, Any], shop: Shop) -> Iterator[dict[str, Any]]:
    """One number, three branches with a queue each, and a flow that looks up, then asks for the branch."""
    api, brand = house.owner.api, house.queue["brand_id"]
    queues = {name: api("POST", "/queues", {"brand_id": brand, "name": name}) for name in ("北京", "上海", "总部")}
    branches = {
        name: api("POST", "/branches", {
            "brand_id": brand, "name": f"{name}网点", "queue_id": queue["id"], "coverage": [name] if name != "总部" else [],
            "is_headquarters": name == "总部",
        })
        for name, queue in queues.items()
    }  # fmt: skip
    link = {"brand_id": brand, "base_url": shop.url, "secret": "a-secret-of-the-shop", "timeout_seconds": 1}
    connection = api("POST", "/connections", link)
    prompt = api.upload("/prompts", "tone.wav", tone(500, 1), brand_id=brand, name="全国热线")
    flow = api("POST", "/call-flows", {"brand_id": brand, "name": "全国", "draft": {
        "start": "order",
        "nodes": {
            "order": {"kind": "lookup", "found": "near", "none": "near", "unknown": "near"},
            "near": {"kind": "branch", "otherwise": "sorry"},
            "sorry": {"kind": "end", "prompt": prompt["id"]},
        },
    }})  # fmt: skip
    assert flow["wrong"] == []
    api("POST", f"/call-flows/{flow['id']}/publish")
    api("POST", "/phone-numbers", {"brand_id": brand, "digits": NATIONAL, "name": "全国", "flow_id": flow["id"]})
    yield {"flow": flow, "queues": queues, "branches": branches}
    api("DELETE", f"/connections/{connection['id']}")


def path(house: House, network: Carrier, caller: str) -> tuple[str, list[tuple[str, str]]]:
    """A call until it waits: the line, and the ways it took."""
    before = {call["id"] for call in house.owner.api("GET", "/calls?limit=5")["items"]}
    call = network.call(NATIONAL, caller=caller).wait_answered()
    wait_until(
        lambda: newest(house.owner.api)["id"] not in before and newest(house.owner.api)["phase"] == "waiting",
        seconds=60,
    )
    row = newest(house.owner.api)
    call.hang_up()
    wait_until(lambda: newest(house.owner.api)["phase"] == "ended", seconds=60)
    moments = house.owner.api("GET", f"/calls/{row['id']}")["moments"]
    return row["queue"]["name"], [(one["name"], one["way"]) for one in moments if one["kind"] == "node"]


def test_a_national_number_rings_the_branch_that_is_for_the_caller(
    house: House, network: Carrier, national: dict[str, Any], shop: Shop
) -> None:
    assert path(house, network, ORDERED) == ("北京", [("order", "found"), ("near", "order:北京网点")])
    assert path(house, network, SHANGHAI) == ("上海", [("order", "none"), ("near", "region:上海网点")])
    assert path(house, network, NOWHERE) == ("总部", [("order", "none"), ("near", "headquarters:总部网点")])
    assert f"+86{SHANGHAI}" in shop.asked
    since, until = "2026-01-01T00:00:00Z", "2100-01-01T00:00:00Z"
    counted = house.owner.api("GET", f"/call-flows/{national['flow']['id']}/paths?since={since}&until={until}")["items"]
    ways = {(one["node"], one["way"]): one["calls"] for one in counted}
    assert ways[("order", "none")] == 2 and ways[("near", "order:北京网点")] == 1


def test_a_system_that_does_not_answer_holds_no_caller_up(
    house: House, network: Carrier, national: dict[str, Any]
) -> None:
    assert path(house, network, SLOW) == ("上海", [("order", "unknown"), ("near", "region:上海网点")])


@pytest.mark.parametrize(
    "written", ["013918008509", "8613918008509", "+8613918008509", "008613918008509", "9013918008509"]
)
def test_every_form_of_a_number_opens_the_same_customer(
    house: House, network: Carrier, national: dict[str, Any], trunk: dict[str, Any], written: str
) -> None:
    api = house.owner.api
    known = api("GET", "/customers?phone=13918008509")["items"] or [
        api("POST", "/customers", {"name": "陆女士", "phone": "139 1800 8509"})
    ]
    api("PATCH", f"/trunks/{trunk['id']}", {"area": "021", "rules_in": [{"pattern": "90.", "strip": 1, "add": ""}]})
    try:
        path(house, network, written)
    finally:
        api("PATCH", f"/trunks/{trunk['id']}", {"area": "", "rules_in": []})
    assert newest(api)["customer_id"] == known[0]["id"]
    tried = api(
        "POST", "/number-rule-trial", {"direction": "in", "number": written, "rules": [{"pattern": "90.", "strip": 1}]}
    )
    assert (tried["number"], tried["region"], [one["name"] for one in tried["customers"]]) == (
        "+8613918008509", "上海", ["陆女士"],
    )  # fmt: skip


def test_the_engine_says_how_a_line_is(instance: Instance, house: House, trunk: dict[str, Any]) -> None:
    def state(id: str) -> str:
        rows = house.owner.api("GET", "/trunks")["items"]
        return str(next(row["state"] for row in rows if row["id"] == id))

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gone:
        gone.bind(("127.0.0.1", 0))
        closed = gone.getsockname()[1]
    api = house.owner.api
    elsewhere = {"addresses": ["203.0.113.9"]}  # calls from here are the other line's
    settings = {"host": "127.0.0.1", "user": "8000", "password": "wrong", **elsewhere}
    lost = api("POST", "/trunks", {**settings, "name": "断线", "port": closed})
    refused = api("POST", "/trunks", {**settings, "name": "密码错", "port": trunk["port"]})
    wait_until(lambda: state(trunk["id"]) == "online", seconds=60)
    wait_until(lambda: (state(lost["id"]), state(refused["id"])) == ("offline", "refused"), seconds=120)
    words = {row["id"]: row["state_text"] for row in api("GET", "/trunks")["items"]}
    assert "端口" in words[lost["id"]] and "密码" in words[refused["id"]]
    told = json.loads(instance.command("check", "--json").stdout)["findings"]
    ill = {found["detail"].split(" ")[0]: found["mend"] for found in told if found["name"] == "trunk"}
    assert ill["密码错"].startswith("The carrier refuses") and ill["断线"].startswith("The carrier does not answer")
    assert trunk["name"] not in ill
    for row in (lost, refused):
        api("DELETE", f"/trunks/{row['id']}")
