"""Whoever may not see customers' numbers finds none of them, on any way out: answers, live events, files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kefu.config import sockets
from kefu.foundation.customers import actions as customers
from kefu.insight.analytics import actions as analytics
from kefu.insight.analytics.models import Export
from kefu.kernel import events, files
from kefu.kernel.masking import masked
from kefu.kernel.models import AuditEntry
from kefu.kernel.realtime import feed

from .access import OPERATIONS
from .scene import Scene, client
from .test_authorization_matrix import call

WHOLE = ("13912345678", "139 1234 5678", "lisi@example.com", "11010119900307123X", "13800138000")
TOLD = "我叫李四，电话13912345678或139 1234 5678，邮箱 lisi@example.com，身份证 11010119900307123X"
READS = [name for name, access in OPERATIONS.items() if access.by == "staff" and name.startswith("GET")]
ACTS = [
    "POST /conversations/{conversation_id}/watch",
    "POST /conversations/{conversation_id}/close",
    "POST /conversations/{conversation_id}/customer",
    "POST /conversations/{conversation_id}/notes",
    "PATCH /customers/{customer_id}",
]


@pytest.fixture
def told(scene: Scene) -> Scene:
    """The customer of the scene has said everything, and it was noted everywhere."""
    path = f"/api/v1/widget/conversations/{scene.ids['conversation_id']}/messages"
    assert client(scene.visitor).post(path, {"text": TOLD}, "application/json").status_code == 201
    scene.give_kit(["conversations.read", "conversations.serve", "customers.read", "customers.manage"])
    agent = client(scene.kit)
    where = f"/api/v1/conversations/{scene.ids['conversation_id']}"
    assert agent.post(f"{where}/notes", {"text": TOLD}, "application/json").status_code == 201
    linked = {"customer_id": scene.ids["customer_id"]}
    assert agent.post(f"{where}/customer", linked, "application/json").status_code == 200
    customers.update(scene.house.system, customer_id=scene.ids["customer_id"], changes={"note": TOLD})  # type: ignore[arg-type]
    events.drain()
    return scene


def found_in(content: str) -> list[str]:
    return [number for number in WHOLE if number in content]


@pytest.mark.parametrize("operation", READS + ACTS)
def test_no_answer_holds_a_whole_number(told: Scene, operation: str) -> None:
    told.give_kit(list(OPERATIONS[operation].needs))
    answer = call(told, operation, client(told.kit))
    if answer.headers["Content-Type"].startswith("application/json"):
        assert found_in(json.dumps(answer.json(), ensure_ascii=False)) == []


def test_who_may_see_them_does(told: Scene) -> None:
    told.give_kit(["conversations.read", "customers.read", "numbers.see"])
    shown = json.dumps(call(told, "GET /conversations/{conversation_id}", client(told.kit)).json(), ensure_ascii=False)
    assert set(found_in(shown)) >= set(WHOLE[:4])


def test_no_live_event_holds_a_whole_number(told: Scene) -> None:
    session = sockets.callbacks().resolve("desk", told.kit, None)
    assert session
    assert session.hides_numbers
    heard = feed.since(session, int(told.ids["cursor"]))
    assert found_in(json.dumps(heard, ensure_ascii=False))
    assert found_in(json.dumps(masked(heard), ensure_ascii=False)) == []
    told.give_kit(["conversations.read", "numbers.see"])
    seeing = sockets.callbacks().resolve("desk", told.kit, None)
    assert seeing
    assert not seeing.hides_numbers


@pytest.mark.parametrize(("sees", "whole"), [((), False), (("numbers.see",), True)])
def test_a_file_holds_what_its_reader_may_see(told: Scene, sees: tuple[str, ...], whole: bool) -> None:
    close = f"/api/v1/conversations/{told.ids['conversation_id']}/close"
    body = {"disposition_id": told.ids["leaf_id"], "summary": TOLD}
    assert client(told.kit).post(close, body, "application/json").status_code == 200
    told.give_kit(["analytics.read", "analytics.export", *sees])
    asked = client(told.kit).post("/api/v1/exports", {"format": "csv"}, "application/json").json()
    analytics.run_export(told.house.organization.id, asked["id"])
    export = Export.objects.for_actor(told.house.system).get(id=asked["id"])
    assert export.file_id
    written: Any = client(told.kit).get(files.link(export.file_id))
    assert bool(found_in(b"".join(written.streaming_content).decode())) is whole


def test_showing_them_is_written_down_and_the_numbers_are_not(told: Scene) -> None:
    told.give_kit(["conversations.read", "customers.read", "numbers.reveal"])
    shown = call(told, "POST /conversations/{conversation_id}/numbers", client(told.kit)).json()["numbers"]
    assert {one["hidden"]: one["number_shown"] for one in shown}["139****5678"] == "13912345678"
    call(told, "POST /customers/{customer_id}/numbers", client(told.kit))
    call(told, "POST /conversations/{conversation_id}/copies", client(told.kit))
    kept = AuditEntry.objects.for_actor(told.house.system).filter(action__endswith="ed").order_by("-id")[:3]
    assert [entry.action for entry in kept] == ["conversation.copied", "customer.revealed", "conversation.revealed"]
    assert kept[0].after == {"characters": 12}
    assert found_in(json.dumps([entry.after for entry in kept])) == []


def test_saving_what_was_seen_hidden_changes_nothing(told: Scene) -> None:
    told.give_kit(["customers.read", "customers.manage"])
    agent = client(told.kit)
    path = f"/api/v1/customers/{told.ids['customer_id']}"
    seen: Any = agent.get(path).json()
    changes = {"phones": [*seen["phones"], "13700000000"], "note": f"{seen['note']}！"}
    assert agent.patch(path, changes, "application/json").status_code == 200
    told.give_kit(["customers.read", "numbers.see"])
    whole = client(told.kit).get(path).json()
    assert whole["phones"] == ["+8613800138000", "+8613700000000"]
    assert whole["note"] == f"{TOLD}！"
