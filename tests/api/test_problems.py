"""Whatever goes wrong below /api/ is said in a problem document."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kefu.config import health

from .scene import Scene, client

PROBLEM = "application/problem+json"


def test_an_unknown_address(client: Client) -> None:
    for answer in (client.get("/api/v1/nothing"), client.post("/api/v1/nothing"), client.get("/api/v1/users/nobody")):
        assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (404, PROBLEM, "not_found")


def test_a_forged_host(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["desk.example"])
    answer = client.post("/api/v1/invitations", headers={"Host": "evil.example"})
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)


def test_a_body_beyond_all_measure(scene: Scene) -> None:
    huge = b'{"text": "' + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1) + b'"}'
    for headers in ({}, {"Idempotency-Key": "1"}):
        answer = client(None).post("/api/v1/auth/login", huge, "application/json", headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (413, PROBLEM), headers


def test_a_large_file_may_carry_an_idempotency_key(scene: Scene) -> None:
    address = f"/api/v1/widget/conversations/{scene.ids['conversation_id']}/attachments"
    kept = []
    for _ in range(2):
        file = SimpleUploadedFile("a.txt", b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
        kept.append(client(scene.visitor).post(address, {"file": file}, headers={"Idempotency-Key": "1"}))
    assert [answer.status_code for answer in kept] == [201, 201]
    assert kept[0].json() == kept[1].json()


def test_a_crash_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "look", lambda: 1 / 0)
    answer = Client(raise_request_exception=False).get("/api/v1/health")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (500, PROBLEM, "crash")
