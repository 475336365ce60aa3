from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kefu.foundation.accounts import actions, queries
from kefu.foundation.accounts.tests.companies import Company
from kefu.kernel import clock

from .companies import PASSWORD, found

API = "/api/v1"


def send(client: Any, method: Any, path: Any, body: Any = None, **headers: Any) -> Any:
    return getattr(client, method)(API + path, body, content_type="application/json", headers=headers)


class Desk:
    """A browser: it has cookies and echoes the CSRF token."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        assert self.client.get(API + "/auth/csrf").status_code == 204

    def __call__(self, method: Any, path: Any, body: Any = None, **headers: Any) -> Any:
        return send(
            self.client, method, path, body, **{"X-CSRFToken": self.client.cookies["csrftoken"].value, **headers}
        )


def test_a_day_at_the_desk(company: Company) -> None:
    user = company.user(name="李雷", nickname="小雷", employee_number="8001")
    desk = Desk()
    assert desk("get", "/auth/me").status_code == 401
    me = desk("post", "/auth/login", {"login": "8001", "password": PASSWORD}).json()
    assert me["user"]["id"] == str(user.id) and me["user"]["role"]["code"] == "agent"
    assert me["organization"]["code"] == "acme" and me["brands"][0]["code"] == "default"
    assert me["presence"] == {**me["presence"], "status": "offline", "reason": None, "channels": ["chat"]}
    assert (me["must_change_password"], me["is_demo"], bool(me["csrf_token"])) == (False, False, True)
    assert desk("get", "/auth/me").json()["user"] == me["user"]

    reasons = desk("get", "/presence-reasons", **{"Accept-Language": "en"}).json()["items"]
    assert [reason["name"] for reason in reasons][:2] == ["Break", "Meal"]
    busy = desk("put", "/agents/me/presence", {"status": "busy", "reason_id": reasons[0]["id"]}).json()
    assert busy["reason"]["code"] == "break" and busy["since"].endswith("Z")
    assert desk("get", "/agents/me/presence").json()["status"] == "busy"

    assert desk("post", "/auth/logout").status_code == 204
    assert desk("get", "/auth/me").status_code == 401
    assert queries.presence_of(company.system, user.id).status == "offline"


def test_a_write_without_the_csrf_token_is_refused(company: Company) -> None:
    desk = Desk()
    login = {"login": company.owner.email, "password": PASSWORD}
    assert desk("post", "/auth/login", login, **{"X-CSRFToken": ""}).json()["code"] == "csrf_failed"
    assert desk("post", "/auth/login", login).status_code == 200
    assert desk("post", "/skills", {"code": "a", "name": "A"}, **{"X-CSRFToken": "x"}).json()["code"] == "csrf_failed"
    assert desk("post", "/skills", {"code": "a", "name": "A"}).status_code == 200


def test_wrong_logins_and_which_organization(company: Company, other: Company) -> None:
    for house in (company, other):
        house.user(employee_number="8001")
    desk = Desk()
    wrong = desk("post", "/auth/login", {"login": "8001", "password": "no"}, **{"Accept-Language": "en"})
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["detail"]) == (
        401,
        "wrong_login",
        "Login or password is wrong.",
    )
    which = desk("post", "/auth/login", {"login": "8001", "password": PASSWORD})
    assert (which.status_code, which.json()["code"]) == (409, "which_organization")
    chosen = desk("post", "/auth/login", {"login": "8001", "password": PASSWORD, "organization": "other"})
    assert chosen.json()["organization"]["code"] == "other"


def test_a_demo_is_refused_from_afar(db: Any) -> None:
    demo = found("demo", is_demo=True)
    body = {"email": demo.owner.email, "password": PASSWORD}
    far = Client(REMOTE_ADDR="8.8.8.8").post(API + "/auth/token", body, content_type="application/json")
    assert (far.status_code, far.json()["code"]) == (403, "demo_login_refused")
    assert Client().post(API + "/auth/token", body, content_type="application/json").status_code == 200


def test_a_token_opens_the_api_until_it_expires(company: Company) -> None:
    answer = send(Client(), "post", "/auth/token", {"email": company.owner.email, "password": PASSWORD}).json()
    assert answer["user"]["email"] == company.owner.email
    bearer = {"Authorization": f"Bearer {answer['token']}"}
    assert send(Client(), "get", "/auth/me", **bearer).status_code == 200
    assert send(Client(), "get", "/auth/me", Authorization="Bearer kefu_nonsense").status_code == 401
    queries.forget()
    with clock.frozen(clock.now() + timedelta(days=91)):
        assert send(Client(), "get", "/auth/me", **bearer).status_code == 401
    assert send(Client(), "post", "/auth/token", {"password": "x"}).status_code == 422


def test_changing_the_password_ends_other_sessions(company: Company) -> None:
    here, there = Desk(), Desk()
    for desk in (here, there):
        assert desk("post", "/auth/login", {"login": company.owner.email, "password": PASSWORD}).status_code == 200
    weak = here("post", "/auth/password", {"old_password": PASSWORD, "new_password": "12345678"}).json()
    assert weak["errors"][0]["field"] == "new_password"
    change = {"old_password": PASSWORD, "new_password": "fine-Horse-9"}
    assert here("post", "/auth/password", change).status_code == 204
    queries.forget()
    assert here("get", "/auth/me").status_code == 200
    assert there("get", "/auth/me").status_code == 401


def test_people_are_listed_by_page_and_filter(company: Company) -> None:
    client = company.client()
    team = send(client, "post", "/teams", {"name": "售前"}).json()
    agent = company.role("agent")
    for n in range(3):
        body = {
            "name": f"员工{n}",
            "role_id": str(agent.id),
            "password": PASSWORD,
            "employee_number": f"80{n}",
            "team_ids": [team["id"]],
        }
        assert send(client, "post", "/users", body).json()["teams"] == [
            {"id": team["id"], "name": "售前", "is_leader": False}
        ]
    first = client.get(f"{API}/users?team={team['id']}&limit=2").json()
    rest = client.get(f"{API}/users?team={team['id']}&limit=2&after={first['next']}").json()
    assert [u["employee_number"] for u in first["items"] + rest["items"]] == ["800", "801", "802"] and rest[
        "next"
    ] is None
    assert client.get(f"{API}/users?q=801").json()["items"][0]["name"] == "员工1"
    one = first["items"][0]["id"]
    changed = send(client, "patch", f"/users/{one}", {"nickname": "小一", "is_active": False}).json()
    assert (changed["nickname"], changed["is_active"], changed["name"]) == ("小一", False, "员工0")
    assert len(client.get(f"{API}/users?active=false").json()["items"]) == 1
    assert len(send(client, "post", f"/users/{one}/reset-password").json()["password"]) == 14
    wrong = send(client, "patch", f"/users/{one}", {"nickname": "x" * 81, "colour": "red"}).json()
    assert {error["field"] for error in wrong["errors"]} == {"nickname", "colour"}


def test_teams_skills_roles_and_brands(company: Company) -> None:
    client, user = company.client(), company.user()
    team = send(client, "post", "/teams", {"name": "甲", "leader_ids": [str(user.id)]}).json()
    assert team["leader_ids"] == team["member_ids"] == [str(user.id)]
    assert send(client, "patch", f"/teams/{team['id']}", {"member_ids": []}).json()["leader_ids"] == []
    assert send(client, "post", "/teams", {"name": "甲"}).json()["errors"][0]["field"] == "name"
    assert send(client, "delete", f"/teams/{team['id']}").status_code == 204
    skill = send(client, "post", "/skills", {"code": "refund", "name": "退款"}).json()
    assert send(client, "patch", f"/skills/{skill['id']}", {"name": "退款售后"}).json()["name"] == "退款售后"
    assert send(client, "delete", f"/skills/{skill['id']}").status_code == 204
    role = send(
        client, "post", "/roles", {"code": "x", "name": "组长", "permissions": ["users.read"], "scope": "team"}
    ).json()
    assert role["permissions"] == ["users.read"] and not role["is_builtin"]
    assert send(client, "patch", f"/roles/{role['id']}", {"permissions": []}).json()["permissions"] == []
    assert send(client, "delete", f"/roles/{role['id']}").status_code == 204
    assert len(client.get(f"{API}/roles").json()["items"]) == 6
    assert {"code": "users.read", "name": "See members of staff", "group": "users"} in client.get(
        f"{API}/permissions"
    ).json()
    brand = send(client, "post", "/brands", {"code": "travel", "name": "青禾出行"}).json()
    assert send(client, "patch", f"/brands/{brand['id']}", {"name": "出行"}).json()["name"] == "出行"
    assert len(client.get(f"{API}/brands").json()["items"]) == 2


def test_an_invitation_from_link_to_desk(company: Company) -> None:
    client = company.client()
    made = send(client, "post", "/invitations", {"role_id": str(company.role("agent").id)}).json()
    token = made["url"].rsplit("/", 1)[1]
    assert client.get(f"{API}/invitations").json()["items"][0]["url"] is None
    desk = Desk()
    welcome = desk("get", f"/invitations/{token}", **{"Accept-Language": "en"}).json()
    assert (welcome["organization"], welcome["role"]) == ("公司 acme", "Agent")
    body = {"name": "李四", "mobile": "13800000001", "password": PASSWORD}
    assert desk("post", f"/invitations/{token}/accept", body).json()["user"]["mobile"] == "+8613800000001"
    assert desk("get", "/auth/me").json()["user"]["name"] == "李四"
    assert desk("get", f"/invitations/{token}").status_code == 410


def test_import_over_http(company: Company) -> None:
    client = company.client()
    template = client.get(f"{API}/users/import-template").content
    answer = client.post(f"{API}/users/import", {"file": SimpleUploadedFile("员工.xlsx", template)})
    assert answer.json() == {"read": 2, "accepted": 2, "quarantined": 0, "rejects_url": None}
    broken = client.post(f"{API}/users/import", {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")})
    assert (broken.status_code, broken.json()["code"]) == (422, "table_unreadable")


def test_agents_are_those_in_scope(company: Company) -> None:
    lead, mine = company.user("supervisor"), company.user(nickname="小青")
    company.user()
    actions.create_team(company.system, name="甲", leader_ids=[lead.id], member_ids=[mine.id])
    agents = company.client(lead).get(f"{API}/agents").json()
    assert {agent["user"]["id"] for agent in agents} == {str(lead.id), str(mine.id)}
    shown = next(agent for agent in agents if agent["user"]["id"] == str(mine.id))
    assert (shown["user"]["nickname"], shown["chats"], shown["capacity"]) == ("小青", 0, 5)
    assert (
        send(company.client(lead), "put", f"/agents/{mine.id}/presence", {"status": "busy"}).json()["status"] == "busy"
    )


WRITES = [
    ("post", "/users", {"name": "x", "role_id": "{agent}", "password": PASSWORD, "employee_number": "1"}),
    ("patch", "/users/{user}", {"nickname": "x"}),
    ("post", "/users/{user}/reset-password", None),
    ("post", "/teams", {"name": "x"}),
    ("post", "/skills", {"code": "x", "name": "x"}),
    ("post", "/roles", {"code": "x", "name": "x", "permissions": [], "scope": "own"}),
    ("post", "/brands", {"code": "x", "name": "x"}),
    ("post", "/invitations", {"role_id": "{agent}"}),
    ("put", "/agents/{user}/presence", {"status": "busy"}),
]
READS = ["/users", "/users/{user}", "/roles", "/permissions", "/invitations", "/users/import-template"]


@pytest.mark.parametrize(("method", "path", "body"), [*WRITES, *(("get", path, None) for path in READS)])
def test_who_may(company: Company, other: Company, method: Any, path: Any, body: Any) -> None:
    user = company.user()
    names = {"user": str(user.id), "agent": str(company.role("agent").id)}
    path = path.format(**names)
    body = body and {key: value.format(**names) if isinstance(value, str) else value for key, value in body.items()}
    assert send(Client(), method, path, body).status_code == 401
    assert send(company.client(company.user()), method, path, body).status_code == 403
    if names["user"] in path or names["agent"] in str(body):
        assert send(other.client(), method, path, body).status_code == 404
    assert send(company.client(), method, path, body).status_code == 200
