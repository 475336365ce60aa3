"""An organization gives its customers fields of its own: form, API, import, export and audit log all know them."""

from __future__ import annotations

import io
from typing import Any

import pytest

from kefu.foundation.customers.models import Customer
from kefu.kernel import lines
from kefu.kernel.models import AuditEntry

from .conftest import Api, Shop, make_shop
from .test_exports import rows
from .test_imports import done, table, take

FIELDS: list[dict[str, Any]] = [
    {"code": "card", "name": {"zh-CN": "会员卡号", "en": "Card"}, "kind": "text", "is_required": True},
    {
        "code": "level", "name": {"zh-CN": "客户来源", "en": "Source"}, "kind": "choice",
        "options": [{"code": "shop", "name": {"zh-CN": "门店", "en": "Shop"}}, {"code": "web", "name": {"zh-CN": "官网", "en": "Web"}}],
    },
    {"code": "birthday", "name": {"zh-CN": "生日", "en": "Birthday"}, "kind": "date"},
    {"code": "partner", "name": {"zh-CN": "加盟商", "en": "Partner"}, "kind": "yes_no"},
    {"code": "contact", "name": {"zh-CN": "紧急联系人", "en": "In need"}, "kind": "long"},
]  # fmt: skip
FILLED = {"card": "V-88", "level": "shop", "birthday": "1990-02-28", "partner": True, "contact": "李雷 13800138009"}


def give(shop: Shop, fields: list[dict[str, Any]] = FIELDS, *, expect: int = 200) -> Any:
    return shop.owner("PUT", "/customer-fields", {"fields": fields}, expect=expect)


def make(api: Api, *, expect: int = 201, **body: Any) -> Any:
    return api("POST", "/customers", {"name": "王芳", **body}, expect=expect)


def faults(answer: Any) -> dict[str, str]:
    return {error["field"]: error["message"] for error in answer["errors"]}


def test_a_required_field_is_asked_of_people_and_never_of_what_comes_by_itself(shop: Shop) -> None:
    agent = shop.agent("8001")
    assert agent("GET", "/customer-fields") == {"fields": []}
    early = make(agent, phone="13800138001")
    agent("PUT", "/customer-fields", {"fields": FIELDS}, expect=403)
    kept = give(shop)["fields"]
    assert [(one["code"], one["is_required"], one["is_archived"]) for one in kept][:2] == [
        ("card", True, False),
        ("level", False, False),
    ]
    assert agent("GET", "/customer-fields")["fields"] == kept

    assert faults(make(agent, expect=422)) == {"values.card": "必填"}
    refused = make(
        agent, values={"level": "tv", "birthday": "28.2.", "partner": "ja", "shoe": "42", "card": " "}, expect=422
    )
    assert set(faults(refused)) == {f"values.{code}" for code in ("level", "birthday", "partner", "shoe", "card")}
    assert faults(refused)["values.shoe"] == "没有这个字段，请去掉，或先在设置中添加。"
    made = make(agent, values=FILLED, phone="13800138002")
    assert made["values"] == {**FILLED, "contact": "李雷 138****8009"}, "an agent sees numbers hidden here too"

    visitor = shop.visitor(claims={"name": "张三"})
    path = f"/conversations/{visitor.id}/customer"
    assert faults(shop.owner("POST", path, {"name": "张三"}, expect=422)) == {"values.card": "必填"}
    linked = shop.owner("POST", path, {"name": "张三", "values": {"card": "V-1"}})["customer"]["id"]
    assert shop.owner("GET", f"/customers/{linked}")["values"] == {"card": "V-1"}
    ticket = shop.owner(
        "POST", "/tickets", {"subject": "问", "customer": {"name": "赵敏", "phone": "13800138003"}}, expect=201
    )
    assert ticket["customer"]["name"] == "赵敏", "whom a ticket brings is known without being asked"
    assert agent("PATCH", f"/customers/{early['id']}", {"note": "老客户", "values": {"card": None}})["values"] == {}


def test_values_change_alone_keep_their_hidden_numbers_and_are_recorded(shop: Shop) -> None:
    agent = shop.agent("8001")
    give(shop)
    path = f"/customers/{make(agent, values=FILLED)['id']}"
    seen = agent("GET", path)["values"]
    changed = agent("PATCH", path, {"values": {**seen, "contact": f"{seen['contact']} 父亲", "birthday": None}})
    assert changed["values"]["contact"] == "李雷 138****8009 父亲" and "birthday" not in changed["values"]
    whole = shop.owner("GET", path)["values"]
    assert whole == {"card": "V-88", "level": "shop", "partner": True, "contact": "李雷 13800138009 父亲"}
    assert faults(agent("PATCH", path, {"values": {"card": ""}}, expect=422)) == {"values.card": "必填"}
    assert faults(agent("PATCH", path, {"values": {"shoe": None}}, expect=422)).keys() == {"values.shoe"}
    entry = AuditEntry.objects.for_actor(shop.system).filter(action="customer.updated").latest("id")
    assert entry.before and entry.after
    assert (entry.before["values"]["birthday"], entry.after["values"]) == ("1990-02-28", whole)
    shown = shop.agent("8009", role="supervisor")("POST", f"{path}/numbers")["numbers"]
    assert {"hidden": "138****8009", "number_shown": "13800138009"} in shown
    assert whole in [one["values"] for one in shop.owner("GET", "/customers")["items"]]
    other = make_shop("rival").owner
    assert other("GET", "/customer-fields") == {"fields": []}, "each organization has its own"


def test_what_customers_hold_is_not_lost_and_an_archived_field_rests(shop: Shop) -> None:
    give(shop)
    path = f"/customers/{make(shop.owner, values=FILLED)['id']}"
    card, level, *rest = FIELDS
    for fields in (
        [level, *rest],
        [card, {**level, "options": level["options"][1:]}, *rest],
        [{**card, "kind": "number"}, level, *rest],
    ):
        assert give(shop, fields, expect=409)["code"] == "field_in_use"
    renamed = {**level, "name": {"zh-CN": "渠道"}, "options": level["options"][:1]}
    give(shop, [*reversed(rest), renamed, {**card, "is_archived": True}])
    assert [one["code"] for one in shop.owner("GET", "/customer-fields")["fields"]][-2:] == ["level", "card"]
    make(shop.owner, name="无卡")
    again = shop.owner("PATCH", path, {"values": {**FILLED, "level": None}})["values"]
    assert again["card"] == "V-88" and "level" not in again
    give(shop, [card, *rest])
    actions = AuditEntry.objects.for_actor(shop.system).filter(action="customer_fields.updated")
    assert actions.count() == 3


@pytest.mark.parametrize(
    ("fields", "place", "told"),
    [
        ([{**FIELDS[0], "code": "Karte"}], "fields.Karte", "代码只能用小写字母"),
        ([FIELDS[0], {**FIELDS[0], "name": {"en": "B"}}], "fields.card", "代码重复"),
        ([FIELDS[0], {**FIELDS[0], "code": "b"}], "fields.b", "名称重复"),
        ([{**FIELDS[0], "code": "wechat_id"}], "fields.wechat_id", "请换一个"),
        ([{**FIELDS[0], "name": {"zh-CN": " "}}], "fields.card", "请填写名称"),
        ([{**FIELDS[0], "kind": "colour"}], "fields.card", "没有这种字段类型"),
        ([{**FIELDS[1], "options": []}], "fields.level", "1 到 60 个选项"),
        ([{"code": f"f_{n}", "name": {"zh-CN": None, "en": f"F {n}"}, "kind": "text"} for n in range(101)], "fields", "最多 100 个"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_fields_is_named_at_its_place(shop: Shop, fields: Any, place: str, told: str) -> None:
    refused = give(shop, fields, expect=422)
    assert told in faults(refused)[place]
    assert give(shop, fields[:1] if place == "fields" else [FIELDS[0]])["fields"]


def test_the_template_asks_for_them_and_rows_fill_them(shop: Shop) -> None:
    give(shop)
    answer = shop.owner.client.get(
        "/api/v1/imports/templates/customers", headers={"Authorization": f"Bearer {shop.owner.token}"}
    )
    header = next(cells for _, cells in lines.lines("a.xlsx", io.BytesIO(answer.content)))
    assert list(header)[-5:] == ["会员卡号", "客户来源", "生日", "加盟商", "紧急联系人"]
    columns = ["姓名", "电话", "会员卡号", "Source", "生日", "加盟商"]
    file = table(
        columns,
        ["王芳", "13800138001", "V-1", "门店", "1990-02-28", "是"],
        ["李雷", "13800138002", "", "web", "", "no"],
        ["赵敏", "13800138003", "V-3", "电视", "", ""],
    )
    run = take(shop.owner, "customers", "客户.xlsx", file)
    assert [one["field"] for one in run["columns"]][2:] == [
        f"values.{code}" for code in ("card", "level", "birthday", "partner")
    ]
    assert run["faults"] == [], "who is known already needs none of them"
    run = done(shop, run)
    reasons = [one["reason"] for one in shop.owner("GET", f"/imports/{run['id']}/rejects")["items"]]
    assert (run["created"], reasons) == (1, ["请填写会员卡号", "客户来源“电视”不正确：没有这个选项"])
    again = table(columns, ["王芳", "13800138001", "", "官网", "", ""])
    assert done(shop, take(shop.owner, "customers", "b.xlsx", again))["updated"] == 1
    assert done(shop, take(shop.owner, "customers", "c.xlsx", again))["unchanged"] == 1
    kept = Customer.objects.for_actor(shop.system).get(name="王芳").values
    assert kept == {"card": "V-1", "level": "web", "birthday": "1990-02-28", "partner": True}

    give(
        shop,
        [
            *FIELDS[:-1],
            {**FIELDS[-1], "is_archived": True},
            {"code": "mail", "name": {"zh-CN": "邮箱"}, "kind": "text"},
        ],
    )
    (row,) = rows(shop, shop.owner, "customers")
    assert (row["会员卡号"], row["客户来源"], row["加盟商"], row["邮箱（自定义）"]) == ("V-1", "官网", "是", "")
    (kind,) = [one for one in shop.owner("GET", "/exports/kinds") if one["code"] == "customers"]
    told = {one["code"]: one["means"] for one in kind["columns"]}
    assert told["own_card"] == "贵组织为客户添加的字段" and told["own_contact"] == "贵组织为客户添加的字段，已归档"
