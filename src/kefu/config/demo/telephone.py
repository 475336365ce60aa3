"""The telephone of 青禾优选: a hotline with a menu, extensions for the agents, and the line to the demo's own network. Whatever exists already stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kefu.config.demo import service
from kefu.config.demo.organization import COLLEAGUES, SHOP
from kefu.contact.routing.models import Queue
from kefu.contact.telephony import actions, queries
from kefu.contact.telephony.models import Extension, Prompt, Trunk
from kefu.contact.texting import actions as texting
from kefu.foundation.accounts.models import Brand, User
from kefu.foundation.calendars.models import Calendar
from kefu.foundation.sms import actions as sms
from kefu.foundation.sms import queries as sms_queries
from kefu.foundation.sms.models import Sms
from kefu.kernel import clock
from kefu.kernel.actor import Actor

HOTLINE, NAME, LINE = "4000000620", "青禾优选热线", "演示电话网"
ACCOUNT = "carrier"  # as the engine's configuration calls its line to the demo's network
ASKED_TO_RATE, WANTS_NONE = ("13800006201", "13900006202", "13700006203"), "13600006204"
SOUNDS = {"欢迎与菜单": "zh-CN/demo_greeting", "非服务时间": "zh-CN/closed"}


def plant(
    actor: Actor,
    brands: dict[str, Brand],
    queues: dict[str, Queue],
    calendars: dict[str, Calendar],
    people: dict[str, User],
) -> None:
    if not Trunk.objects.for_actor(actor).filter(account=ACCOUNT).exists():
        Trunk.objects.create(organization_id=actor.organization_id, name=LINE, account=ACCOUNT, host="127.0.0.1")
    _short_messages(actor, brands[SHOP], queues)
    reached = set(Extension.objects.for_actor(actor).values_list("user_id", flat=True))
    for colleague in COLLEAGUES:
        if colleague.number and people[colleague.login].id not in reached:
            actions.assign_extension(actor, user_id=people[colleague.login].id)
    if queries.numbers(actor).filter(digits=HOTLINE).exists():
        return
    brand = brands[SHOP]
    said = {name: _prompt(actor, brand, name, sound) for name, sound in SOUNDS.items()}
    flow = queries.flows(actor).filter(brand=brand, name=NAME).first() or actions.save_flow(
        actor, brand_id=brand.id, name=NAME, draft=_draft(said, queues)
    )
    actions.publish_flow(actor, flow.id)
    actions.create_number(
        actor,
        brand_id=brand.id,
        digits=HOTLINE,
        name=NAME,
        flow_id=flow.id,
        calendar_id=calendars[service.AROUND_THE_CLOCK].id,
    )


def _short_messages(actor: Actor, brand: Brand, queues: dict[str, Queue]) -> None:
    """A line that sends nothing anywhere, what went through it, and one who wants none; what is written to it waits with the
    chats, and two queues ask by SMS how the call was."""
    if sms_queries.lines(actor).filter(brand=brand).exists():
        return
    line = sms.create_line(actor, brand_id=brand.id, changes={"provider": "sandbox", "sign": brand.name})
    for name in (service.ONLINE, service.AFTER_SALES):
        actions.set_manner(actor, queues[name].id, {"asks_rating": True, "rating_sms_days": 30})
    for nth, number in reversed(list(enumerate(ASKED_TO_RATE))):
        at = clock.now() - timedelta(days=nth, hours=2)
        Sms.objects.create(
            organization_id=actor.organization_id,
            line=line,
            number=number,
            text=f"【{brand.name}】您对{brand.name}刚才的电话服务满意吗？3天内有效，拒收请回复R",
            purpose="rating",
            fact=f"demo {nth}",
            state=Sms.State.DELIVERED,
            attempts=1,
            created_at=at,
            send_at=at,
            sent_at=at,
            delivered_at=at + timedelta(seconds=4),
        )
    sms.refuse(actor, WANTS_NONE)
    texting.set_queue(actor, line.id, queues[service.ONLINE].id)


def _prompt(actor: Actor, brand: Brand, name: str, sound: str) -> Prompt:
    known = queries.prompts(actor).filter(brand=brand, name=name).first()
    words, content = queries.ready_sound(sound)
    return known or actions.create_prompt(actor, brand_id=brand.id, name=name, words=words, content=content)


def _draft(said: dict[str, Prompt], queues: dict[str, Queue]) -> dict[str, Any]:
    """Hours, then a menu: 1 orders, 2 after-sales, 0 a person, as does whoever presses nothing."""
    lines = {"orders": service.PARCELS, "after_sales": service.AFTER_SALES, "person": service.ONLINE}
    return {
        "start": "hours",
        "nodes": {
            "hours": {"kind": "hours", "open": "menu", "closed": "bye"},
            "menu": {
                "kind": "menu",
                "prompt": str(said["欢迎与菜单"].id),
                "keys": {"1": "orders", "2": "after_sales", "0": "person"},
                "otherwise": "person",
                "tries": 2,
            },
            "bye": {"kind": "end", "prompt": str(said["非服务时间"].id)},
            **{id: {"kind": "queue", "queue_id": str(queues[name].id)} for id, name in lines.items()},
        },
    }
