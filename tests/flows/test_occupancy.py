"""Occupancy (占用率) by hand: two hours of which every minute is written down. Time is moved, never waited for."""

from __future__ import annotations

from uuid import UUID

import pytest

from kefu.contact.routing import actions as routing
from kefu.contact.routing.models import Queue
from kefu.kernel import clock, events
from kefu.kernel.ids import new_id

from .conftest import Api, Hours, Shop
from .test_deadlines import me, say
from .test_snoozing import put_off

MINUTE = 60


def figures(shop: Shop) -> dict[str, float]:
    codes = "&".join(f"code={code}" for code in ("occupancy", "concurrency", "aht", "signed_in_time"))
    (line,) = shop.owner("GET", f"/analytics/figures?{codes}")["items"]
    return {code: figure["value"] for code, figure in line["values"].items()}


def close(shop: Shop, agent: Api, conversation: UUID) -> None:
    agent("POST", f"/conversations/{conversation}/close", {"disposition_id": shop.leaf()})
    events.drain()


def test_what_is_put_off_is_no_time_of_service(shop: Shop, hours: Hours) -> None:
    """In an hour online: one chat from 0 to 30, put off from 5 to 25, another from 10 to 15. 15 of 60 minutes."""
    Queue.objects.for_actor(shop.system).update(silence_prompt_seconds=None)
    agent = shop.agent("8001")
    first = shop.visitor("转人工")
    say(agent, first, "仓库查好后告诉您")
    hours.pass_(5 * MINUTE)
    put_off(agent, first, minutes=60)
    hours.pass_(2 * MINUTE)
    assert figures(shop)["occupancy"] == pytest.approx(5 / 7)  # also while it is put off
    hours.pass_(3 * MINUTE)
    second = shop.visitor("转人工")
    say(agent, second, "您好")
    hours.pass_(5 * MINUTE)
    close(shop, agent, second.id)
    hours.pass_(10 * MINUTE)
    first.say("怎么样了")
    say(agent, first, "查到了")
    hours.pass_(5 * MINUTE)
    close(shop, agent, first.id)
    hours.pass_(30 * MINUTE)
    found = figures(shop)
    assert found == {
        "occupancy": pytest.approx(15 / 60),
        "concurrency": pytest.approx(1),
        "aht": (10 + 5) * MINUTE / 2,
        "signed_in_time": 60 * MINUTE,
    }


def test_talk_hold_and_wrap_up_are_handling(shop: Shop, hours: Hours) -> None:
    """300 s of talk with 45 s on hold within 345 s, 90 s of wrap-up, 60 s free: 435 of 495 s, also before it is wrapped up."""
    agent = shop.agent("8001")
    user, call = UUID(me(agent)), new_id()
    routing.open_contact(
        shop.system, channel="phone", subject_id=call, brand_id=shop.queue.brand_id, started_at=clock.now()
    )
    routing.queue_contact(shop.system, call, shop.queue, clock.now())
    work = routing.engage(shop.system, user_id=user, queue=shop.queue, subject_id=call)
    routing.answer_contact(shop.system, call, user, clock.now())
    hours.pass_(345)
    routing.end_contact(shop.system, call, at=clock.now(), ended_by="visitor")
    hours.pass_(30)
    assert figures(shop)["occupancy"] == 1
    hours.pass_(60)
    routing.end(shop.system, work.id)
    hours.pass_(60)
    found = figures(shop)
    assert found["occupancy"] == pytest.approx(0.8788, abs=5e-5)
    assert found["aht"] == 435
    (row,) = shop.owner("GET", "/contacts?only=handled")["items"]
    assert row["handle_seconds"] == 435
