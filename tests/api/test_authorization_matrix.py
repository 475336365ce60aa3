"""Every operation of the API against every kind of caller. An operation without a line in access.py fails here."""

from __future__ import annotations

import json
import re
from string import Template
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kefu.config import sockets
from kefu.config.api import api
from kefu.foundation.accounts.models import Brand, User

from .access import OPERATIONS
from .caller_kinds import PASSWORD
from .calls import tone
from .scene import PNG, Scene, client

PREFIX = "/api/v1"
DOCUMENT = api.get_openapi_schema()
DOCUMENTED = {
    f"{method.upper()} {path.removeprefix(PREFIX)}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
FILES = {
    "a.png": PNG,
    "users.csv": "工号,姓名\n".encode(),
    "customers.csv": "姓名\n王芳\n".encode(),
    "replies.csv": "内容\n请稍等\n".encode(),
    "tone.wav": tone(),
    "faq.csv": "question,answer\n怎么退,联系客服\n".encode(),
}

BRANDED = {
    "brand_id",
    "conversation_id",
    "customer_id",
    "article_id",
    "category_id",
    "queue_id",
    "site_id",
    "item_id",
    "grant_id",
    "connection_id",
    "reply_id",
    "turn_id",
    "flow_id",
    "script_id",
    "rush_id",
    "call_id",
    "call_flow_id",
    "prompt_id",
    "emergency_id",
    "recording_rule_id",
    "ticket_id",
}


def names_in(operation: str) -> set[str]:
    """The ids that a request of staff names in its address or body."""
    access = OPERATIONS[operation]
    request = operation.replace("{", "$") + access.query + json.dumps([access.body, access.form])
    return set(re.findall(r"\$(\w+)", request)) if access.by == "staff" else set()


everything = pytest.mark.parametrize("operation", OPERATIONS)
for_staff = pytest.mark.parametrize("operation", [name for name, access in OPERATIONS.items() if access.by == "staff"])
for_visitors = pytest.mark.parametrize(
    "operation", [name for name, access in OPERATIONS.items() if access.by == "visitor"]
)
closed = pytest.mark.parametrize("operation", [name for name, access in OPERATIONS.items() if access.by != "anyone"])


def test_every_operation_has_its_line() -> None:
    assert set(OPERATIONS) == set(DOCUMENTED)


@everything
def test_who_may_gets_an_answer(scene: Scene, operation: str) -> None:
    access = OPERATIONS[operation]
    scene.give_kit(list(access.needs))
    tokens: dict[str, list[str | None]] = {
        "anyone": [None],
        "staff": [scene.kit],
        "visitor": [scene.visitor],
        "both": [scene.kit, scene.visitor],
    }
    for token in tokens[access.by]:
        answer = call(scene, operation, client(token))
        assert answer.status_code == (access.then or success(operation)), answer.content


@closed
def test_nobody_gets_in_without_a_credential(scene: Scene, operation: str) -> None:
    for token in (None, "nonsense", "v_nonsense", scene.kit[:-1]):
        assert code(call(scene, operation, client(token))) == (401, "unauthenticated")


@for_staff
def test_a_visitor_is_nobody_to_staff_endpoints(scene: Scene, operation: str) -> None:
    assert code(call(scene, operation, client(scene.visitor))) == (401, "unauthenticated")


@for_visitors
def test_staff_are_nobody_to_visitor_endpoints(scene: Scene, operation: str) -> None:
    assert code(call(scene, operation, client(scene.kit))) == (401, "unauthenticated")


@for_visitors
def test_a_visitor_sees_no_other_visitors_conversation(scene: Scene, operation: str) -> None:
    for shop in (scene.house, scene.other):
        stranger = shop.visitor("在吗")
        assert code(call(scene, operation, client(stranger.api.token))) == (404, "not_found")


@for_staff
def test_without_the_permission_it_is_refused(scene: Scene, operation: str) -> None:
    access = OPERATIONS[operation]
    for missing in access.needs:
        scene.give_kit([permission for permission in access.needs if permission != missing])
        assert code(call(scene, operation, client(scene.kit))) == (403, "missing_permission"), missing


@for_staff
def test_another_organization_finds_nothing(scene: Scene, operation: str) -> None:
    """Its owner may do everything at home; abroad there is nothing to be seen, not even that it exists."""
    access = OPERATIONS[operation]
    answer = call(scene, operation, client(scene.rival))
    if "_id}" in operation:
        assert code(answer) == (404, "not_found")
    elif "$" in access.query + json.dumps(access.body) + json.dumps(access.form) and not is_empty_list(answer):
        assert answer.status_code in (404, 422), answer.content
    else:
        assert answer.status_code in (access.then or success(operation), 422), answer.content
    seen = answer.content.decode(errors="replace")
    named = {scene.ids[name] for name in scene.ids if f"${name}" in access.query + json.dumps(access.body)}
    assert not [name for name, id in scene.ids.items() if len(id) == 36 and id in seen and id not in named]


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if BRANDED & names_in(name)])
def test_staff_of_one_brand_find_nothing_of_another(scene: Scene, operation: str) -> None:
    elsewhere = Brand.objects.create(organization=scene.house.organization, code="else", name="另一品牌")
    User.objects.for_actor(scene.house.system).filter(id=scene.ids["user_id"]).update(brand_ids=[elsewhere.id])
    scene.give_kit(list(OPERATIONS[operation].needs))
    answer = call(scene, operation, client(scene.kit))
    assert is_empty_list(answer) or code(answer) == (404, "not_found")


@for_staff
def test_a_session_needs_the_csrf_token_to_write(scene: Scene, operation: str) -> None:
    scene.give_kit(list(OPERATIONS[operation].needs))
    browser = signed_in()
    answer = call(scene, operation, browser)
    if operation.startswith("GET "):
        assert answer.status_code == (OPERATIONS[operation].then or success(operation))
    else:
        assert code(answer) == (403, "csrf_failed")


def test_a_session_writes_with_the_csrf_token(scene: Scene) -> None:
    scene.give_kit(["skills.manage"])
    browser = signed_in()
    browser.defaults["HTTP_X_CSRFTOKEN"] = browser.cookies["csrftoken"].value
    assert call(scene, "POST /skills", browser).status_code == 200


def test_sockets_open_to_their_own_kind_only(scene: Scene) -> None:
    resolve = sockets.callbacks().resolve
    staff_ticket = client(scene.kit).post(f"{PREFIX}/sockets/ticket").json()["ticket"]
    visitor_ticket = client(scene.visitor).post(f"{PREFIX}/sockets/ticket").json()["ticket"]
    for token in (scene.kit, staff_ticket):
        assert resolve("desk", token, None)
        assert resolve("widget", token, None) is None
    for token in (scene.visitor, visitor_ticket):
        assert resolve("widget", token, None)
        assert resolve("desk", token, None) is None
    for token in ("", "nonsense", "v_nonsense", staff_ticket[:-1] + "!", scene.visitor[:-1] + "!"):
        assert resolve("desk", token, None) is None
        assert resolve("widget", token, None) is None


def test_topics_stay_in_the_organization(scene: Scene) -> None:
    session = sockets.callbacks().resolve("desk", scene.rival, None)
    assert session is not None
    assert session.organization_id == scene.other.organization.id


def call(scene: Scene, operation: str, caller: Client) -> Any:
    method, path = operation.split(" ")
    access = OPERATIONS[operation]
    token = scene.ids[{"files": "file_token", "wall": "wall_token"}.get(path.split("/")[1], "invitation_token")]
    address = path.replace("{token}", token).replace("{", "${")
    names = scene.ids
    if access.form is not None:
        form = {name: form_value(value, names) for name, value in access.form.items()}
        return caller.post(filled(PREFIX + address, names), form)
    body = "" if access.body is None else filled(json.dumps(access.body), names)
    return caller.generic(method, filled(PREFIX + address + access.query, names), body, "application/json")


def signed_in() -> Client:
    """Kit's browser, which forgets to send the CSRF token."""
    browser = Client(enforce_csrf_checks=True)
    browser.get(f"{PREFIX}/auth/csrf")
    proof = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    login = {"login": "8001", "password": PASSWORD}
    assert browser.post(f"{PREFIX}/auth/login", login, "application/json", headers=proof).status_code == 200
    return browser


def filled(text: str, names: dict[str, str]) -> str:
    return Template(text).substitute(names)


def form_value(value: str, names: dict[str, str]) -> Any:
    return SimpleUploadedFile(value, FILES[value]) if value in FILES else filled(value, names)


def is_empty_list(answer: Any) -> bool:
    is_json = answer.headers["Content-Type"].startswith("application/json")
    return answer.status_code == 200 and is_json and bool(answer.json().get("items") == [])


def success(operation: str) -> int:
    return min(int(status) for status in DOCUMENTED[operation]["responses"] if status.isdigit())


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]
