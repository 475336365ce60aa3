"""A rating that blames the business: from the visitor's form to the owner who improves something."""

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import events

from .conftest import Api, Shop


def test_a_business_reason_comes_to_its_owner_and_spares_the_agent(shop: Shop) -> None:
    supervisor, agent = shop.agent("8100", role="supervisor", status="offline"), shop.agent("8001")
    ids = {user["employee_number"]: user["id"] for user in shop.owner("GET", "/users")["items"]}
    me = ids["8100"]
    shop.owner("POST", "/teams", {"name": "一组", "leader_ids": [me], "member_ids": [ids["8001"]]})
    reasons = supervisor("GET", "/rating-reasons")["items"]
    assert [(r["family"], r["name"]) for r in reasons if r["position"] == 0] == [
        ("agent", "态度好坏"),
        ("business", "价格"),
    ]
    delivery = next(r for r in reasons if r["name"] == "物流")
    agent("PATCH", f"/rating-reasons/{delivery['id']}", {"owner_id": me}, expect=403)
    changed = supervisor("PATCH", f"/rating-reasons/{delivery['id']}", {"owner_id": me, "name_en": "Parcels"})
    assert changed["owner"]["name"] == "小8100"

    visitor = shop.visitor()
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    events.drain()
    offered = visitor.api("GET", f"/widget/{shop.site.key}/config?locale=en")["rating"]["tags"]
    assert "Parcels" in offered["business"]
    assert "Attitude" in offered["agent"]
    words = {"score": 1, "tags": ["Parcels", "too slow"], "comment": "两周才到"}
    visitor.api("POST", f"/widget/conversations/{visitor.id}/rating", words, expect=204)
    visitor.api("POST", f"/widget/conversations/{visitor.id}/rating", words, expect=409)

    rating = supervisor("GET", "/ratings")["items"][0]
    assert (rating["tags"], rating["counts_for_agent"]) == (["Parcels", "too slow"], False)
    assert [(r["name"], r["family"]) for r in rating["reasons"]] == [("物流", "business")]
    assert agent("GET", "/desk/snapshot")["today"] == {"handled": 1, "csat": None, "rated": 0}

    (item,) = supervisor("GET", "/rating-items?state=open&owner=me")["items"]
    assert (item["reason"]["name"], item["conversation_id"], item["score"]) == ("物流", str(visitor.id), 1)
    agent("PATCH", f"/rating-items/{item['id']}", {"state": "done"}, expect=403)
    done = supervisor("PATCH", f"/rating-items/{item['id']}", {"state": "done", "note": "换了快递公司"})
    assert (done["state"], done["note"], done["done_by"]["id"]) == ("done", "换了快递公司", me)
    assert supervisor("GET", "/rating-items?state=open")["items"] == []
    assert len(supervisor("GET", f"/rating-items?state=done&owner={me}")["items"]) == 1


def led(shop: Shop) -> tuple[Api, Api]:
    """A leader and the agent of their team."""
    leader, agent = shop.agent("8000", role="supervisor", status="offline"), shop.agent("8001")
    ids = {user["employee_number"]: user["id"] for user in shop.owner("GET", "/users")["items"]}
    shop.owner("POST", "/teams", {"name": "一组", "leader_ids": [ids["8000"]], "member_ids": [ids["8001"]]})
    accounts.forget()
    return leader, agent


def test_a_low_rating_reaches_the_leader_and_is_followed_up(shop: Shop) -> None:
    leader, agent = led(shop)
    visitor = shop.visitor("转人工")
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    visitor.api("POST", f"/widget/conversations/{visitor.id}/rating", {"score": 1, "comment": "等太久"}, expect=204)
    events.drain()
    heard = [n for n in leader("GET", "/notices")["items"] if n["kind"] == "low_rating"]
    assert [(n["count"], n["link"]) for n in heard] == [(1, f"/desk/{visitor.id}")]
    assert "等太久" in heard[0]["text"]["zh-CN"]
    rating = leader("GET", "/ratings")["items"][0]
    assert rating["follow_up"] == "open"
    agent("POST", f"/ratings/{rating['id']}/follow-up", {"note": "x"}, expect=403)
    done = leader("POST", f"/ratings/{rating['id']}/follow-up", {"note": "已致电，补券 20 元"})
    assert (done["follow_up"], done["follow_up_note"]) == ("done", "已致电，补券 20 元")


def test_an_appeal_that_is_accepted_spares_the_agent(shop: Shop) -> None:
    leader, agent = led(shop)
    visitor = shop.visitor("转人工")
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    visitor.api("POST", f"/widget/conversations/{visitor.id}/rating", {"score": 1}, expect=204)
    rating = agent("GET", "/ratings")["items"][0]["id"]
    agent("POST", f"/ratings/{rating}/appeal", {"note": "同行恶意差评"})
    agent("POST", f"/ratings/{rating}/appeal", {"note": "再来"}, expect=409)
    assert "rating_appeal" in [n["kind"] for n in leader("GET", "/notices")["items"]]
    assert agent("GET", "/desk/snapshot")["today"]["rated"] == 1
    decided = leader("POST", f"/ratings/{rating}/appeal/decision", {"accept": True})
    assert (decided["appeal"], decided["counts_for_agent"]) == ("accepted", False)
    assert agent("GET", "/desk/snapshot")["today"]["rated"] == 0
    assert agent("GET", "/notices")["items"][0]["kind"] == "appeal_decided"
