"""What a help centre asks for and where it goes, as the settings say."""

from __future__ import annotations

from .conftest import Shop
from .help import opened, tickets


def test_the_settings_say_what_comes_in_and_where_it_goes(shop: Shop) -> None:
    (row,) = shop.owner("GET", "/help-centres")
    assert (row["id"], row["is_on"], row["takes_tickets"]) == (str(shop.site.id), False, True)
    guest = opened(shop, takes_tickets=False)
    assert "提交工单" not in guest.get()
    assert "暂不接受工单" in guest.get("/new", expect=403)
    asking = {
        "fields": [
            {"code": "model", "name": {"zh-CN": "型号"}, "kind": "text", "is_required": True},
            {
                "code": "under_warranty",
                "name": {"zh-CN": "在保", "en": "Under warranty"},
                "kind": "yes_no",
                "is_required": True,
            },
            {
                "code": "place",
                "name": {"zh-CN": "地区"},
                "kind": "choice",
                "is_required": True,
                "options": [{"code": "sh", "name": {"zh-CN": "上海"}}],
            },
            {"code": "secret", "name": {"zh-CN": "内部"}, "kind": "text"},
        ],
        "start": "new",
        "reopens": "new",
        "stages": [
            {"code": "new", "name": {"zh-CN": "新"}, "category": "open", "moves": ["done"]},
            {"code": "done", "name": {"zh-CN": "完"}, "category": "done", "moves": []},
        ],
    }
    made = shop.owner("POST", "/ticket-types", {"code": "ask", "name_zh": "登记", "definition": asking}, expect=201)
    shop.owner("PATCH", f"/help-centres/{shop.site.id}", {"takes_tickets": True, "type_id": made["id"]})
    asked = guest.fill(own_model="K-1", own_place="bj", own_under_warranty="no", expect=422)
    assert "没有这个选项" in asked and 'value="K-1"' in asked and "own_secret" not in asked
    assert "必填" in guest.fill(own_under_warranty="no", own_place="sh", expect=422)
    both = guest.fill(subject="", own_under_warranty="no", own_place="sh", expect=422)
    assert "请用一句话说明问题" in both and "必填" in both, "what is wrong is told at once, of every field"
    assert tickets(shop) == []
    guest.fill(own_model="K-1", own_place="sh", own_under_warranty="no", own_secret="x")
    (filled,) = tickets(shop)
    assert shop.owner("GET", f"/tickets/{filled['id']}")["values"] == {
        "model": "K-1",
        "under_warranty": False,
        "place": "sh",
    }
    assert 'for="own_under_warranty">Under warranty' in guest.get("/new?lang=en")
    repair = next(row for row in shop.owner("GET", "/ticket-types") if row["code"] == "repair")
    shop.owner("PATCH", f"/help-centres/{shop.site.id}", {"takes_tickets": True, "type_id": repair["id"]})
    guest.fill()
    assert tickets(shop)[0]["type"]["code"] == "repair"
    shop.owner("PATCH", f"/ticket-types/{repair['id']}", {"is_active": False})
    guest.fill(subject="仍然能提交")
    assert tickets(shop)[0]["type"]["code"] == "request"
    audited = [row["action"] for row in shop.owner("GET", "/audit")["items"]]
    assert "help_centre.updated" in audited
