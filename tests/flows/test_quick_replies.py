"""Quick replies through the API: whose they are, how they are found, what they set, how they come in from Excel."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.flows.conftest import Api, Shop

from kefu.contact.replies.models import QuickReply
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.customers import actions as customers
from kefu.kernel import tables

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def send_file(api: Api, path: str, name: str, content: bytes, **fields: str) -> Any:
    answer = api.client.post(
        f"/api/v1{path}",
        {"file": SimpleUploadedFile(name, content), **fields},
        headers={"Authorization": f"Bearer {api.token}"},
    )
    assert answer.status_code in (200, 201), answer.content
    return answer.json()


def found(api: Api, q: str, **query: str) -> list[str]:
    more = "".join(f"&{key}={value}" for key, value in query.items())
    return [reply["title"] for reply in api("GET", f"/quick-replies/search?q={q}{more}")["items"]]


def test_own_team_and_shared_replies_are_seen_by_whom_they_are_for(shop: Shop) -> None:
    me, colleague = shop.agent("8001"), shop.agent("8002")
    mine = User.objects.for_actor(shop.system).get(employee_number="8001")
    team = accounts.create_team(shop.system, name="售后组", member_ids=[mine.id])
    shop.owner("POST", "/quick-replies", {"scope": "shared", "title": "公共", "text": "大家好"}, expect=201)
    shop.owner(
        "POST",
        "/quick-replies",
        {"scope": "team", "team_id": str(team.id), "title": "班组", "text": "组内"},
        expect=201,
    )
    own = me("POST", "/quick-replies", {"title": "我的", "text": "我自己的"}, expect=201)

    assert set(found(me, "")) == {"公共", "班组", "我的"}
    assert found(me, "")[0] == "我的"
    assert found(colleague, "") == ["公共"]
    assert set(found(shop.owner, "")) == {"公共", "班组"}
    assert colleague("PATCH", f"/quick-replies/{own['id']}", {"text": "改"}, expect=404)["code"] == "not_found"
    shared = me("GET", "/quick-replies?scope=shared")["items"][0]
    assert not shared["can_change"]
    refusal = me("PATCH", f"/quick-replies/{shared['id']}", {"text": "改"}, expect=403)
    assert refusal["code"] == "missing_permission" and "另存为个人" in refusal["detail"]
    assert me("POST", "/quick-replies", {"scope": "shared", "text": "x"}, expect=403)["code"] == "missing_permission"


def test_one_is_found_by_code_pinyin_initials_and_text_and_narrowed_by_brand_and_queue(shop: Shop) -> None:
    me = shop.agent("8001")
    for title, code, text, more in (
        ("退款到账时间", "rf", "七天内原路退回", {}),
        ("赔偿方案", "pc", "可以为您申请补偿", {}),
        ("开发票", "", "订单页可申请退款发票", {"queue_id": str(shop.queue.id)}),
    ):
        body = {"scope": "shared", "title": title, "code": code, "text": text, **more}
        shop.owner("POST", "/quick-replies", body, expect=201)
    here = {"brand": str(shop.site.brand_id), "queue": str(shop.queue.id)}
    assert found(me, "tk", **here) == ["退款到账时间"]
    assert found(me, "tuikuan", **here) == ["退款到账时间"]
    assert found(me, "退款", **here) == ["退款到账时间", "开发票"]
    assert found(me, "退款", brand=here["brand"]) == ["退款到账时间"]
    assert found(me, "PC", **here) == ["赔偿方案"]
    assert found(me, "没有", **here) == []
    taken = shop.owner("POST", "/quick-replies", {"scope": "shared", "code": "pc", "text": "另一条"}, expect=409)
    assert taken["errors"][0]["field"] == "code"
    me("POST", "/quick-replies", {"code": "pc", "title": "我的赔偿", "text": "自己的说法"}, expect=201)
    assert found(me, "pc", **here) == ["我的赔偿", "赔偿方案"]


def test_folders_are_opened_in_their_order(shop: Shop) -> None:
    me = shop.agent("8001")
    for position, (folder, title) in enumerate((("售后/退款", "丙"), ("售后", "乙"), ("售前", "甲"), ("售后", "丁"))):
        body = {"scope": "shared", "folder": folder, "title": title, "text": title, "position": position}
        shop.owner("POST", "/quick-replies", body, expect=201)
    assert found(me, "", folder="售后") == ["乙", "丁", "丙"]
    assert found(me, "丁", folder="售后") == ["丁"]
    assert found(me, "甲", folder="售后") == []


def test_a_reply_brings_its_picture_its_reason_and_its_tag_and_is_counted_once(shop: Shop) -> None:
    me = shop.agent("8001")
    visitor = shop.visitor()
    customer = customers.create(shop.system, name="王芳", phone="13800138000", brand_id=shop.site.brand_id)
    me("POST", f"/conversations/{visitor.id}/customer", {"customer_id": str(customer.id)})
    picture = send_file(shop.owner, "/quick-replies/attachments", "退货地址.png", PNG)
    leaf = shop.leaf()
    reply = shop.owner(
        "POST",
        "/quick-replies",
        {
            "scope": "shared",
            "text": "请按图退货",
            "attachment_ids": [picture["id"]],
            "disposition_id": leaf,
            "tag": "退货客户",
        },
        expect=201,
    )
    path = f"/conversations/{visitor.id}/messages"
    body = {"client_id": "c1", "text": "请按图退货", "attachment_ids": [picture["id"]], "reply_ids": [reply["id"]]}
    said = me("POST", path, body, expect=201)
    assert said["attachments"][0]["name"] == "退货地址.png"
    assert me("POST", path, body, expect=201)["id"] == said["id"]
    assert me("GET", f"/conversations/{visitor.id}/suggested-dispositions")["items"][0]["id"] == leaf
    assert me("GET", f"/customers/{customer.id}")["tags"] == ["退货客户"]
    assert shop.owner("GET", f"/quick-replies?q={reply['title']}")["items"][0]["use_count"] == 1
    stolen = {"text": "", "attachment_ids": [picture["id"]]}
    assert me("POST", path, stolen, expect=422)["code"] == "unknown_attachment"


def test_an_excel_comes_in_and_what_is_wrong_comes_back_with_reasons(shop: Shop) -> None:
    lines = [
        ["售后/退款", "tk", "退款到账", "七天内到账", "", ""],
        ["", "", "", "", "", ""],
        ["售后", "a b", "坏编码", "x", "", ""],
    ]
    lines += [["售后/退款", "tk", "又一条", "重复编码", "", ""], ["", "", "只有标题", "", "", ""]]
    sheet = tables.write_xlsx(["分组", "编码", "标题", "内容", "会话小结编码", "客户标签"], lines)
    report = send_file(shop.owner, "/quick-replies/import", "话术.xlsx", sheet, scope="shared")
    assert (report["read"], report["accepted"], report["quarantined"]) == (4, 1, 3)
    rejects = tables.read(
        "r.xlsx", shop.owner.client.get(report["rejects_url"]).getvalue(), headers={"reason": ("原因",)}
    )
    assert [row["reason"] for row in rejects.rows] == [
        "编码中不能有空格、“/”或“、”",
        "与第 2 行重复",
        "请填写内容或添加附件",
    ]
    again = send_file(shop.owner, "/quick-replies/import", "话术.xlsx", sheet, scope="shared")
    assert again["accepted"] == 1
    assert QuickReply.objects.for_actor(shop.system).count() == 1
    exported = shop.owner.client.get(
        "/api/v1/quick-replies/export", headers={"Authorization": f"Bearer {shop.owner.token}"}
    )
    assert (
        send_file(shop.owner, "/quick-replies/import", "导出.xlsx", exported.getvalue(), scope="shared")["quarantined"]
        == 0
    )
    assert QuickReply.objects.for_actor(shop.system).count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_in_the_encodings_of_the_country_comes_in(shop: Shop, encoding: str) -> None:
    sheet = "分组,编码,标题,内容\r\n售后,pc,赔偿方案,可以为您申请补偿，请稍候\r\n".encode(encoding)
    report = send_file(shop.owner, "/quick-replies/import", "话术.csv", sheet, scope="shared")
    assert (report["accepted"], report["quarantined"]) == (1, 0)
    assert found(shop.agent("8001"), "赔偿") == ["赔偿方案"]


def test_four_thousand_rows_with_merged_folders_come_in_whole(shop: Shop) -> None:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["分组", "标题", "内容"])
        for start in range(1, 4001, 100):
            sheet.merge_range(start, 0, start + 99, 0, f"分组{start // 100}")
            for row in range(start, start + 100):
                sheet.write_row(row, 1, [f"标题{row}", f"内容{row}"])
    report = send_file(shop.owner, "/quick-replies/import", "合并.xlsx", target.getvalue(), scope="shared")
    assert (report["read"], report["accepted"]) == (4000, 4000)
    counts = {f["folder"]: f["count"] for f in shop.owner("GET", "/quick-replies/folders")["items"]}
    assert len(counts) == 40 and set(counts.values()) == {100}


def test_ten_thousand_replies_are_imported_together_and_the_right_one_is_found(shop: Shop) -> None:
    """Many rows by one question to the database, and a search by few."""
    words = ["退款", "发货", "赔偿", "发票", "尺码", "优惠券", "物流", "换货", "保修", "会员"]
    lines = [
        [
            f"分组{n % 40}",
            f"c{n}",
            f"{words[n % 10]}说明{n}",
            f"您好，关于{words[n % 10]}的第 {n} 种情况，" + "我们会尽快处理。" * 8,
        ]
        for n in range(10_000)
    ]
    sheet = tables.write_xlsx(["分组", "编码", "标题", "内容"], lines)
    with CaptureQueriesContext(connection) as asked:
        report = send_file(shop.owner, "/quick-replies/import", "一万条.xlsx", sheet, scope="shared")
    assert report["accepted"] == 10_000
    assert len(asked) < 150, len(asked)
    me = shop.agent("8001")
    me("GET", "/quick-replies/search?q=tk")
    for q in ("tk", "c9999", "退款说明77", "第 5000 种", "pc", "tuikuanshuoming", "没有这句话"):
        with CaptureQueriesContext(connection) as asked:
            me("GET", f"/quick-replies/search?q={q}&limit=8")
        assert len(asked) < 15, q
    assert found(me, "c9999")[0] == "会员说明9999"


@pytest.mark.parametrize("name", ["话术.docx", "话术.xlsx"])
def test_what_is_no_table_is_refused_in_words(shop: Shop, name: str) -> None:
    answer = shop.owner.client.post(
        "/api/v1/quick-replies/import",
        {"file": SimpleUploadedFile(name, b"no table"), "scope": "shared"},
        headers={"Authorization": f"Bearer {shop.owner.token}"},
    )
    assert answer.status_code == 422 and "。" in answer.json()["detail"]
