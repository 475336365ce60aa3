"""Calls that were recorded, and somebody who hears and speaks: what tests of both share."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kefu.contact.telephony import actions
from kefu.contact.telephony.models import Call, CallFlow, FlowVersion
from kefu.contact.telephony.rules import spoken
from kefu.kernel import clock
from kefu.kernel.ids import new_id

from .conftest import Shop

WAV = Path(f"{spoken.place('zh-CN/hold')}.wav").read_bytes()
SAID = [
    {"start": 0.5, "end": 2.0, "text": " 我的订单退款还没到 ", "avg_logprob": -0.2, "no_speech_prob": 0.01, "compression_ratio": 1.0},
    {"start": 5.0, "end": 7.0, "text": "我的电话是 13812345678", "avg_logprob": -0.5, "no_speech_prob": 0.1, "compression_ratio": 1.1},
    {"start": 9.0, "end": 30.0, "text": "谢谢谢谢谢谢谢谢", "avg_logprob": -0.3, "no_speech_prob": 0.1, "compression_ratio": 9.0},
    {"start": 30.0, "end": 31.0, "text": "字幕志愿者", "avg_logprob": -0.9, "no_speech_prob": 0.9, "compression_ratio": 1.0},
]  # fmt: skip


class FakeSpeech:
    """Hears `heard`, or speaks a WAV; with `status` it refuses. Remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.heard, self.raw = 200, SAID, b""
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fake.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                hears = self.path.endswith("/transcriptions")
                whole = fake.raw or (json.dumps({"segments": fake.heard}).encode() if hears else WAV)
                self.send_response(fake.status)
                self.send_header("Content-Length", str(len(whole)))
                self.end_headers()
                self.wfile.write(whole)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://:secret-key@127.0.0.1:{self.server.server_port}/v1?hear=big-ear&voice=mei"


@pytest.fixture
def speech(settings: Any) -> Iterator[FakeSpeech]:
    fake = FakeSpeech()
    settings.SPEECH_URL = fake.url
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


@pytest.fixture
def silent(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An instance that neither hears nor speaks."""
    settings.SPEECH_URL, settings.SPEECH_OFFLINE = None, False
    monkeypatch.setenv("PATH", "")


def call_of(shop: Shop, *, phase: str = "ended", days_ago: int = 0, caller: str = "13800008601") -> Call:
    organization = shop.organization.id
    flow, _ = CallFlow.objects.for_actor(shop.system).get_or_create(
        brand_id=shop.queue.brand_id, name="总机", defaults={"organization_id": organization}
    )
    version, _ = FlowVersion.objects.for_actor(shop.system).get_or_create(
        flow=flow, number=1, defaults={"organization_id": organization, "definition": {}}
    )
    return Call.objects.create(
        organization_id=organization, brand_id=shop.queue.brand_id, version=version, channel_id=new_id().hex, caller=caller, phase=phase,
        queue=shop.queue, started_at=clock.now() - timedelta(days=days_ago),
    )  # fmt: skip


def record(call: Call, *sides: str) -> None:
    for side in sides or ("caller", "agent", "mix"):
        actions.keep_recording(call.id, name=f"{call.id.hex}-r-{side}-a1", side=side, content=WAV)


def waiting(task: str) -> list[dict[str, Any]]:
    rows = ProcrastinateJob.objects.filter(task_name=f"kefu.contact.telephony.jobs.{task}", status="todo").order_by(
        "id"
    )
    return [row.args for row in rows]
