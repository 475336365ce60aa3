"""Quiet hours, words that refuse, and requests whose values stay values."""

import json
from datetime import datetime, time
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.foundation.sms import rules
from kefu.kernel.errors import Invalid

ZONE = ZoneInfo("Asia/Shanghai")
HTTP: dict[str, Any] = {"url": "https://sms.example/send", "headers": {}, "form": "json"}


@pytest.mark.parametrize(
    ("now", "since", "until", "expected"),
    [
        ("2026-11-26 19:59", "20:00", "09:00", "2026-11-26 19:59"),
        ("2026-11-26 20:00", "20:00", "09:00", "2026-11-27 09:00"),
        ("2026-11-26 00:30", "20:00", "09:00", "2026-11-26 09:00"),
        ("2026-11-26 09:00", "20:00", "09:00", "2026-11-26 09:00"),
        ("2026-11-26 12:30", "12:00", "14:00", "2026-11-26 14:00"),
        ("2026-11-26 14:00", "12:00", "14:00", "2026-11-26 14:00"),
        ("2026-11-26 03:00", "00:00", "00:00", "2026-11-26 03:00"),
    ],
)
def test_nothing_goes_out_in_the_quiet_hours(now: str, since: str, until: str, expected: str) -> None:
    at = rules.may_send_at(_at(now), time.fromisoformat(since), time.fromisoformat(until))
    assert at == _at(expected)


@given(st.times(), st.times(), st.times())
def test_what_waits_waits_for_a_moment_at_which_it_may_go(now: time, since: time, until: time) -> None:
    at = rules.may_send_at(datetime.combine(_at("2026-11-26 00:00").date(), now, ZONE), since, until)
    assert rules.may_send_at(at, since, until) == at


@pytest.mark.parametrize("words", ["T", " td ", "R", "0000", "退订", "stop"])
def test_words_that_refuse(words: str) -> None:
    assert rules.is_refusal(words)


@pytest.mark.parametrize("words", ["", "谢谢", "TT", "请不要退订我的订单", "5"])
def test_words_that_do_not(words: str) -> None:
    assert not rules.is_refusal(words)


def test_a_message_says_who_writes_and_how_to_get_no_more() -> None:
    assert rules.worded("青禾优选", "请评价本次服务") == "【青禾优选】请评价本次服务，拒收请回复R"


@given(st.text())
def test_a_value_stays_a_value(text: str) -> None:
    values = {"to": "13800138000", "text": text, "id": "1", "secret": 's"e&c'}
    told = json.loads(
        rules.filled('{"phone": "{to}", "key": "{secret}", "msg": {"content": "{text}"}}', values, "json")
    )
    own = json.loads(
        rules.filled('{"phone": "{手机号}", "key": "{密钥}", "msg": {"content": "{内容}"}}', values, "json")
    )
    assert own == told, "by their Chinese names as well"
    assert told == {"phone": "13800138000", "key": 's"e&c', "msg": {"content": text}}
    form = rules.filled("phone={to}&key={secret}&content={text}", values, "form") if text.isprintable() else ""
    assert not form or dict(parse_qsl(form, keep_blank_values=True))["content"] == text
    assert "\n" not in rules.filled("{text}", values, "header")


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ('{"code": 0, "msgid": 77}', "77"), ('{"data": {"message_id": "a-1"}, "code": "OK"}', "a-1"),
        ("OK", ""), ("[1]", ""), ('{"id": ""}', ""), ('{"id": null}', ""),
    ],
)  # fmt: skip
def test_the_providers_own_name_of_a_message(answer: str, reference: str) -> None:
    assert rules.reference_in(answer) == reference


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "sms.example/send"}, "url"), ({"url": "ftp://sms.example"}, "url"), ({"url": "https://a@b.example"}, "url"),
        ({"body": '{"to": "{to}"}'}, "body"), ({"body": '{"to": {to}, "text": {text}}'}, "body"),
        ({"headers": {"X Key": "1"}}, "headers"), ({"headers": {"X-Key": "1\r\nHost: b"}}, "headers"),
    ],
)  # fmt: skip
def test_a_request_that_no_provider_could_take_is_refused_at_its_field(wrong: Any, field: str) -> None:
    given: dict[str, Any] = {**HTTP, "body": '{"to": "{to}", "text": "{text}"}', **wrong}
    with pytest.raises(Invalid) as refusal:
        rules.ensure_request(**given)
    assert [error["field"] for error in refusal.value.errors] == [field]


def _at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)
