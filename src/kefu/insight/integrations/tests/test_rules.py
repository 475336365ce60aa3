import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kefu.insight.integrations import rules
from kefu.insight.integrations.rules import Saying
from kefu.kernel.errors import Invalid

SAYING = Saying(
    "王女士 正在等待人工", "<@all> [点我](http://evil.example) 怎么退款\n在吗", "https://kefu.example.com/desk/1"
)
SECONDS = 1_700_000_000


def test_wecom_gets_markdown() -> None:
    request = rules.request("wecom", "https://w.example/send?key=1", "", SAYING, seconds=SECONDS)
    body = json.loads(request.body)
    assert request.url == "https://w.example/send?key=1" and body["msgtype"] == "markdown"
    content = body["markdown"]["content"]
    assert "王女士" in content and SAYING.link in content
    assert "<@all>" not in content and "](http://evil" not in content


def test_dingtalk_is_signed_in_the_address() -> None:
    request = rules.request("dingtalk", "https://d.example/send?access_token=1", "SEC1", SAYING, seconds=SECONDS)
    query = parse_qs(urlsplit(request.url).query)
    expected = hmac.new(b"SEC1", f"{SECONDS}000\nSEC1".encode(), hashlib.sha256).digest()
    assert query["timestamp"] == [f"{SECONDS}000"] and base64.b64decode(query["sign"][0]) == expected
    assert json.loads(request.body)["markdown"]["title"] == SAYING.title
    assert rules.request("dingtalk", "https://d.example/x", "", SAYING, seconds=1).url == "https://d.example/x"


def test_feishu_is_signed_in_the_body() -> None:
    body = json.loads(rules.request("feishu", "https://f.example/1", "SEC1", SAYING, seconds=SECONDS).body)
    expected = hmac.new(f"{SECONDS}\nSEC1".encode(), b"", hashlib.sha256).digest()
    assert body["timestamp"] == str(SECONDS) and base64.b64decode(body["sign"]) == expected
    assert body["content"]["post"]["zh_cn"]["content"][1][0]["href"] == SAYING.link


@pytest.mark.parametrize(
    ("status", "body", "is_taken"),
    [
        (200, b'{"errcode":0,"errmsg":"ok"}', True),
        (200, b'{"code":0,"msg":"success"}', True),
        (200, b'{"StatusCode":0}', True),
        (200, b'{"errcode":93000,"errmsg":"invalid webhook url"}', False),
        (200, b'{"code":19021,"msg":"sign match fail"}', False),
        (200, b"<html>", False),
        (200, b"[]", False),
        (404, b"", False),
    ],
)
def test_what_a_group_answers(status: Any, body: Any, is_taken: Any) -> None:
    assert (rules.refusal(status, body) == "") == is_taken


@pytest.mark.parametrize("url", ["", "qyapi.example/send", "ftp://x.example/", "https://", "https://a:b@x.example/"])
def test_addresses_that_cannot_be(url: Any) -> None:
    with pytest.raises(Invalid):
        rules.ensure_address("wecom", url)


def test_events_that_cannot_be() -> None:
    for events in ([], ["nothing"]):
        with pytest.raises(Invalid):
            rules.ensure_told(events)
    assert rules.ensure_told(["low_rating", "waiting"]) == ["waiting", "low_rating"]
