"""Files of rows find their way in: mapped, tried, run, interrupted, repeated and taken back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter

from kefu.config.environment import SOURCE_TREE
from kefu.contact.replies.models import QuickReply
from kefu.foundation.accounts.models import User
from kefu.foundation.customers.models import Customer
from kefu.foundation.knowledge.models import Article
from kefu.kernel import clock, events, lines
from kefu.kernel.models import OutboxEvent
from kefu.service.automations import actions as automations
from kefu.service.imports import actions as imports
from kefu.service.imports.actions import running
from kefu.service.imports.models import ImportRun
from kefu.service.tickets.models import Ticket, TicketClock, TicketEntry

from .conftest import Api, Shop, make_shop
from .test_automations import rule
from .work import notices

SAMPLES = SOURCE_TREE / "tests" / "data" / "imports"
COUNTS = ("read", "accepted", "created", "updated", "unchanged", "quarantined")


def take(api: Api, kind: str, name: str, content: bytes | None = None) -> Any:
    content = (SAMPLES / name).read_bytes() if content is None else content
    return api.upload("/imports", name, content, kind=kind)


def done(shop: Shop, run: Any, act: str = "start", api: Api | None = None) -> Any:
    """Start or try, and let the worker work."""
    api = api or shop.owner
    api("POST", f"/imports/{run['id']}/{act}")
    imports.carry_on(shop.organization.id, UUID(run["id"]))
    return api("GET", f"/imports/{run['id']}")


def counts(run: Any) -> tuple[int, ...]:
    assert run["read"] == run["accepted"] + run["quarantined"], run
    return tuple(run[name] for name in COUNTS)


def table(*rows: Any) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return target.getvalue()


CUSTOMERS = table(
    ["客户资料表"],
    ["会员号", "客户姓名", "手机号", "邮箱", "等级", "标签", "来源"],
    ["C1", "王芳", "13800138000", "", "VIP", "老客户、企业", "门店"],
    ["C2", "李雷", "021-62223333", "lilei@example.com", "普通", "", "官网"],
    ["C3", "赵敏", 1.38001380001e17, "", "", "", ""],
    ["C4", "", "13800138003", "", "", "", ""],
    ["C5", "孙五", "12", "", "钻石王老五", "", ""],
)


def test_customers_are_mapped_tried_imported_and_sent_back_with_reasons(shop: Shop) -> None:
    run = take(shop.owner, "customers", "客户.xlsx", CUSTOMERS)
    assert [(one["header"], one["field"]) for one in run["columns"]] == [
        ("会员号", "external_id"), ("客户姓名", "name"), ("手机号", "phone"), ("邮箱", "email"), ("等级", "tier"), ("标签", "tags"), ("来源", ""),
    ]  # fmt: skip
    assert (run["state"], run["total"], run["columns"][1]["samples"]) == (
        "draft",
        5,
        ["王芳", "李雷", "赵敏", "", "孙五"],
    )
    assert {one["written"]: one["means"] for one in run["values"][0]["values"]} == {
        "VIP": "vip", "普通": "normal", "钻石王老五": "",
    }  # fmt: skip
    fields = [one["field"] for one in run["columns"]]
    wrong = shop.owner("PATCH", f"/imports/{run['id']}", {"columns": ["", *fields[2:], ""]})
    assert wrong["faults"] == ["请指定“姓名”对应哪一列。"]
    refused = shop.owner("POST", f"/imports/{run['id']}/start", expect=422)
    assert refused["errors"][0]["message"] == "请指定“姓名”对应哪一列。"
    shop.owner("PATCH", f"/imports/{run['id']}", {"columns": [*fields[:6], "note"]})

    tried = done(shop, run, "try")
    trial = tried["trial"]
    assert [trial[name] for name in ("read", "created", "updated", "unchanged", "quarantined")] == [5, 2, 0, 0, 3]
    assert trial["is_over"] and [row["number"] for row in trial["rows"]] == [5, 6, 7]
    assert not Customer.objects.for_actor(shop.system).exists(), "a dry run writes nothing"

    over = done(shop, run)
    assert counts(over) == (5, 2, 2, 0, 0, 3)
    assert notices(shop.owner, "import_done") == ["客户导入完成：读取 5 行，接受 2 行，退回 3 行"]
    reasons = [row["reason"] for row in shop.owner("GET", f"/imports/{run['id']}/rejects")["items"]]
    assert "被 Excel 变成了 1.38001380001E+17" in reasons[0]
    assert reasons[1:] == ["请填写姓名", "不认识的等级“钻石王老五”，请在映射中说明"]
    wang = Customer.objects.for_actor(shop.system).get(name="王芳")
    assert (wang.tier, wang.tags, wang.note) == ("vip", ["老客户", "企业"], "门店")

    # the file of refused rows has one more column, and may be mended and sent again; the mapping is remembered
    answer = shop.owner.client.get(over["errors_url"])
    back = list(lines.lines("a.xlsx", io.BytesIO(b"".join(answer))))
    assert back[0][1][-1] == "原因" and [row[-1] for _, row in back[1:]] == reasons
    mended = [list(cells) for _, cells in back]
    mended[1][2], mended[2][1] = "13800138001", "钱七"
    mended[3][2] = "13800138005"
    again = take(shop.owner, "customers", "改.xlsx", table(*mended))
    assert [one["field"] for one in again["columns"]] == [
        "external_id",
        "name",
        "phone",
        "email",
        "tier",
        "tags",
        "note",
        "",
    ]
    shop.owner("PATCH", f"/imports/{again['id']}", {"values": {"tier": {"钻石王老五": "vip"}}})
    assert counts(done(shop, again)) == (3, 3, 3, 0, 0, 0)

    # the first file again: nothing twice, and what changed since follows
    assert counts(done(shop, take(shop.owner, "customers", "客户.xlsx", CUSTOMERS))) == (5, 2, 0, 0, 2, 3)
    moved = table(["姓名", "电话", "地址"], ["王芳", "138 0013 8000", "南京西路 1 号"])
    assert counts(done(shop, take(shop.owner, "customers", "a.xlsx", moved))) == (1, 1, 0, 1, 0, 0)
    assert Customer.objects.for_actor(shop.system).count() == 5
    wang.refresh_from_db()
    assert (wang.address, wang.tier, len(wang.tags)) == ("南京西路 1 号", "vip", 2)


@pytest.mark.parametrize(
    ("name", "made", "refused"),
    [
        ("qiyu_tickets.csv", 3, 0),
        ("sobot_tickets.csv", 2, 1),
        ("udesk_tickets.csv", 2, 0),
        ("zendesk_tickets.csv", 2, 0),
        ("zendesk_tickets.jsonl", 2, 1),
        ("osticket_tickets.csv", 2, 0),
        ("freshdesk_tickets.csv", 2, 0),
        ("otrs_tickets.csv", 2, 0),
        ("zh_tickets_25.csv", 25, 0),
        ("cfpb_300.csv", 300, 0),
    ],
)
def test_tickets_of_other_systems_come_once_however_often(shop: Shop, name: str, made: int, refused: int) -> None:
    first, second = (done(shop, take(shop.owner, "tickets", name)) for _ in range(2))
    assert counts(first) == (made + refused, made, made, 0, 0, refused)
    assert counts(second) == (made + refused, made, 0, 0, made, refused)
    rows = Ticket.objects.for_actor(shop.system).filter(source="import")
    assert rows.count() == made
    assert not rows.filter(created_at__gt=clock.now() - timedelta(days=30)).exists()


def test_tickets_of_the_past_keep_their_words_and_set_nothing_off(shop: Shop) -> None:
    rule(shop.owner, "登记", "opened", [{"kind": "note", "text": "已登记"}])
    rule(shop.owner, "未答复", "unanswered", [{"kind": "note", "text": "久未答复"}], hours=1)
    shop.agent("8001", nickname="小青", status="offline")
    events.drain()
    told = OutboxEvent.objects.filter(name__startswith="tickets.").count()
    for _ in range(2):
        done(shop, take(shop.owner, "tickets", "zendesk_tickets.jsonl"))
        done(shop, take(shop.owner, "customers", "zendesk_users.jsonl"))
    events.drain()
    assert OutboxEvent.objects.filter(name__startswith="tickets.").count() == told
    assert automations.sweep() == 0
    assert not TicketClock.objects.for_actor(shop.system).exists()
    printer = Ticket.objects.for_actor(shop.system).get(subject="Printer is on fire")
    assert (printer.category, printer.priority, printer.customer and printer.customer.name) == (
        "done",
        "P2",
        "Jane Roe",
    )
    assert printer.created_at.isoformat() == "2023-07-20T22:55:29+00:00"
    assert printer.tags == ["enterprise", "printer"]
    assert (printer.resolved_at and printer.resolved_at.isoformat()) == "2023-07-21T10:10:00+00:00"
    said = TicketEntry.objects.for_actor(shop.system).filter(ticket=printer).order_by("id")
    assert [(one.kind, one.author_name, one.author_kind, f"{one.created_at:%m-%d %H:%M}") for one in said][2:] == [
        ("comment", "Max Muster", "system", "07-20 23:10"),
        ("note", "Max Muster", "system", "07-20 23:11"),
        ("comment", "Jane Roe", "customer", "07-21 10:10"),
    ]
    assert said[1].text.startswith("原编号：35436") and "受理人：Max Muster" in said[1].text
    assert [one["subject"] for one in shop.owner("GET", "/tickets?state=any&q=35436")["items"]] == [
        "Printer is on fire"
    ]
    story = shop.owner("GET", f"/customers/{printer.customer_id}/timeline")["items"]
    assert [(one["at"][:10], one["data"]["number"]) for one in story] == [("2023-07-20", printer.number)]
    assert Customer.objects.for_actor(shop.system).filter(name="Jane Roe").count() == 1
    # in the lists it stands among its own time, behind what is made today
    today = shop.owner("POST", "/tickets", {"subject": "今天的"}, expect=201)
    assert shop.owner("GET", "/tickets?state=any")["items"][0]["id"] == today["id"]

    # once somebody works on it here, rules know it and a newer export leaves it alone, but brings new words
    waiting = Ticket.objects.for_actor(shop.system).get(subject="Opening hours")
    shop.owner("POST", f"/tickets/{waiting.id}/comments", {"text": "9 点"}, expect=201)
    newer = (SAMPLES / "zendesk_tickets.jsonl").read_text().splitlines()[1]
    newer = newer.replace("Opening hours", "Hours").replace(
        '"comments":[',
        '"comments":[{"id":1012,"author_id":20978393,"body":"And Sundays?","public":true,"created_at":"2023-07-23T08:00:00Z"},',
    )
    assert counts(done(shop, take(shop.owner, "tickets", "b.jsonl", newer.encode()))) == (1, 1, 0, 1, 0, 0)
    waiting.refresh_from_db()
    assert waiting.subject == "Opening hours"
    assert TicketEntry.objects.for_actor(shop.system).filter(ticket=waiting, text="And Sundays?").count() == 1


def test_rows_of_one_ticket_are_its_words(shop: Shop) -> None:
    shop.agent("8001", nickname="李明", status="offline")
    first = done(shop, take(shop.owner, "tickets", "comments.csv"))
    second = done(shop, take(shop.owner, "tickets", "comments.csv"))
    assert (counts(first), counts(second)) == ((4, 4, 2, 2, 0, 0), (4, 4, 0, 0, 4, 0))
    ticket = Ticket.objects.for_actor(shop.system).get(subject="空调不制冷")
    said = TicketEntry.objects.for_actor(shop.system).filter(ticket=ticket, kind__in=("comment", "note")).order_by("id")
    assert [(one.author_kind, one.is_public, one.text) for one in said][1:] == [
        ("customer", True, "还是不制冷"), ("user", True, "已安排师傅上门"), ("user", False, "客户着急，加急"),
    ]  # fmt: skip


def test_a_worker_that_is_killed_goes_on_where_it_stood_and_a_cancelled_run_stops(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = take(shop.owner, "tickets", "cfpb_300.csv")
    shop.owner("POST", f"/imports/{run['id']}/start")
    real, batches = running._Taker.take, []

    def killed(self: Any, batch: Any) -> Any:
        outcomes = real(self, batch)
        batches.append(len(batch))
        if len(batches) == 2:
            raise KeyboardInterrupt
        return outcomes

    monkeypatch.setattr(running._Taker, "take", killed)
    with pytest.raises(KeyboardInterrupt):
        imports.carry_on(shop.organization.id, UUID(run["id"]))
    half = shop.owner("GET", f"/imports/{run['id']}")
    assert (half["state"], half["read"]) == ("running", 200)
    assert Ticket.objects.for_actor(shop.system).count() == 200, "the second batch is gone as a whole"
    imports.carry_on(shop.organization.id, UUID(run["id"]))
    over = shop.owner("GET", f"/imports/{run['id']}")
    assert (over["state"], *counts(over)) == ("done", 300, 300, 300, 0, 0, 0)
    assert Ticket.objects.for_actor(shop.system).count() == 300

    # taken back as a whole, as long as nobody worked on one
    assert over["can_undo"]
    undone = shop.owner("POST", f"/imports/{run['id']}/undo")
    assert undone["state"] == "undone" and not Ticket.objects.for_actor(shop.system).exists()
    again = done(shop, take(shop.owner, "tickets", "zh_tickets_25.csv"))
    one = Ticket.objects.for_actor(shop.system).order_by("id").first()
    assert one
    shop.owner("PATCH", f"/tickets/{one.id}", {"subject": "改过"})
    assert shop.owner("POST", f"/imports/{again['id']}/undo", expect=409)["code"] == "imported_in_use"
    assert Ticket.objects.for_actor(shop.system).count() == 25

    stopped = take(shop.owner, "tickets", "cfpb_300.csv")
    shop.owner("POST", f"/imports/{stopped['id']}/start")
    shop.owner("POST", f"/imports/{stopped['id']}/cancel")
    imports.carry_on(shop.organization.id, UUID(stopped["id"]))
    assert shop.owner("GET", f"/imports/{stopped['id']}")["state"] == "cancelled"
    assert Ticket.objects.for_actor(shop.system).count() == 25


def test_questions_replies_staff_and_calls_come_by_their_templates_once(shop: Shop) -> None:
    def twice(kind: str, **options: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        answer = shop.owner.client.get(
            f"/api/v1/imports/templates/{kind}", headers={"Authorization": f"Bearer {shop.owner.token}"}
        )
        runs = [take(shop.owner, kind, f"{kind}.xlsx", answer.content) for _ in range(2)]
        if options:
            shop.owner("PATCH", f"/imports/{runs[0]['id']}", {"options": options})
        first, second = (counts(done(shop, run)) for run in runs)
        return first, second

    both = ((2, 2, 2, 0, 0, 0), (2, 2, 0, 0, 2, 0))
    assert twice("replies", scope="shared") == both
    assert QuickReply.objects.for_actor(shop.system).filter(title="问候", owner=None).count() == 1
    assert twice("agents") == both
    assert {user.employee_number for user in User.objects.for_actor(shop.system)} >= {"8001", "8002"}
    known = Article.objects.for_actor(shop.system).count()
    first, second = twice("faq")
    assert (first[0], first[1], second) == (2, 2, (2, 2, 0, 0, 2, 0))
    assert Article.objects.for_actor(shop.system).count() <= known + 2
    assert twice("contacts") == both
    calls = [done(shop, take(shop.owner, "contacts", "calls.csv")) for _ in range(2)]
    assert [counts(run) for run in calls] == [(3, 2, 2, 0, 0, 1), (3, 2, 0, 0, 2, 1)]
    wang = Customer.objects.for_actor(shop.system).get(name="王芳", identities__value="+8613800138001")
    story = shop.owner("GET", f"/customers/{wang.id}/timeline")["items"]
    assert [(one["title"], one["summary"], one["agent"]) for one in story] == [
        ("通话（呼出，导入）", "已接通 · 0:01:05", "小青"), ("通话（呼入，导入）", "已接通 · 0:02:05 · 咨询空调", "小青"),
    ]  # fmt: skip


def test_only_who_may_and_only_at_home(shop: Shop) -> None:
    run = take(shop.owner, "customers", "客户.xlsx", CUSTOMERS)
    other = make_shop("rival")
    assert other.owner("GET", "/imports")["items"] == []
    other.owner("GET", f"/imports/{run['id']}", expect=404)
    other.owner("POST", f"/imports/{run['id']}/start", expect=404)
    agent = shop.agent("8001", status="offline")
    agent("GET", "/imports", expect=403)
    agent.upload("/imports", "a.csv", "姓名\n王芳".encode(), expect=403, kind="customers")
    assert ImportRun.objects.for_actor(shop.system).count() == 1
    for name, content, code in (
        ("a.pdf", b"%PDF", "table_type"),
        ("a.csv", b"", "table_empty"),
        ("a.xlsx", b"PK", "table_unreadable"),
    ):
        assert shop.owner.upload("/imports", name, content, expect=422, kind="customers")["code"] == code
