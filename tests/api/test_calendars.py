from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from kefu.foundation.accounts import actions, queries
from kefu.kernel import clock
from kefu.kernel.actor import system

API = "/api/v1/calendars"
OFFICE = {**{str(day): [["09:00", "12:00"], ["13:30", "17:30"]] for day in range(1, 6)}, "6": [], "7": []}


@pytest.fixture
def house(db: Any) -> Any:
    """An organization: its clients, by the code of a role."""

    def client(organization: Any, user: Any) -> Any:
        return Client(headers={"Authorization": f"Bearer {actions.create_token(user.id, 'test')}"})

    def build(code: Any) -> Any:
        organization, owner = actions.create_organization(
            code=code, name=code, admin_email=f"o@{code}.test", password="right-Horse-7"
        )
        host = system(organization.id)
        agent = actions.create_user(
            host,
            name="张三",
            role_id=queries.roles(host).get(code="agent").id,
            password="right-Horse-7",
            must_change_password=False,
            employee_number="1",
        )
        return {"owner": client(organization, owner), "agent": client(organization, agent)}

    queries.forget()
    return build


def send(client: Any, method: Any, path: Any = "", body: Any = None) -> Any:
    return getattr(client, method)(API + path, body, content_type="application/json")


@pytest.fixture
def owner(house: Any) -> Any:
    return house("acme")["owner"]


@pytest.fixture
def calendar(owner: Any) -> Any:
    return send(owner, "post", body={"name": "客服时间", "weekly": OFFICE}).json()


def test_a_calendar_is_made_changed_and_deleted(owner: Any, calendar: Any) -> None:
    assert calendar["weekly"] == OFFICE
    assert (calendar["time_zone"], calendar["follows_statutory_holidays"]) == ("Asia/Shanghai", True)
    path = f"/{calendar['id']}"
    assert send(owner, "patch", path, {"time_zone": "Europe/Berlin"}).json()["time_zone"] == "Europe/Berlin"
    assert send(owner, "get").json()["items"] == [send(owner, "get", path).json()]
    assert send(owner, "post", body={"name": "客服时间", "weekly": OFFICE}).status_code == 409
    assert send(owner, "delete", path).status_code == 204
    assert send(owner, "get", path).status_code == 404


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"weekly": {}}, "calendar_never_open"),
        ({"weekly": {"1": []}}, "calendar_never_open"),
        ({"weekly": {"8": [["09:00", "10:00"]]}}, "invalid_fields"),
        ({"weekly": {"1": [["9", "10"]]}}, "wrong_shifts"),
        ({"weekly": {"1": [["09:00", "12:00"], ["11:00", "13:00"]]}}, "wrong_shifts"),
        ({"time_zone": "Mars/Base"}, "wrong_time_zone"),
        ({"name": ""}, "invalid_fields"),
    ],
)
def test_what_is_no_calendar(owner: Any, calendar: Any, changes: Any, code: Any) -> None:
    answer = send(owner, "patch", f"/{calendar['id']}", changes)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_entered_days_are_replaced_by_year(owner: Any, calendar: Any) -> None:
    path = f"/{calendar['id']}/days"
    party = {"date": "2026-11-20", "kind": "custom", "name": "年会", "shifts": [["09:00", "11:00"]]}
    rest = {"date": "2027-01-04", "kind": "holiday", "name": "补休", "shifts": []}
    assert send(owner, "put", path, {"items": [rest, party]}).json()["items"] == [party, rest]
    assert send(owner, "get", path + "?year=2027").json()["items"] == [rest]
    assert send(owner, "put", path + "?year=2026", {"items": []}).json()["items"] == []
    assert send(owner, "get", path).json()["items"] == [rest]
    for wrong in ([rest, rest], [{**rest, "shifts": [["09:00", "10:00"]]}], [party]):
        assert send(owner, "put", path + "?year=2027", {"items": wrong}).status_code == 422


def test_the_status_says_when_somebody_is_back(owner: Any, calendar: Any) -> None:
    path = f"/{calendar['id']}/status"
    friday = send(owner, "get", path + "?at=2026-11-20T09:45:00Z").json()  # 17:45 in Shanghai
    assert friday == {
        "is_open": False,
        "next_opening": "2026-11-23T01:00:00Z",
        "next_closing": "2026-11-23T04:00:00Z",
        "day": {"kind": "regular", "name": ""},
    }
    made_up = send(owner, "get", path + "?at=2026-02-14T02:00:00Z").json()
    assert made_up["is_open"] and made_up["day"] == {"kind": "workday", "name": "春节调休上班"}
    with clock.frozen(datetime(2026, 10, 1, 2, tzinfo=UTC)):
        assert send(owner, "get", path).json()["day"] == {"kind": "holiday", "name": "国庆节"}
    assert send(owner, "get", path + "?at=9999-12-31T23:59:59Z").status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "", {"name": "x", "weekly": OFFICE}),
        ("patch", "/{id}", {"name": "x"}),
        ("put", "/{id}/days", {"items": []}),
        ("delete", "/{id}", None),
    ],
)
def test_who_may_write(house: Any, method: Any, path: Any, body: Any) -> None:
    ours, theirs = house("acme"), house("other")
    made = send(ours["owner"], "post", body={"name": "甲", "weekly": OFFICE}).json()
    path = path.format(id=made["id"])
    assert send(Client(), method, path, body).status_code == 401
    assert send(ours["agent"], method, path, body).status_code == 403
    if path:
        assert send(theirs["owner"], method, path, body).status_code == 404
    assert send(ours["owner"], method, path, body).status_code in (200, 204)


def test_everybody_on_the_staff_may_read(house: Any) -> None:
    ours, theirs = house("acme"), house("other")
    made = send(ours["owner"], "post", body={"name": "甲", "weekly": OFFICE}).json()
    for path in (f"/{made['id']}", f"/{made['id']}/days", f"/{made['id']}/status"):
        assert send(Client(), "get", path).status_code == 401
        assert send(ours["agent"], "get", path).status_code == 200
        assert send(theirs["agent"], "get", path).status_code == 404
