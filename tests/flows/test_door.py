"""The public door: challenges for who comes too often, and links of strangers."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from tests.flows.conftest import Api, Shop

from kefu.contact.conversations import door
from kefu.contact.conversations.models import Conversation, Site
from kefu.contact.conversations.rules import identity_signature
from kefu.kernel import clock, events

STRANGER = "203.0.113.77"


def from_address(ip: str) -> Api:
    return Api(client=Client(REMOTE_ADDR=ip))


def solved(challenge: dict[str, Any], sum: str = "") -> str:
    """What a browser sends back: the first number whose hash begins with enough zero bits."""
    below, nonce = 1 << (256 - challenge["bits"]), 0
    while int.from_bytes(hashlib.sha256(f"{challenge['id']}:{nonce}".encode()).digest()) >= below:
        nonce += 1
    return f"{challenge['token']} {nonce} {sum}".strip()


@pytest.fixture(autouse=True)
def _light_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Levels that a test can pass in no time; real ones are worked through by a browser in the journeys."""
    monkeypatch.setattr(door, "LEVELS", ((3, 6), (5, 8)))
    monkeypatch.setattr(door, "EASIEST", 6)


def set_policy(shop: Shop, **changes: Any) -> Any:
    return shop.owner("PATCH", f"/door-policies/{shop.site.brand_id}", changes)


def begin(shop: Shop, api: Api, *, expect: int = 201, answer: str = "", **body: Any) -> Any:
    headers = {"Challenge_Answer": answer} if answer else {}
    return api("POST", f"/widget/{shop.site.key}/conversations", {"text": "在吗", **body}, expect=expect, **headers)


def test_people_see_nothing_and_a_script_has_to_work_ever_harder(shop: Shop) -> None:
    script, somebody = from_address(STRANGER), from_address("203.0.113.78")
    for _ in range(3):
        begin(shop, script)
    asked = begin(shop, script, expect=428)
    assert (asked["code"], asked["challenge"]["bits"], asked["challenge"]["question"]) == (
        "challenge_required",
        6,
        None,
    )
    begin(shop, somebody)
    for _ in range(2):
        begin(shop, script, answer=solved(begin(shop, script, expect=428)["challenge"]))
    easy = solved(asked["challenge"])
    harder = begin(shop, script, expect=428, answer=easy)
    assert harder["challenge"]["bits"] == 8
    opened = begin(shop, script, answer=solved(harder["challenge"]))
    assert opened["id"].replace("-", "") == harder["challenge"]["id"]


def test_this_machine_and_whom_the_shop_has_signed_for_are_not_asked(shop: Shop) -> None:
    signed = {"external_id": "m1", "identity_signature": identity_signature(shop.site.identity_secret, "m1")}
    stranger = from_address(STRANGER)
    for _ in range(5):
        begin(shop, Api())
        begin(shop, stranger, visitor=signed)
    begin(shop, stranger)


def test_a_challenge_opens_one_conversation_of_its_site_within_ten_minutes(shop: Shop) -> None:
    set_policy(shop, challenge="always")
    api = Api()
    challenge = begin(shop, api, expect=428)["challenge"]
    answer = solved(challenge)
    assert begin(shop, api, expect=428, answer=f"{challenge['token']} 0x")["challenge"]["id"] != challenge["id"]
    begin(shop, api, expect=428, answer=answer.replace(":", ";", 1))
    begin(shop, api, expect=422, answer=answer, text="太长" * 6_000)
    begin(shop, api, answer=answer)
    again = begin(shop, api, expect=428, answer=answer)
    assert Conversation.objects.for_actor(shop.system).count() == 1
    other = Site.objects.create(
        organization=shop.organization, brand_id=shop.site.brand_id, key="other", name="x", queue=shop.queue,
        identity_secret="x",
    )  # fmt: skip
    path = f"/widget/{other.key}/conversations"
    api("POST", path, {"text": "在吗"}, expect=428, Challenge_Answer=solved(again["challenge"]))
    with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1)):
        begin(shop, api, expect=428, answer=solved(again["challenge"]))


def test_a_lost_answer_can_be_asked_for_again_with_the_same_key(shop: Shop) -> None:
    set_policy(shop, challenge="always")
    path, api, key = f"/widget/{shop.site.key}/conversations", Api(), {"Idempotency_Key": "one"}
    challenge = api("POST", path, {"text": "在吗"}, expect=428, **key)["challenge"]
    opened = api("POST", path, {"text": "在吗"}, expect=201, Challenge_Answer=solved(challenge), **key)
    assert api("POST", path, {"text": "在吗"}, expect=201, **key)["id"] == opened["id"]


def test_a_sum_is_asked_in_the_readers_language_where_the_house_wants_it(shop: Shop) -> None:
    set_policy(shop, challenge="always", asks_sum=True)
    api = Api()
    english = begin_in(shop, api, "en")["challenge"]
    assert english["question"].startswith("What is ")
    challenge = begin_in(shop, api, "zh-CN")["challenge"]
    a, b = (door._ZH.index(c) for c in challenge["question"].removesuffix("等于几？").split("加"))
    wrong = begin(shop, api, expect=428, answer=solved(challenge, str(a + b + 1)))
    assert wrong["detail"] == "答案不对，请再算一次。"
    begin(shop, api, expect=428, answer=solved(challenge))
    begin(shop, api, answer=solved(challenge, str(a + b)))


def begin_in(shop: Shop, api: Api, language: str) -> Any:
    path = f"/widget/{shop.site.key}/conversations"
    return api("POST", path, {"text": "在吗"}, expect=428, Accept_Language=language)


def test_leaving_a_message_is_the_same_door_and_going_on_is_none(shop: Shop) -> None:
    set_policy(shop, challenge="always")
    path, body = f"/widget/{shop.site.key}/leave-message", {"text": "请回电", "phone": "13800138000"}
    challenge = Api()("POST", path, body, expect=428)["challenge"]
    left = Api()("POST", path, body, expect=201, Challenge_Answer=solved(challenge))
    again = Api(left["visitor_token"])("POST", path, body, expect=201)
    assert again["id"] == left["id"]


def test_never_asks_nobody(shop: Shop) -> None:
    set_policy(shop, challenge="never")
    script = from_address(STRANGER)
    for _ in range(8):
        begin(shop, script)


def flagged(shop: Shop, **body: Any) -> list[str] | None:
    opened = begin(shop, Api(), **body)
    events.drain()
    found: list[str] | None = opened["messages"][-1]["payload"].get("foreign_links")
    return found


def test_links_of_visitors_are_flagged_except_the_shops_own(shop: Shop) -> None:
    assert flagged(shop, text="看 https://evil.example/x 和 shop.test") == ["evil.example"]
    page = {"page": "https://www.shop.test/p/1"}
    assert flagged(shop, text="https://notshop.test/p/1 有货吗", entry=page) == ["notshop.test"]
    assert flagged(shop, text="https://m.shop.test/p/1 有货吗", entry=page) is None
    shop.owner("PATCH", f"/sites/{shop.site.id}", {"origins": ["https://www.acme.test"]})
    assert flagged(shop, text="https://m.acme.test/p/1 有货吗", entry={"page": "https://evil.example/"}) is None
    assert flagged(shop, text="https://evil.example/", entry={"page": "https://evil.example/"}) == ["evil.example"]
    assert set_policy(shop, allowed_domains=["https://WWW.Partner.test/x", "partner.test"])["allowed_domains"] == [
        "partner.test"
    ]
    assert flagged(shop, text="https://partner.test/") is None
    set_policy(shop, links="off")
    assert flagged(shop, text="https://evil.example/") is None


def test_a_visitor_cannot_take_the_flag_away(shop: Shop) -> None:
    visitor = shop.visitor("你好")
    said = visitor.say("http://evil.example", payload={"foreign_links": [], "x": 1})
    assert said["payload"] == {"foreign_links": ["evil.example"], "x": 1}
    assert visitor.say("没有链接", payload={"foreign_links": ["a.com"]})["payload"] == {}
    card = {"title": "便宜", "url": "https://evil.example/p"}
    assert visitor.say("", kind="card", payload=card)["payload"]["foreign_links"] == ["evil.example"]


def test_links_are_refused_until_somebody_has_answered(shop: Shop) -> None:
    set_policy(shop, links="refuse", allowed_domains=["acme.test"])
    agent = shop.agent("8001")
    refused = begin(shop, Api(), expect=422, text="点 http://evil.example")
    assert refused["code"] == "link_refused" and "请直接用文字描述" in refused["detail"]
    leave = {"text": "www.evil.com", "phone": "13800138000"}
    assert Api()("POST", f"/widget/{shop.site.key}/leave-message", leave, expect=422)["code"] == "link_refused"
    visitor = shop.visitor("转人工")
    visitor.say("http://evil.example", expect=422)
    visitor.say("https://acme.test/p/1")
    agent("POST", f"/conversations/{visitor.id}/notes", {"text": "可疑"}, expect=201)
    visitor.say("http://evil.example", expect=422)
    agent("POST", f"/conversations/{visitor.id}/messages", {"text": "请发链接"}, expect=201)
    assert visitor.say("http://evil.example")["payload"]["foreign_links"] == ["evil.example"]


def test_the_policy_is_kept_per_brand_and_audited(shop: Shop) -> None:
    (policy,) = shop.owner("GET", "/door-policies")["items"]
    assert (policy["challenge"], policy["asks_sum"], policy["links"]) == ("suspicious", False, "flag")
    shop.owner("PATCH", f"/sites/{shop.site.id}", {"origins": ["https://www.acme.test"]})
    assert "acme.test" in set_policy(shop, links="refuse")["own_domains"]
    wrong = shop.owner("PATCH", f"/door-policies/{shop.site.brand_id}", {"allowed_domains": ["不是域名"]}, expect=422)
    assert wrong["errors"][0]["field"] == "allowed_domains"
    entry = shop.owner("GET", "/audit?action=door_policy.updated")["items"][0]
    assert (entry["before"]["links"], entry["after"]["links"]) == ("flag", "refuse")
