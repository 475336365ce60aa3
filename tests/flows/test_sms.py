"""Short messages through the public API; the provider is a server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.flows.conftest import Shop

from kefu.foundation.sms import actions as sms
from kefu.foundation.sms import jobs
from kefu.foundation.sms.models import SmsLine
from kefu.kernel import clock
from kefu.kernel.models import AuditEntry

NUMBER = "13800138000"
SECRET = 'key"&7-never-shown'
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HTTP = {
    "provider": "http",
    "sign": "青禾优选",
    "headers": {"Authorization": "Bearer {secret}"},
    "body": '{"mobile": "{to}", "content": "{text}", "uid": "{id}"}',
    "expects": '"code": 0',
    "secret": SECRET,
}


class Provider:
    """Remembers what it was asked, and answers what `answers` says, else that all is well."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], Any]] = []
        self.answers: list[tuple[int, str]] = []
        self.silent = threading.Event()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                provider.heard.append((dict(self.headers), json.loads(body)))
                number = len(provider.heard)
                status, said = (
                    provider.answers.pop(0) if provider.answers else (200, f'{{"code": 0, "msgid": "m-{number}"}}')
                )
                if not status:
                    return  # hangs up without an answer
                self.send_response(status)
                self.send_header("Content-Length", str(len(said.encode())))
                self.end_headers()
                self.wfile.write(said.encode())

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/send"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setattr(settings, "INTERNAL_HOSTS", frozenset({"127.0.0.1"}))
    fake = Provider()
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def line(shop: Shop, provider: Provider | None = None, **more: Any) -> str:
    settings = {**HTTP, "url": provider.url} if provider else {"sign": "青禾优选"}
    made = shop.owner("POST", "/sms-lines", {"brand_id": str(shop.site.brand_id), **settings, **more}, expect=201)
    assert SECRET not in json.dumps(made) and made["has_secret"] == bool(provider)
    return str(made["id"])


def say(shop: Shop, text: str = "请评价本次服务", fact: str = "call 1", number: str = NUMBER) -> Any:
    return sms.send(
        shop.organization.id, brand_id=shop.site.brand_id, number=number, text=text, purpose="rating", fact=fact
    )


def work() -> None:
    """Do the jobs that are due, as the worker would."""
    rows = ProcrastinateJob.objects.filter(status="todo", task_name__startswith="kefu.foundation.sms")
    for job in rows.exclude(scheduled_at__gt=clock.now()):
        getattr(jobs, job.task_name.rsplit(".", 1)[1]).func(**job.args)
        ProcrastinateJob.objects.filter(id=job.id)._raw_delete("default")


def sent(shop: Shop, line_id: str) -> list[Any]:
    return list(shop.owner("GET", f"/sms-lines/{line_id}/messages")["items"])


def test_a_message_goes_out_once_and_its_receipt_is_heeded(shop: Shop, provider: Provider) -> None:
    line_id = line(shop, provider)
    say(shop, '请评价"本次"服务\n')
    say(shop, "again")
    work()
    ((headers, body),) = provider.heard
    assert headers["Authorization"] == f"Bearer {SECRET}"
    assert (body["mobile"], body["content"]) == (NUMBER, '【青禾优选】请评价"本次"服务\n，拒收请回复R')
    (row,) = sent(shop, line_id)
    assert (row["state"], row["attempts"], row["error"]) == ("sent", 1, "")
    path = shop.owner("GET", "/sms-lines")["items"][0]["receiving_path"]
    told = Client().post(f"{path}/receipts", {"reference": "m-1", "delivered": True}, "application/json")
    assert told.status_code == 204
    assert sent(shop, line_id)[0]["state"] == "delivered"
    late = Client().post(f"{path}/receipts", {"reference": "m-1", "delivered": False}, "application/json")
    assert (late.status_code, sent(shop, line_id)[0]["state"]) == (204, "delivered")
    forged = Client().post(f"{path[:-1]}x/receipts", {"reference": "m-1", "delivered": True}, "application/json")
    assert forged.status_code == 404


def test_nothing_goes_out_at_night_and_who_refuses_meanwhile_gets_none(
    shop: Shop, provider: Provider, noon: time_machine.Traveller
) -> None:
    line_id = line(shop, provider)
    noon.move_to(NOON + timedelta(hours=10))
    say(shop)
    say(shop, fact="call 2", number="013900139000")
    work()
    assert provider.heard == []
    assert {row["send_at"] for row in sent(shop, line_id)} == {"2026-11-27T01:00:00Z"}
    path = shop.owner("GET", "/sms-lines")["items"][0]["receiving_path"]
    for words in ("谢谢", " td"):
        answer = Client().post(f"{path}/replies", {"number": "+8613900139000", "text": words}, "application/json")
        assert answer.status_code == 204
    (refusal,) = shop.owner("GET", "/sms-refusals")["items"]
    assert (refusal["origin"], refusal["words"]) == ("reply", "td")
    noon.move_to(NOON + timedelta(hours=21))
    work()
    assert [body["mobile"] for _, body in provider.heard] == [NUMBER]
    states = {row["number"]: row["state"] for row in sent(shop, line_id)}
    assert states == {NUMBER: "sent", "13900139000": "refused"}
    shop.owner("DELETE", f"/sms-refusals/{refusal['id']}", expect=204)
    say(shop, fact="call 3", number="13900139000")
    work()
    assert len(provider.heard) == 2


def test_who_told_somebody_gets_none_either(shop: Shop) -> None:
    line_id = line(shop)
    shop.owner("POST", "/sms-refusals", {"number": "86 138 0013 8000"}, expect=201)
    say(shop)
    work()
    assert [row["state"] for row in sent(shop, line_id)] == ["refused"]
    refused = shop.owner("POST", "/sms-refusals", {"number": "021-65432100"}, expect=422)
    assert (refused["code"], refused["errors"][0]["field"]) == ("no_mobile_number", "number")
    assert AuditEntry.objects.for_actor(shop.system).filter(action="sms_refusal.created").count() == 1


def test_a_provider_is_asked_again_only_where_it_has_surely_not_taken_it(
    shop: Shop, provider: Provider, noon: time_machine.Traveller
) -> None:
    line_id = line(shop, provider)
    provider.answers = [(503, ""), (200, '{"code": 0, "msgid": "m"}')]
    say(shop)
    work()
    assert sent(shop, line_id)[0]["state"] == "waiting"
    noon.shift(timedelta(seconds=30))
    work()
    assert (sent(shop, line_id)[0]["state"], sent(shop, line_id)[0]["attempts"]) == ("sent", 2)
    for number, (answer, error) in enumerate(
        [((200, f'{{"code": 5, "msg": "{SECRET[:3]}"}}'), 'HTTP 200 {"code": 5'), ((400, "no balance"), "HTTP 400 no balance"), ((0, ""), "")]
    ):  # fmt: skip
        provider.answers = [answer]
        say(shop, fact=f"other {number}")
        work()
        noon.shift(timedelta(hours=1))
        work()
        row = sent(shop, line_id)[0]
        assert (row["state"], row["attempts"]) == ("failed", 1), answer
        assert row["error"].startswith(error) and row["error"]
    assert len(provider.heard) == 5


def test_without_a_line_or_a_mobile_number_nothing_is_sent(shop: Shop) -> None:
    assert say(shop) is None
    line_id = line(shop)
    assert say(shop, number="02165432100") is None and say(shop, number="") is None
    shop.owner("PATCH", f"/sms-lines/{line_id}", {"is_active": False})
    assert say(shop) is None
    assert sent(shop, line_id) == []


def test_the_sandbox_sends_nothing_and_shows_what_it_would_have(shop: Shop) -> None:
    line_id = line(shop)
    shop.owner("POST", f"/sms-lines/{line_id}/test", {"number": NUMBER}, expect=201)
    work()
    (row,) = sent(shop, line_id)
    assert (row["state"], row["purpose"]) == ("sent", "test") and row["text"].startswith("【青禾优选】")
    second = shop.owner("POST", "/sms-lines", {"brand_id": str(shop.site.brand_id), "sign": "青禾"}, expect=409)
    assert second["code"] == "line_exists"
    wrong = shop.owner("PATCH", f"/sms-lines/{line_id}", {"provider": "http", "url": "x"}, expect=422)
    assert {error["field"] for error in wrong["errors"]} == {"url", "body"}


def test_the_secret_is_sealed_kept_and_in_no_audit(shop: Shop, provider: Provider) -> None:
    line_id = line(shop, provider)
    shop.owner("PATCH", f"/sms-lines/{line_id}", {"sign": "青禾", "secret": ""})
    kept = SmsLine.objects.for_actor(shop.system).get()
    assert kept.secret and SECRET not in kept.secret
    say(shop)
    work()
    assert provider.heard[0][0]["Authorization"] == f"Bearer {SECRET}"
    entries = AuditEntry.objects.for_actor(shop.system).filter(target_type="sms_line")
    assert {entry.action for entry in entries} == {"sms_line.created", "sms_line.updated"}
    assert not any(SECRET in json.dumps([entry.before, entry.after]) for entry in entries)
