"""What tests of incidents and emergency plans do through the API."""

from __future__ import annotations

from typing import Any

from kefu.service.incidents import actions as incidents

from .conftest import Api, Shop
from .work import id_of, make

FAILED = (
    "付款失败，页面一直转圈",
    "支付失败了，付款页面打不开",
    "微信支付不了，提示付款失败",
    "付款失败怎么办",
    "付款失败，钱扣了没有？",
)
OTHER = (
    "怎么开发票", "衣服尺码偏小想换", "快递三天没动了", "退货地址填哪里", "优惠券过期能补吗", "收到的杯子碎了", "想改收货地址", "积分怎么兑换", "发错颜色了", "保修多久",
    "显示签收但没收到", "能不能送货上门", "会员怎么续费", "门店几点关门", "赠品没有收到", "耳机左边没声音", "想取消订单", "颜色和图片不一样", "什么时候补货", "账号登不上去",
)  # fmt: skip


def report(api: Api, many: int = 20, **body: Any) -> list[Any]:
    return [make(api, subject=FAILED[number % 5], description="", **body) for number in range(many)]


def look(shop: Shop) -> None:
    incidents.look(shop.organization.id)


def found(api: Api, state: str = "open") -> list[Any]:
    return list(api("GET", f"/incidents?state={state}")["items"])


def see(api: Api, incident: Any) -> Any:
    return api("GET", f"/incidents/{incident['id']}")


def told(api: Api, incident: Any) -> list[str]:
    return [one["kind"] for one in api("GET", f"/incidents/{incident['id']}/entries?limit=100")["items"]][::-1]


def do(api: Api, incident: Any, act: str, expect: int = 200, **body: Any) -> Any:
    return api("POST", f"/incidents/{incident['id']}/{act}", body, expect=expect)


def by_hand(api: Api, grade: int = 4, **body: Any) -> Any:
    return api("POST", "/incidents", {"title": "支付渠道故障", "grade": grade, **body}, expect=201)


def ending(api: Api, **changes: Any) -> dict[str, Any]:
    cause = api("GET", "/incident-causes?active=true")[0]
    return {
        "cause_id": cause["id"],
        "measure": "支付渠道增加监控",
        "measure_owner_id": id_of(api),
        "measure_due": "2026-12-31",
        **changes,
    }


def plan(api: Api, name: str = "支付故障", **parts: Any) -> Any:
    return api("POST", "/emergency-plans", {"name": name, **parts}, expect=201)


def switch(api: Api, chosen: Any, act: str = "activate", expect: int = 200, **body: Any) -> Any:
    return api("POST", f"/emergency-plans/{chosen['id']}/{act}", body, expect=expect)


def restore(api: Api, activation: Any, expect: int = 200) -> Any:
    return api("POST", f"/plan-activations/{activation['id']}/restore", expect=expect)


def banners(shop: Shop) -> list[str]:
    return list(Api()("GET", f"/widget/{shop.site.key}/config")["bulletins"])
