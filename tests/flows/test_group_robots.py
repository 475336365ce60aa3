"""What group robots say, through the public API; the group is a server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.flows.conftest import Api, Shop

from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.events import ReplyOverdue
from kefu.insight.integrations import jobs
from kefu.kernel import clock, events


class Group(BaseHTTPRequestHandler):
    heard: list[Any]
    answers: list[bytes]

    def do_POST(self) -> None:
        self.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        answer = self.answers.pop(0) if self.answers else b'{"errcode": 0}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Group]]:
    """Its class tells what it heard; its address is in `url`."""
    handler = type("OneGroup", (Group,), {"heard": [], "answers": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    handler.url = f"http://127.0.0.1:{server.server_port}/send?key=1"  # type: ignore[attr-defined]
    monkeypatch.setattr(settings, "INTERNAL_HOSTS", frozenset({"127.0.0.1"}))
    yield handler
    server.shutdown()


def set_up(shop: Shop, kind: str, url: str = "", *told: str) -> str:
    body = {"name": "客服群", "kind": kind, "url": url, "events": told or ["waiting", "offline_message", "low_rating"]}
    made = shop.owner("POST", "/group-robots", body, expect=201)
    assert url not in json.dumps(made) or not url
    return str(made["id"])


def work() -> None:
    """Do the jobs that are due, as the worker would."""
    for _ in range(3):
        rows = ProcrastinateJob.objects.filter(status="todo", task_name__startswith="kefu.insight.integrations")
        for job in rows.exclude(scheduled_at__gt=clock.now()):
            getattr(jobs, job.task_name.rsplit(".", 1)[1]).func(**job.args)
            ProcrastinateJob.objects.filter(id=job.id)._raw_delete("default")


def said(shop: Shop, robot: str) -> list[Any]:
    found: list[Any] = shop.owner("GET", f"/group-robots/{robot}/messages")["items"]
    return found


def later(**delta: int) -> Any:
    return time_machine.travel(clock.now() + timedelta(**delta), tick=True)


def test_a_conversation_that_nobody_takes_is_told_with_its_link(shop: Shop, group: type[Group]) -> None:
    robot = set_up(shop, "wecom", group.url)  # type: ignore[attr-defined]
    visitor = shop.visitor("转人工", visitor={"name": "王女士"})
    work()
    assert group.heard == []
    with later(seconds=4):
        work()
    (heard,) = group.heard
    assert "王女士" in heard["markdown"]["content"] and f"/desk/{visitor.id}" in heard["markdown"]["content"]
    (message,) = said(shop, robot)
    assert (message["state"], message["event"]) == ("sent", "waiting")


def test_a_conversation_that_somebody_takes_is_no_news(shop: Shop, group: type[Group]) -> None:
    set_up(shop, "wecom", group.url)  # type: ignore[attr-defined]
    shop.agent("8001")
    shop.visitor("转人工")
    with later(seconds=4):
        work()
    assert group.heard == []


def test_a_late_answer_is_told_once(shop: Shop) -> None:
    robot = set_up(shop, "sandbox", "", "reply_overdue")
    shop.agent("8001")
    visitor = shop.visitor("转人工")
    owed = conversations.conversation(shop.system, visitor.id)
    assert owed.assignee_id is not None
    for stage in (1, 2, 2, 3):
        with transaction.atomic():
            events.publish(
                ReplyOverdue(
                    organization_id=shop.organization.id,
                    conversation_id=visitor.id,
                    queue_id=shop.queue.id,
                    user_id=owed.assignee_id,
                    stage=stage,
                    waited_seconds=120,
                    moved_to=None,
                )
            )
    events.drain()
    work()
    (message,) = said(shop, robot)
    assert message["event"] == "reply_overdue" and "120" in message["title"]


def test_offline_messages_and_low_ratings_are_told_in_the_sandbox(shop: Shop) -> None:
    robot, only_ratings = set_up(shop, "sandbox"), set_up(shop, "sandbox", "", "low_rating")
    Api()("POST", f"/widget/{shop.site.key}/leave-message", {"text": "电视坏了", "phone": "13800000001"}, expect=201)
    events.drain()
    agent = shop.agent("8001", skills=[])
    visitor = shop.visitor("转人工")
    agent("POST", f"/conversations/{visitor.id}/messages", {"text": "您好"}, expect=201)
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    visitor.api("POST", f"/widget/conversations/{visitor.id}/rating", {"score": 1, "comment": "太慢"}, expect=204)
    events.drain()
    work()
    told = {message["event"]: message for message in said(shop, robot)}
    assert set(told) == {"offline_message", "low_rating"}
    assert "电视坏了" in told["offline_message"]["text"] and "太慢" in told["low_rating"]["text"]
    assert {message["state"] for message in told.values()} == {"sent"}
    assert [message["event"] for message in said(shop, only_ratings)] == ["low_rating"]


def test_no_number_of_a_customer_leaves_the_house(shop: Shop, group: type[Group]) -> None:
    robot = set_up(shop, "wecom", group.url, "waiting", "offline_message", "low_rating")  # type: ignore[attr-defined]
    secrets = ("13800138000", "li.lei@example.com", "11010519491231002X")
    words = "请回电 13800138000 或写信 li.lei@example.com，身份证 11010519491231002X"
    for before in (0, 70, 74, 78):  # wherever the words are cut, no part of the number is told
        body = {"text": "电" * before + words, "phone": "13900139000"}
        Api()("POST", f"/widget/{shop.site.key}/leave-message", body, expect=201)
    shop.visitor("转人工", visitor={"name": "李雷13800138000"})
    events.drain()
    agent = shop.agent("8001", skills=[], chat_capacity=20)
    visitor = shop.visitor("转人工")
    agent("POST", f"/conversations/{visitor.id}/messages", {"text": "您好"}, expect=201)
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    visitor.api("POST", f"/widget/conversations/{visitor.id}/rating", {"score": 1, "comment": words}, expect=204)
    events.drain()
    with later(seconds=4):
        work()
    told = json.dumps([group.heard, said(shop, robot)], ensure_ascii=False)
    assert "138****8000" in told and "l***@example.com" in told
    assert not [secret for secret in (*secrets, "1380013", "491231") if secret in told]


def test_a_group_that_refuses_is_asked_again_and_then_it_has_failed(shop: Shop, group: type[Group]) -> None:
    robot = set_up(shop, "dingtalk", group.url)  # type: ignore[attr-defined]
    group.answers.append(b'{"errcode": 130101, "errmsg": "send too fast"}')
    shop.owner("POST", f"/group-robots/{robot}/test", expect=201)
    work()
    assert [(m["state"], m["attempts"], m["error"]) for m in said(shop, robot)] == [
        ("waiting", 1, "130101 send too fast")
    ]
    with later(seconds=6):
        work()
    assert [(m["state"], m["attempts"], m["error"]) for m in said(shop, robot)] == [("sent", 2, "")]

    group.answers += [b"{}nonsense"] * 5
    shop.owner("POST", f"/group-robots/{robot}/test", expect=201)
    for minutes in (0, 1, 5, 20, 60):
        with later(minutes=minutes):
            work()
    assert next((m["state"], m["attempts"]) for m in said(shop, robot)) == ("failed", 5)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://169.254.169.254/latest/meta-data", "http://localhost/"])
def test_robots_reach_nothing_inside(shop: Shop, url: str) -> None:
    robot = set_up(shop, "feishu", url)
    shop.owner("POST", f"/group-robots/{robot}/test", expect=201)
    work()
    (message,) = said(shop, robot)
    assert (message["state"], message["attempts"]) == ("failed", 1)
    assert "internal network" in message["error"]


def test_what_a_robot_has_to_say_goes_with_it(shop: Shop) -> None:
    robot = set_up(shop, "sandbox")
    message = shop.owner("POST", f"/group-robots/{robot}/test", expect=201)
    shop.owner("DELETE", f"/group-robots/{robot}", expect=204)
    jobs.deliver.func(str(shop.organization.id), str(UUID(message["id"])))
    shop.owner("GET", f"/group-robots/{robot}/messages", expect=404)
