"""Announcements: whom they reach, who has read them, reminding and taking back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from tests.flows.conftest import Api, Shop

from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import Role, User
from kefu.kernel import clock
from kefu.kernel.models import AuditEntry, OutboxEvent

TOLD = {"title": "双11 值班", "text": "今晚 20 点起全员在线，午休顺延。"}


def user(shop: Shop, number: str) -> User:
    return User.objects.for_actor(shop.system).get(employee_number=number)


def people(shop: Shop, api: Api, made: Any) -> list[tuple[str, bool]]:
    found = api("GET", f"/announcements/{made['id']}/readers")["items"]
    return sorted((one["employee_number"] or "", one["is_done"]) for one in found)


def told(shop: Shop, name: str) -> OutboxEvent:
    return OutboxEvent.objects.filter(organization_id=shop.organization.id, name=name).latest("id")


def test_everybody_hears_it_and_the_author_sees_who_has_read_it(shop: Shop) -> None:
    lin, wang = shop.agent("8001", status="offline"), shop.agent("8002", status="offline")
    made = shop.owner("POST", "/announcements", {**TOLD, "must_confirm": True}, expect=201)
    assert (made["people"], made["read"], made["confirmed"], made["state"]) == (2, 0, 0, "open")
    event = told(shop, "announcements.made")
    assert set(event.audience) == {f"user:{user(shop, number).id}" for number in ("8001", "8002")}
    assert event.payload["announcement"]["title"] == TOLD["title"]

    (mine,) = lin("GET", "/announcements/mine")["items"]
    assert (mine["read_at"], mine["must_confirm"]) == (None, True)
    read = lin("POST", f"/announcements/{mine['id']}/read")
    assert read["read_at"]
    assert not read["confirmed_at"]
    assert people(shop, shop.owner, made) == [("8001", False), ("8002", False)]
    first = lin("POST", f"/announcements/{mine['id']}/confirm")["confirmed_at"]
    assert lin("POST", f"/announcements/{mine['id']}/confirm")["confirmed_at"] == first, "the first time counts"
    assert people(shop, shop.owner, made) == [("8001", True), ("8002", False)]
    seen = shop.owner("GET", f"/announcements/{made['id']}")
    assert (seen["read"], seen["confirmed"]) == (1, 1)
    assert told(shop, "announcements.done").audience == [f"user:{user(shop, '8001').id}"]
    assert wang("GET", "/announcements/mine")["items"][0]["read_at"] is None


def test_without_a_confirmation_reading_is_enough(shop: Shop) -> None:
    lin = shop.agent("8001", status="offline")
    made = shop.owner("POST", "/announcements", TOLD, expect=201)
    lin("POST", f"/announcements/{made['id']}/read")
    assert people(shop, shop.owner, made) == [("8001", True)]


def test_who_comes_later_is_not_on_the_list(shop: Shop) -> None:
    shop.agent("8001", status="offline")
    made = shop.owner("POST", "/announcements", TOLD, expect=201)
    late = shop.agent("8009", status="offline")
    assert late("GET", "/announcements/mine")["items"] == []
    assert people(shop, shop.owner, made) == [("8001", False)]
    late("POST", f"/announcements/{made['id']}/read", expect=404)


@pytest.fixture
def leader(shop: Shop) -> Api:
    """Leads the first team (8001); 8002 is in the second."""
    lead, _, _ = (
        shop.agent(number, role=role, status="offline")
        for number, role in (("8000", "supervisor"), ("8001", "agent"), ("8002", "agent"))
    )
    Role.objects.for_actor(shop.system).filter(code="supervisor").update(scope="team")
    for name, leader_number, member in (("一组", "8000", "8001"), ("二组", None, "8002")):
        leaders = [user(shop, leader_number).id] if leader_number else []
        accounts.create_team(shop.system, name=name, leader_ids=leaders, member_ids=[user(shop, member).id])
    account_queries.forget()
    return lead


def test_a_team_leader_reaches_the_own_team_only(shop: Shop, leader: Api) -> None:
    made = leader("POST", "/announcements", TOLD, expect=201)
    assert people(shop, leader, made) == [("8001", False)]
    teams = {team["name"]: team["id"] for team in leader("GET", "/teams")["items"]}
    own = leader("POST", "/announcements", {**TOLD, "audience": "teams", "team_ids": [teams["一组"]]}, expect=201)
    assert (people(shop, leader, own), own["teams"]) == ([("8001", False)], ["一组"])
    refused = leader(
        "POST", "/announcements", {**TOLD, "audience": "teams", "team_ids": list(teams.values())}, expect=422
    )
    assert "二组" in refused["errors"][0]["message"]
    assert refused["errors"][0]["field"] == "team_ids"

    theirs = shop.owner("POST", "/announcements", TOLD, expect=201)
    assert theirs["id"] not in {one["id"] for one in leader("GET", "/announcements")["items"]}
    leader("GET", f"/announcements/{theirs['id']}/readers", expect=404)
    assert {one["id"] for one in shop.owner("GET", "/announcements")["items"]} >= {made["id"], own["id"], theirs["id"]}


def test_a_brand_reaches_those_who_serve_it(shop: Shop) -> None:
    shop.agent("8001", status="offline")
    second = accounts.create_brand(shop.system, code="second", name="第二品牌")
    shop.agent("8002", status="offline", brand_ids=[second.id])
    shop.agent("8003", status="offline", brand_ids=[shop.site.brand_id])
    made = shop.owner("POST", "/announcements", {**TOLD, "audience": "brand", "brand_id": str(second.id)}, expect=201)
    assert people(shop, shop.owner, made) == [("8001", False), ("8002", False)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"text": "x" * 2001}, "text"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"audience": "teams"}, "team_ids"),
        ({"audience": "brand"}, "brand_id"),
    ],
)
def test_what_cannot_be_published_says_why(shop: Shop, change: dict[str, Any], field: str) -> None:
    shop.agent("8001", status="offline")
    refused = shop.owner("POST", "/announcements", {**TOLD, **change}, expect=422)
    assert [error["field"] for error in refused["errors"]] == [field]


def test_an_audience_of_nobody_is_refused(shop: Shop) -> None:
    assert shop.owner("POST", "/announcements", TOLD, expect=422)["errors"][0]["field"] == "audience"


def test_reminding_reaches_those_who_are_not_done_and_not_all_the_time(shop: Shop) -> None:
    lin, _ = shop.agent("8001", status="offline"), shop.agent("8002", status="offline")
    made = shop.owner("POST", "/announcements", TOLD, expect=201)
    lin("POST", f"/announcements/{made['id']}/read")
    assert shop.owner("POST", f"/announcements/{made['id']}/remind") == {"reminded": 1}
    event = told(shop, "announcements.made")
    assert (event.audience, event.payload["is_reminder"]) == ([f"user:{user(shop, '8002').id}"], True)
    assert shop.owner("POST", f"/announcements/{made['id']}/remind", expect=409)["code"] == "reminded_lately"
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1)):
        shop.owner("POST", f"/announcements/{made['id']}/remind")


def test_withdrawn_it_is_on_no_desk_and_who_had_read_it_stays(shop: Shop) -> None:
    lin = shop.agent("8001", status="offline")
    made = shop.owner("POST", "/announcements", TOLD, expect=201)
    lin("POST", f"/announcements/{made['id']}/read")
    assert shop.owner("POST", f"/announcements/{made['id']}/withdraw")["state"] == "withdrawn"
    assert told(shop, "announcements.withdrawn").audience == [f"user:{user(shop, '8001').id}"]
    assert lin("GET", "/announcements/mine")["items"] == []
    for word in ("remind", "withdraw"):
        assert shop.owner("POST", f"/announcements/{made['id']}/{word}", expect=409)["code"] == "announcement_closed"
    assert lin("POST", f"/announcements/{made['id']}/confirm", expect=409)["code"] == "announcement_closed"
    assert people(shop, shop.owner, made) == [("8001", True)]


def test_an_expired_one_is_not_to_be_read_any_more(shop: Shop) -> None:
    lin = shop.agent("8001", status="offline")
    soon = (clock.now() + timedelta(hours=1)).isoformat()
    made = shop.owner("POST", "/announcements", {**TOLD, "expires_at": soon}, expect=201)
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert lin("GET", "/announcements/mine")["items"] == []
        assert shop.owner("GET", f"/announcements/{made['id']}")["state"] == "expired"


def test_the_read_list_is_taken_away_as_a_file_and_that_is_noted(shop: Shop) -> None:
    lin, _ = shop.agent("08001", status="offline"), shop.agent("08002", status="offline")
    made = shop.owner("POST", "/announcements", {**TOLD, "must_confirm": True}, expect=201)
    lin("POST", f"/announcements/{made['id']}/confirm")
    answer = shop.owner.client.get(
        f"/api/v1/announcements/{made['id']}/readers.xlsx", headers={"Authorization": f"Bearer {shop.owner.token}"}
    )
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["工号", "姓名", "状态", "阅读时间（北京时间）", "确认时间（北京时间）"]
    assert [row[:3] for row in rows[1:]] == [["08001", "员工08001", "已确认"], ["08002", "员工08002", "未读"]]
    assert all(rows[1][3:])
    assert AuditEntry.objects.for_actor(shop.system).filter(action="announcement.exported").count() == 1
