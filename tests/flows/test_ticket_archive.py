"""The archive of `kefu bench tickets` at a tiny size, and lists of it page by page."""

from __future__ import annotations

from typing import Any

from kefu.config.bench import ticket_seed, tickets
from kefu.foundation.customers import actions as customers
from kefu.kernel.models import Organization

from .conftest import Shop
from .work import do, id_of, make


def planted(shop: Shop, wanted: int) -> dict[str, Any]:
    agent = shop.agent("7401")
    customer = customers.create(shop.system, name="王芳", phone="13800138000", brand_id=shop.site.brand_id)
    ticket = make(agent, customer_id=str(customer.id), type="request")
    do(agent, ticket, "assign", owner_id=id_of(agent))
    Organization.objects.update(is_demo=True)
    return ticket_seed.plant(wanted)


def test_an_archive_is_planted_found_and_grows(shop: Shop) -> None:
    first = planted(shop, 60)
    assert (first["tickets"], first["entries"], len(first["ids"])) == (60, 300, 60)
    ticket_seed.plant(240)
    found = shop.owner("GET", "/tickets?q=T-B-00000123&state=any")["items"]
    assert [one["number"] for one in found] == ["T-B-00000123"]
    goods = found[0]["subject"][:2]
    named = shop.owner("GET", f"/tickets?q={goods}&state=any&limit=200")["items"]
    assert found[0]["id"] in [one["id"] for one in named]
    assert all(goods in one["subject"] for one in named)
    history = shop.owner("GET", f"/tickets/{found[0]['id']}/entries")["items"]
    assert len(history) == ticket_seed.ENTRIES


def test_pages_by_due_time_hold_each_ticket_once(shop: Shop) -> None:
    planted(shop, 600)
    seen: list[tuple[str, str]] = []
    after = ""
    while True:
        page = shop.owner("GET", f"/tickets?view=overdue&limit=3{after}")
        seen += [(one["due_at"], one["id"]) for one in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(seen) > 3
    assert seen == sorted(set(seen))


def test_growth_is_the_largest_archive_against_the_smallest() -> None:
    course = [{"tickets": 10, "list_p95_ms": 4.0, "seeded_in_s": 1.0}, {"tickets": 1000, "list_p95_ms": 6.0}]
    assert tickets.growth(course) == {"list_p95_ms": 1.5}
