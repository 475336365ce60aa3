"""Whatever goes wrong below /api/ is said in a problem document."""

from __future__ import annotations

import errno

import pytest
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
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


FULL_DISK = """
CREATE FUNCTION pg_temp.full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON conversations_message FOR EACH ROW EXECUTE FUNCTION pg_temp.full_disk()
"""


def test_a_full_disk_of_the_database_is_named_and_nothing_is_half_saved(scene: Scene) -> None:
    address = f"/api/v1/widget/conversations/{scene.ids['conversation_id']}"
    before = client(scene.visitor).get(address).json()["messages"]
    with connection.cursor() as database:
        database.execute(FULL_DISK)
    with transaction.atomic():
        answer = client(scene.visitor).post(f"{address}/messages", {"text": "满了"}, "application/json")
        transaction.set_rollback(True)
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (507, PROBLEM, "disk_full")
    assert client(scene.visitor).get(address).json()["messages"] == before


def test_a_full_disk_of_the_files_is_named(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(name: str, content: File[bytes]) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    address = f"/api/v1/widget/conversations/{scene.ids['conversation_id']}/attachments"
    answer = client(scene.visitor).post(address, {"file": SimpleUploadedFile("a.txt", b"x")})
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (507, PROBLEM, "disk_full")
