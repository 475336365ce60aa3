"""A contact's group is found before it waits: by each step of the chain, measured on 60 first messages, and corrected."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.flows.conftest import Api, Shop, make_shop

from kefu.contact.routing.models import Disposition, Queue
from kefu.contact.sorting import actions, jobs, queries
from kefu.contact.sorting.models import Sorting
from kefu.foundation.accounts import actions as accounts
from kefu.kernel import clock, events

DATA = Path(__file__).parents[1] / "data"
GROUPS = {
    "售前": ("inquiry", "handle-account"),
    "物流": ("query-logistics", "handle-order"),
    "售后": ("handle-aftersale", "repair", "handle-appointment", "complaint"),
    "退款发票": ("query-refund", "handle-invoice"),
}


class Floor:
    """A shop with four groups beside the one of its site, and a way from reasons to them."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.owner = shop, shop.owner
        self.reasons = {row.code: str(row.id) for row in Disposition.objects.for_actor(shop.system)}
        self.queues = {name: self._queue(name, codes) for name, codes in GROUPS.items()}

    def _queue(self, name: str, codes: tuple[str, ...]) -> str:
        brand = str(self.shop.site.brand_id)
        queue = self.owner("POST", "/queues", {"brand_id": brand, "name": name}, expect=201)
        for code in codes:
            route = {"brand_id": brand, "disposition_id": self.reasons[code], "queue_id": queue["id"]}
            self.owner("POST", "/sorting-routes", {**route, "is_choice": code == "handle-invoice"}, expect=201)
        return str(queue["id"])

    def rule(self, kind: str, value: str, code: str) -> None:
        rule = {"kind": kind, "value": value, "disposition_id": self.reasons[code]}
        self.owner("POST", "/sorting-rules", {"brand_id": str(self.shop.site.brand_id), **rule}, expect=201)

    def sees(self, conversation_id: Any) -> Any:
        """The conversation as the owner sees it."""
        return self.owner("GET", f"/conversations/{conversation_id}")


@pytest.fixture
def floor(shop: Shop) -> Floor:
    queries.forget()
    return Floor(shop)


def test_of_sixty_first_messages_at_least_85_in_100_find_their_group(floor: Floor) -> None:
    with (DATA / "zh_first_messages.csv").open(encoding="utf-8") as file:
        labelled = [(row["text"], row["group"]) for row in csv.DictReader(file)]
    right = 0
    for text, group in labelled:
        found = floor.owner.client.get(
            "/api/v1/sorting-trial", {"text": text}, headers={"Authorization": f"Bearer {floor.owner.token}"}
        ).json()
        right += bool(found["queue"]) and found["queue"]["name"] == group
    assert len(labelled) == 60
    assert right / 60 >= 0.85, right


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("退款申请三天了怎么还没到账", "退款发票"),
        ("收到的碗有两个是碎的，怎么处理", "售后"),
        ("这个电热毯有单人的吗，尺寸多大", "售前"),
    ],
)
def test_the_words_of_the_first_message_lead_a_contact_to_its_group(floor: Floor, said: str, group: str) -> None:
    visitor = floor.shop.visitor(said)
    visitor.api("POST", f"/widget/conversations/{visitor.id}/handoff")
    seen = floor.sees(visitor.id)
    assert seen["queue"]["name"] == group
    assert (seen["sorting"]["source"], seen["sorting"]["queue"]["name"]) == ("text", group)
    assert seen["sorting"]["evidence"]["words"]


def test_nothing_told_goes_to_the_group_of_the_site(floor: Floor) -> None:
    visitor = floor.shop.visitor("转人工")
    seen = floor.sees(visitor.id)
    assert seen["queue"]["id"] == str(floor.shop.queue.id)
    assert seen["sorting"]["source"] == "default"


def test_without_routes_there_is_one_group_and_nothing_is_kept(shop: Shop) -> None:
    visitor = shop.visitor("怎么开发票，转人工")
    assert shop.owner("GET", f"/conversations/{visitor.id}")["queue"]["id"] == str(shop.queue.id)
    assert not Sorting.objects.for_actor(shop.system).exists()


def test_the_page_outranks_what_is_said(floor: Floor) -> None:
    floor.rule("page", "/invoice", "handle-invoice")
    visitor = floor.shop.visitor("收到的碗是碎的，转人工", entry={"page": "https://shop.test/help/Invoice?from=menu"})
    sorting = floor.sees(visitor.id)["sorting"]
    assert (sorting["source"], sorting["queue"]["name"]) == ("entry", "退款发票")
    assert sorting["evidence"] == {"kind": "page", "value": "/invoice"}


def test_what_the_customer_chose_outranks_the_words(floor: Floor) -> None:
    topics = Api()("GET", f"/widget/{floor.shop.site.key}/config")["topics"]
    assert [topic["text"] for topic in topics] == ["发票办理"]
    visitor = floor.shop.visitor(None)
    visitor.say("快递还没到", payload={"disposition_id": topics[0]["id"]})
    visitor.say("转人工")
    assert floor.sees(visitor.id)["sorting"]["source"] == "choice"
    assert floor.sees(visitor.id)["queue"]["name"] == "退款发票"


def test_what_the_bot_answered_leads_to_the_group_of_its_category(floor: Floor) -> None:
    floor.rule("knowledge", "发票", "handle-invoice")
    visitor = floor.shop.visitor("怎么开发票")
    visitor.say("转人工")
    sorting = floor.sees(visitor.id)["sorting"]
    assert (sorting["source"], sorting["queue"]["name"]) == ("intent", "退款发票")
    assert sorting["evidence"] == {"question": "怎么开发票", "category": "发票"}


def test_a_choice_that_is_none_is_ignored(floor: Floor) -> None:
    visitor = floor.shop.visitor(None)
    visitor.say("转人工", payload={"disposition_id": "drop table"})
    assert floor.sees(visitor.id)["sorting"]["source"] == "default"


def test_a_queue_that_is_switched_off_gets_nobody(floor: Floor) -> None:
    floor.owner("PATCH", f"/queues/{floor.queues['退款发票']}", {"is_active": False})
    visitor = floor.shop.visitor("怎么开发票，转人工")
    assert floor.sees(visitor.id)["queue"]["id"] == str(floor.shop.queue.id)


def test_a_refund_goes_to_an_agent_with_the_skill_and_to_nobody_else(floor: Floor) -> None:
    refund = accounts.create_skill(floor.shop.system, code="refund", name="退款")
    floor.owner("PATCH", f"/queues/{floor.queues['退款发票']}", {"skills": [{"skill_id": str(refund.id), "level": 3}]})
    floor.shop.agent("8001")
    expert = floor.shop.agent("8002", skills=[{"skill_id": refund.id, "level": 4}])
    visitor = floor.shop.visitor("退款申请三天了怎么还没到账，转人工")
    events.drain()
    assert floor.sees(visitor.id)["assignee"]["name"] == "小8002"
    assert expert("GET", "/desk/snapshot")["conversations"][0]["id"] == str(visitor.id)


def test_one_act_of_the_agent_corrects_moves_and_teaches(floor: Floor) -> None:
    agent = floor.shop.agent("8001", status="online")
    visitor = floor.shop.visitor("小青蛙那个要怎么搞，转人工")
    events.drain()
    floor.owner(
        "PATCH",
        f"/queues/{floor.queues['售后']}",
        {"member_ids": [str(floor.shop.owner("GET", "/auth/me")["user"]["id"])]},
    )
    before = agent("GET", f"/conversations/{visitor.id}")
    assert before["sorting"]["source"] == "default"

    moved = agent("POST", f"/conversations/{visitor.id}/sorting", {"disposition_id": floor.reasons["repair"]})
    assert (moved["queue"]["name"], moved["status"]) == ("售后", "queued")
    assert moved["sorting"]["corrected_by"] == "小8001"
    assert moved["sorting"]["disposition"]["path"] == ["报修"]
    assert [m["text"] for m in moved["messages"] if m["payload"].get("code") == "resorted"] == [
        "改派分类：报修，转至售后"
    ]
    assert "小青蛙那个要怎么搞，转人工" in [m["text"] for m in moved["messages"]]

    assert floor.owner("GET", "/sorting-trial?text=小青蛙")["source"] == "default"
    jobs.learn(0)
    taught = floor.owner("GET", "/sorting-trial?text=小青蛙")
    assert (taught["source"], taught["queue"]["name"]) == ("text", "售后")


def test_an_organization_that_fails_keeps_no_other_from_learning(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [floor.shop, Floor(make_shop("other")).shop]
    for shop in both:
        shop.visitor("小青蛙那个要怎么搞，转人工")
    Sorting.objects.across_organizations("a test").update(corrected_at=clock.now())
    learnt: list[UUID] = []

    def learn(organization_id: UUID) -> int:
        learnt.append(organization_id)
        if len(learnt) == 1:
            raise ValueError("a text that nobody can count")
        return 1

    monkeypatch.setattr(actions, "learn", learn)
    jobs.learn(0)
    assert set(learnt) == {shop.organization.id for shop in both}


def test_a_correction_within_the_group_leaves_the_conversation_where_it_is(floor: Floor) -> None:
    agent = floor.shop.agent("8001")
    visitor = floor.shop.visitor("收到的碗有两个是碎的，转人工")
    events.drain()
    kept = agent("POST", f"/conversations/{visitor.id}/sorting", {"disposition_id": floor.reasons["complaint-quality"]})
    assert (kept["status"], kept["assignee"]["name"]) == ("active", "小8001")
    assert kept["sorting"]["disposition"]["path"] == ["投诉", "商品质量"]


def test_a_route_stays_within_its_brand(floor: Floor) -> None:
    other = accounts.create_brand(floor.shop.system, code="travel", name="出行")
    route = {"brand_id": str(other.id), "disposition_id": floor.reasons["feedback"]}
    refused = floor.owner("POST", "/sorting-routes", {**route, "queue_id": floor.queues["售后"]}, expect=422)
    assert refused["code"] == "queue_of_another_brand"


def test_queues_of_a_route_are_known(floor: Floor) -> None:
    names = {row["queue"]["name"] for row in floor.owner("GET", "/sorting-routes?limit=100")["items"]}
    assert names == set(GROUPS)
    assert Queue.objects.for_actor(floor.shop.system).count() == len(GROUPS) + 1
