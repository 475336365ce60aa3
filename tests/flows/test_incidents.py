"""What many report at once: found, graded, somebody called, ended with cause and measure. Time is moved, never waited for."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kefu.foundation.customers import actions as customers
from kefu.kernel import clock, events
from kefu.kernel.tests.events import in_threads
from kefu.service.incidents import actions as incidents
from kefu.service.incidents.models import Incident, PlanActivation

from .conftest import Hours, Shop, make_shop
from .incident import FAILED, OTHER, banners, by_hand, do, ending, found, look, plan, report, restore, see, switch, told
from .work import id_of, make, notices


def test_twenty_that_say_the_same_are_one_incident_and_twenty_others_are_none(shop: Shop, hours: Hours) -> None:
    for subject in OTHER:
        make(shop.owner, subject=subject, description="")
    report(shop.owner, 19)
    look(shop)
    assert found(shop.owner) == []
    reported = report(shop.owner, 1)
    look(shop)
    look(shop)
    (incident,) = found(shop.owner)
    assert (incident["count"], incident["grade"], incident["state"]) == (20, 4, "open")
    assert incident["title"] in FAILED
    links = shop.owner("GET", f"/incidents/{incident['id']}/links?limit=100")["items"]
    assert {one["subject"] for one in links} == set(FAILED)
    assert len(links) == 20
    (mine,) = shop.owner("GET", f"/tickets/{reported[0]['id']}/incidents")
    assert mine["number"] == incident["number"]
    assert notices(shop.owner, "incident") == [f"发现异常 {incident['number']}：{incident['title']}（20 件相似）"]

    hours.pass_(3_600)
    report(shop.owner, 3)
    make(shop.owner, subject="怎么开发票", description="")
    look(shop)
    (incident,) = found(shop.owner)
    assert incident["count"] == 23, "later ones belong to it while it is open"
    assert told(shop.owner, incident) == ["opened", "linked"]

    do(shop.owner, incident, "confirm")
    do(shop.owner, incident, "close", **ending(shop.owner))
    report(shop.owner, 19)
    look(shop)
    assert found(shop.owner) == []
    report(shop.owner, 1)
    look(shop)
    assert [one["count"] for one in found(shop.owner)] == [20], "another burst is another incident"


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_once_make_one() -> None:
    shop = make_shop("acme")
    report(shop.owner, 20)
    in_threads(*[lambda: look(shop)] * 3)
    assert [one["count"] for one in found(shop.owner)] == [20]


def test_the_worker_looks_after_a_burst_without_being_asked_and_only_once(shop: Shop) -> None:
    report(shop.owner, 5)
    events.drain()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'kefu.service.incidents.jobs.look'"
            " AND status = 'todo' AND args->>'organization_id' = %s",
            [str(shop.organization.id)],
        )
        assert cursor.fetchall() == [(1,)]


def test_a_look_reads_the_newest_by_the_index_however_many_there_are(shop: Shop) -> None:
    report(shop.owner, 3)
    with CaptureQueriesContext(connection) as queries:
        look(shop)
    (read,) = [one["sql"] for one in queries if 'FROM "tickets_ticket"' in one["sql"]]
    assert "LIMIT 1000" in read
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")  # as though there were many
        cursor.execute(f"EXPLAIN {read}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "tickets_newest" in plan and "Sort" not in plan, plan


def test_conversations_and_types_are_bursts_too_by_rules_that_are_data(shop: Shop, hours: Hours) -> None:
    rule = {"name": "会话激增", "source": "conversations", "count": 4, "minutes": 5}
    shop.owner("POST", "/detection-rules", {**rule, "by": "type"}, expect=422)
    made = shop.owner("POST", "/detection-rules", rule, expect=201)
    shop.owner("POST", "/detection-rules", rule, expect=409)
    for words in FAILED[:4]:
        shop.visitor(words)
    look(shop)
    (incident,) = found(shop.owner)
    assert (incident["source"], incident["count"]) == ("conversations", 4)
    shop.owner("DELETE", f"/detection-rules/{made['id']}", expect=204)

    (usual,) = shop.owner("GET", "/detection-rules")
    changed = shop.owner("PATCH", f"/detection-rules/{usual['id']}", {"by": "type", "count": 3})
    assert (changed["by"], changed["minutes"]) == ("type", 10)
    for subject in OTHER[:2]:
        make(shop.owner, subject=subject)
    hours.pass_(700)
    make(shop.owner, subject=OTHER[2])
    look(shop)
    assert len(found(shop.owner)) == 1, "two of the three are older than the rule's ten minutes"
    for subject in OTHER[3:5]:
        make(shop.owner, subject=subject)
    look(shop)
    assert [one["count"] for one in found(shop.owner)] == [3, 4]


def test_it_grows_graver_by_its_count_and_by_important_customers_and_stays_where_somebody_put_it(shop: Shop) -> None:
    shop.owner("PATCH", "/incident-policy", {"grade_1": 5, "grade_2": 9}, expect=422)
    policy = {"grade_1": 40, "grade_2": 30, "grade_3": 22, "important_percent": 50, "paged_grades": []}
    assert shop.owner("PATCH", "/incident-policy", policy)["confirm_minutes"] == 5
    report(shop.owner, 20)
    look(shop)
    (incident,) = found(shop.owner)
    report(shop.owner, 2)
    look(shop)
    assert see(shop.owner, incident)["grade"] == 3
    vip = customers.create(shop.system, name="王芳", phone="13800138000", brand_id=shop.site.brand_id)
    shop.owner("PATCH", f"/customers/{vip.id}", {"tier": "vip"})
    report(shop.owner, 23, customer_id=str(vip.id))
    look(shop)
    grown = see(shop.owner, incident)
    assert (grown["count"], grown["important"], grown["grade"]) == (45, 23, 1)
    graded = do(shop.owner, incident, "grade", grade=3, reason="渠道已恢复，仅余波")
    assert (graded["grade"], graded["grade_is_by_hand"]) == (3, True)
    report(shop.owner, 10)
    look(shop)
    assert (see(shop.owner, incident)["count"], see(shop.owner, incident)["grade"]) == (55, 3)


def test_a_grave_one_calls_who_has_duty_then_the_next_and_every_step_has_its_time(shop: Shop, hours: Hours) -> None:
    lead, second, boss = (shop.agent(number, role="supervisor") for number in ("6601", "6602", "6603"))
    always = {"kind": "lead", "weekdays": [1, 2, 3, 4, 5, 6, 7], "begins": "00:00", "ends": "00:00"}
    for place, api in enumerate((lead, second), start=1):
        shop.owner("POST", "/duty-shifts", {**always, "user_id": id_of(api), "place": place}, expect=201)
    started = clock.now()
    incident = by_hand(shop.owner, grade=1)
    assert [len(notices(api, "incident_paged")) for api in (lead, second, boss, shop.owner)] == [1, 0, 0, 0]
    hours.pass_(299)
    assert incidents.sweep() == 0
    hours.pass_(2)
    assert (incidents.sweep(), incidents.sweep()) == (1, 0)
    assert [len(notices(api, "incident_paged")) for api in (lead, second, boss, shop.owner)] == [1, 1, 0, 0]
    for _ in range(2):
        hours.pass_(301)
        incidents.sweep()
    assert len(notices(boss, "incident_paged")) == 1
    assert len(notices(shop.owner, "incident_paged")) == 1, "the owners come last"
    assert [(one["role"], one["step"]) for one in see(shop.owner, incident)["pages"]] == [
        ("lead", 1), ("lead", 2), ("above", 3), ("top", 4),
    ]  # fmt: skip
    confirmed = do(boss, incident, "confirm")
    assert (confirmed["state"], confirmed["owner"]["id"], confirmed["page_due_at"]) == ("confirmed", id_of(boss), None)
    pages = confirmed["pages"]
    assert [one["confirmed_at"] is not None for one in pages] == [False, False, True, False]
    waits = [(datetime.fromisoformat(one["paged_at"]) - started).total_seconds() for one in pages]
    assert [round(wait) for wait in waits] == [0, 301, 602, 903]
    hours.pass_(3_600)
    assert incidents.sweep() == 0
    assert "小6603 已确认" in do(lead, incident, "confirm", expect=409)["detail"]
    assert told(shop.owner, incident) == ["opened", "paged", "paged", "paged", "paged", "confirmed"]


def test_that_nobody_has_duty_or_nobody_confirms_is_said(shop: Shop, hours: Hours) -> None:
    robot = shop.owner("POST", "/group-robots", {"kind": "sandbox", "name": "群", "events": ["incident"]}, expect=201)
    incident = by_hand(shop.owner, grade=1)
    assert told(shop.owner, incident)[:2] == ["opened", "nobody_on_duty"]
    hours.pass_(301)
    incidents.sweep()
    hours.pass_(301)
    incidents.sweep()
    assert told(shop.owner, incident)[-1] == "nobody_confirmed"
    assert notices(shop.owner, "incident_paged")[0].endswith("无人确认：支付渠道故障")
    events.drain()
    said = shop.owner("GET", f"/group-robots/{robot['id']}/messages")["items"]
    assert said[-1]["title"] == f"1 级异常 {incident['number']}"


def test_it_is_closed_with_cause_and_measure_only_and_what_comes_again_is_marked_on_both(
    shop: Shop, hours: Hours
) -> None:
    first = by_hand(shop.owner, ticket_ids=[make(shop.owner)["id"]])
    assert first["count"] == 1
    do(shop.owner, first, "close", 409, **ending(shop.owner))
    do(shop.owner, first, "confirm")
    do(shop.owner, first, "handle")
    refused = do(shop.owner, first, "close", 422, cause_note="渠道侧证书过期", measure=" ")
    assert [one["field"] for one in refused["errors"]] == ["cause_id", "measure", "measure_owner_id", "measure_due"]
    assert see(shop.owner, first)["state"] == "handling"
    closed = do(shop.owner, first, "close", **ending(shop.owner))
    assert (closed["state"], closed["measure"], closed["is_repeat"]) == ("closed", "支付渠道增加监控", False)
    do(shop.owner, first, "grade", 409, grade=1, reason="晚了")

    hours.pass_(29 * 86_400)
    second = by_hand(shop.owner)
    do(shop.owner, second, "confirm")
    closed = do(shop.owner, second, "close", **ending(shop.owner))
    assert [one["number"] for one in closed["repeats"]] == [first["number"]]
    assert [one["number"] for one in see(shop.owner, first)["repeats"]] == [second["number"]]
    assert [one["is_repeat"] for one in found(shop.owner, "closed")] == [True, True]
    assert told(shop.owner, first)[-1] == told(shop.owner, second)[-1] == "repeat"
    other = shop.owner("GET", "/incident-causes")[1]["id"]
    third = by_hand(shop.owner)
    do(shop.owner, third, "confirm")
    assert do(shop.owner, third, "close", **ending(shop.owner, cause_id=other))["repeats"] == []
    shop.owner("DELETE", f"/incident-causes/{other}", expect=409)


def test_another_organization_sees_and_feels_nothing(shop: Shop) -> None:
    other = make_shop("rival")
    report(shop.owner, 20)
    look(shop)
    look(other)
    (incident,) = found(shop.owner)
    on = switch(shop.owner, plan(shop.owner, banner_zh="故障", answer_zh="故障"))
    assert found(other.owner, "any") == [] == banners(other)
    other.owner("GET", f"/incidents/{incident['id']}", expect=404)
    restore(other.owner, on, expect=404)
    assert notices(other.owner, "incident") == []
    by_hand_body = {"title": "x", "grade": 4, "ticket_ids": [make(shop.owner)["id"]]}
    other.owner("POST", "/incidents", by_hand_body, expect=404)
    assert (
        Incident.objects.for_actor(other.system).count() == PlanActivation.objects.for_actor(other.system).count() == 0
    )
