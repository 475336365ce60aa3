"""Rows of every kind leave as a file: what one may see, with what each column holds."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import default_storage

from kefu.contact.telephony.models import Call
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.insight.analytics import actions as analytics
from kefu.insight.analytics.models import Export
from kefu.insight.analytics.subjects import base
from kefu.kernel import files, lines
from kefu.kernel.errors import NoSpace
from kefu.kernel.models import AuditEntry, StoredFile

from .conftest import Api, Shop, make_shop
from .recorded import call_of
from .work import make


def fetched(shop: Shop, api: Api, kind: str, *, format: str = "xlsx", language: str = "zh-CN", **asked: Any) -> bytes:
    body = {"kind": kind, "format": format, **asked}
    made = api("POST", "/exports", body, expect=201, accept_language=language)
    analytics.run_export(shop.organization.id, UUID(made["id"]))
    (row,) = [one for one in api("GET", "/exports")["items"] if one["id"] == made["id"]]
    assert (row["kind"], row["state"]) == (kind, "done") and row["rows_done"] == row["rows_total"]
    file_id = Export.objects.for_actor(shop.system).get(id=made["id"]).file_id
    assert file_id
    with default_storage.open(StoredFile.objects.for_actor(shop.system).get(id=file_id).key) as content:
        return bytes(content.read())


def rows(shop: Shop, api: Api, kind: str, **asked: Any) -> list[dict[str, str]]:
    header, *found = [cells for _, cells in lines.lines("a.xlsx", io.BytesIO(fetched(shop, api, kind, **asked)))]
    return [dict(zip(header, cells, strict=False)) for cells in found]


FIELDS: list[dict[str, Any]] = [
    {"code": "order_no", "name": {"zh-CN": "订单号", "en": "Order"}, "kind": "text", "is_required": True},
    {
        "code": "why",
        "name": {"zh-CN": "退款原因", "en": "Reason"},
        "kind": "choice",
        "options": [{"code": "broken", "name": {"zh-CN": "破损", "en": "Broken"}}],
    },
    {"code": "opened", "name": {"zh-CN": "已拆封", "en": "Opened"}, "kind": "yes_no"},
]
STAGES = [
    {"code": "new", "name": {"zh-CN": "待处理", "en": "New"}, "category": "open", "moves": ["done"]},
    {"code": "done", "name": {"zh-CN": "已处理", "en": "Done"}, "category": "done", "moves": []},
]


def test_a_field_that_a_type_got_is_a_column_of_its_tickets(shop: Shop) -> None:
    definition = {"fields": FIELDS, "start": "new", "reopens": "new", "stages": STAGES}
    body = {"code": "back", "name_zh": "退货", "name_en": "Returns", "definition": definition}
    shop.owner("POST", "/ticket-types", body, expect=201)
    values = {"order_no": "123456789012345678", "why": "broken", "opened": False}
    ticket = make(shop.owner, type="back", subject="=退款", values=values)
    make(shop.owner, subject="发票")
    shop.owner("POST", f"/tickets/{ticket['id']}/comments", {"text": "已安排", "is_public": True}, expect=201)

    found = {row["工单编号"]: row for row in rows(shop, shop.owner, "tickets")}
    assert len(found) == 2
    row = found[ticket["number"]]
    kinds = {one["code"]: one for one in shop.owner("GET", "/exports/kinds")}
    told = {one["code"]: (one["name"], one["means"]) for one in kinds["tickets"]["columns"]}
    assert told["own_order_no"][1] == "“退货”的字段" and len(row) == len(told), (
        "names stand once, though types share them"
    )
    own = [row[told[f"own_{code}"][0]] for code in ("order_no", "why", "opened")]
    assert (row["标题"], *own) == ("=退款", "123456789012345678", "破损", "否")
    assert list(row) == [one["name"] for one in kinds["tickets"]["columns"]], "the dictionary is of this very file"

    (said,) = rows(shop, shop.owner, "ticket_comments")
    assert (said["工单编号"], said["内容"], said["客户可见"]) == (ticket["number"], "已安排", "是")
    csv = fetched(shop, shop.owner, "tickets", format="csv").decode("utf-8")
    assert csv.startswith("\ufeff工单编号") and ",'=退款," in csv, "Excel knows the letters and runs no formula"


def test_every_kind_is_written_with_as_many_cells_as_columns_in_both_languages(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "BATCH", 2)
    for at in range(5):
        shop.owner("POST", "/customers", {"name": f"客户{at}", "phone": f"1380013800{at}"}, expect=201)
    for language in ("zh-CN", "en"):
        for kind in shop.owner("GET", "/exports/kinds", accept_language=language):
            for format in ("xlsx", "csv"):
                content = fetched(shop, shop.owner, kind["code"], format=format, language=language)
                header, *found = [cells for _, cells in lines.lines(f"a.{format}", io.BytesIO(content))]
                assert list(header) == [one["name"] for one in kind["columns"]]
                assert all(len(cells) <= len(header) for cells in found)
    assert len(rows(shop, shop.owner, "customers")) == 5, "several batches are one file"
    staff = rows(shop, shop.owner, "staff")
    assert any(row["手机"] or row["邮箱"] for row in staff)


def test_a_file_that_could_not_be_written_says_why(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NoSpace()

    monkeypatch.setattr(files, "keep_opened", refuse)
    made = shop.owner("POST", "/exports", {"kind": "tickets"}, expect=201)
    assert made["failure"] == ""
    analytics.run_export(shop.organization.id, UUID(made["id"]))
    for language in ("zh-CN", "en"):
        (row,) = shop.owner("GET", "/exports", accept_language=language)["items"]
        assert (row["state"], row["url"], row["failure"]) == ("failed", None, NoSpace().text.in_language(language))


def test_what_was_said_leaves_message_by_message(shop: Shop) -> None:
    agent = shop.agent("8003")
    visitor = shop.visitor()
    visitor.say("我的电话是 13800138000")
    mine = visitor.id
    agent("POST", f"/conversations/{mine}/messages", {"text": "好的", "client_id": "a"}, expect=201)
    agent("POST", f"/conversations/{mine}/notes", {"text": "已核实"}, expect=201)
    wrong = agent("POST", f"/conversations/{mine}/messages", {"text": "发错了", "client_id": "c"}, expect=201)
    agent("POST", f"/conversations/{mine}/messages/{wrong['id']}/recall")

    found = rows(shop, shop.owner, "messages")
    told = [(row["发言方"], row["种类"], row["内容"], row["仅内部可见"], row["已撤回"]) for row in found]
    assert ("客户", "文字", "我的电话是 13800138000", "否", "否") in told
    assert ("客服", "备注", "已核实", "是", "否") in told
    assert ("客服", "文字", "", "否", "是") in told and "发错了" not in str(found)
    assert {row["渠道"] for row in found} == {"在线会话"}


def test_a_call_says_in_words_who_ended_it(shop: Shop) -> None:
    call = call_of(shop, caller="13800138000")
    Call.objects.for_actor(shop.system).filter(id=call.id).update(ended_at=call.started_at, ended_by="visitor")
    (row,) = rows(shop, shop.owner, "calls")
    assert (row["方向"], row["客户号码"], row["结束方"]) == ("呼入", "13800138000", "客户")


def test_days_choose_and_who_may_not_read_takes_nothing_away(shop: Shop) -> None:
    make(shop.owner, subject="发票")
    assert len(rows(shop, shop.owner, "tickets", first_day="2020-01-01", last_day="2020-01-31")) == 0
    assert len(rows(shop, shop.owner, "tickets", first_day="2020-01-01")) == 1, "from that day on"
    shop.owner("POST", "/exports", {"kind": "passwords"}, expect=422)
    account_queries.forget()
    role = accounts.create_role(
        shop.system,
        code="taker",
        name="taker",
        granted=["analytics.read", "analytics.export", "customers.read"],
        scope="all",
    )
    taker = shop.agent("8009", role=role.code, status="offline")
    assert [one["code"] for one in taker("GET", "/exports/kinds")] == ["customers"]
    taker("POST", "/exports", {"kind": "tickets"}, expect=403)
    shop.owner("POST", "/customers", {"name": "王芳", "phone": "13800138000"}, expect=201)
    (row,) = rows(shop, taker, "customers")
    assert row["电话"] == "+86138****8000", "numbers are hidden in files too"
    kept = AuditEntry.objects.for_actor(shop.system).filter(action="customers.exported")
    assert kept.count() == 1


def test_nothing_of_another_organization_is_in_a_file(shop: Shop) -> None:
    other = make_shop("other")
    make(other.owner, subject="别家的")
    other.owner("POST", "/customers", {"name": "别家客户", "phone": "13900139000"}, expect=201)
    for kind in shop.owner("GET", "/exports/kinds"):
        assert "别家" not in fetched(shop, shop.owner, kind["code"], format="csv").decode("utf-8")
