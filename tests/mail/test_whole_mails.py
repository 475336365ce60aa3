"""What stands around an answer, and pictures from elsewhere that somebody wants to see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from tests.flows.test_site_looks import png
from tests.mail.conftest import Post
from tests.mail.test_mail import QUESTION, go_out

PICTURE = png(8, 8)
TRACKING = """From: shop@elsewhere.test
To: kefu@shop.test
Subject: picture
Message-ID: <picture-1@elsewhere.test>
Content-Type: text/html; charset=utf-8

<p>look</p><img src="{here}/seen.png"><img src="{here}/page.html"><img src="{here}/away.png"><img src="http://10.0.0.1/inside.png">
<img src="beside.png">
"""


class Elsewhere(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, str(self.headers)))
        self.send_response(404 if self.path == "/away.png" else 200)
        self.end_headers()
        self.wfile.write(PICTURE if self.path == "/seen.png" else b"<script>alert(1)</script>")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[str]:
    Elsewhere.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_answer_has_the_mail_that_it_answers_below_it_unless_somebody_leaves_it_out(post: Post) -> None:
    agent = post.shop.agent("6641")
    post.open(signature="示例商城客服", undo_seconds=0)
    post.arrives(QUESTION)
    (conversation,) = post.conversations()
    body = {"text": "已加急。", "to": ["zhang@customer.test"]}
    sent = agent("POST", f"/conversations/{conversation.id}/mail", body, expect=201)
    (out,) = go_out(post)
    assert out.get_content().splitlines()[:7] == [
        "已加急。", "", "-- ", "示例商城客服", "",
        "在 2026-11-26 10:00，张三 <zhang@customer.test> 写道：", "> 订单 1001 的退款三天了还没到账，麻烦查一下。",
    ]  # fmt: skip
    shown = agent("GET", f"/conversations/{conversation.id}")["messages"]
    assert next(each["text"] for each in shown if each["id"] == sent["message_id"]) == "已加急。"

    post.smtp.empty()
    agent("POST", f"/conversations/{conversation.id}/mail", {**body, "quotes": False}, expect=201)
    (bare,) = go_out(post)
    assert "写道" not in bare.get_content()


def test_pictures_from_elsewhere_come_through_us_and_only_when_somebody_wants_them(
    post: Post, elsewhere: str, settings: Any
) -> None:
    settings.INTERNAL_HOSTS = ["127.0.0.1"]
    agent, browser = post.shop.agent("6642"), Client()
    post.open()
    post.arrives(TRACKING.format(here=elsewhere))
    (mail,) = post.mails()
    held = agent("GET", f"/mails/{mail.id}")
    assert held["held_back"] == 4 and "src=" not in held["html"] and Elsewhere.asked == []
    shown = agent("GET", f"/mails/{mail.id}?pictures=true")
    links = re.findall(r'src="([^"]+)"', shown["html"])
    assert shown["held_back"] == 0 and len(links) == 4 and Elsewhere.asked == [], "a browser fetches them as it draws"

    seen, page, away, inside = (browser.get(link) for link in links)
    assert (seen.status_code, seen["Content-Type"], seen.content) == (200, "image/png", PICTURE)
    assert "sandbox" in seen["Content-Security-Policy"] and seen["X-Content-Type-Options"] == "nosniff"
    refused = [each.status_code for each in (page, away, inside)]
    assert refused == [404] * 3, "no picture, or inside the house"
    assert [path for path, _ in Elsewhere.asked] == ["/seen.png", "/page.html", "/away.png"]
    assert all("Cookie" not in told and "Referer" not in told for _, told in Elsewhere.asked)
    assert browser.get(links[0][:-3] + "abc").status_code == 410
