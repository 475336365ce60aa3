"""How 青禾优选 is reached: calendars, queues and chat sites, and what it knows. Whatever exists already stays as it is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kefu.config import founding
from kefu.config.demo.organization import AFTERSALES, BANK, ENGLISH, ON_THE_WAY, PRESALE, REFUND, SHOP, TRAVEL
from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations import queries as conversation_queries
from kefu.contact.conversations.models import Site
from kefu.contact.replies import actions as replies
from kefu.contact.replies.models import QuickReply
from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.contact.routing.models import Queue
from kefu.contact.scripts import actions as scripts
from kefu.contact.scripts import queries as script_queries
from kefu.contact.sorting import actions as sorting
from kefu.contact.sorting import queries as sorting_queries
from kefu.foundation.accounts.models import Brand, Skill, User
from kefu.foundation.calendars import actions as calendars
from kefu.foundation.calendars.models import Calendar
from kefu.foundation.knowledge import actions as knowledge
from kefu.foundation.knowledge.models import Article
from kefu.kernel.actor import Actor
from kefu.service.incidents import actions as incidents
from kefu.service.incidents import queries as incident_queries
from kefu.service.portal import actions as portal
from kefu.service.portal import queries as portal_queries

OFFICE_HOURS, AROUND_THE_CLOCK = "服务时间", "全天服务"
ALL_DAY = {str(day): [["00:00", "24:00"]] for day in range(1, 8)}

ONLINE, AFTER_SALES, JOURNEYS, BANKING = "在线客服", "售后组", "出行客服", "Bank support"
PRE_SALES, PARCELS, MONEY = "售前组", "物流组", "退款与发票组"


@dataclass(frozen=True, slots=True)
class Line:
    """A queue: the smallest levels of skills that serve, and whether an agent is asked before getting work."""

    brand: str
    skills: tuple[tuple[str, int], ...] = ()
    asks_first: bool = False


LINES = {
    ONLINE: Line(SHOP),
    AFTER_SALES: Line(SHOP, ((AFTERSALES, 3),)),
    PRE_SALES: Line(SHOP, ((PRESALE, 2),)),
    PARCELS: Line(SHOP),
    MONEY: Line(SHOP, ((REFUND, 1),)),
    JOURNEYS: Line(TRAVEL, ((ON_THE_WAY, 1),)),
    BANKING: Line(BANK, ((ENGLISH, 2),), asks_first=True),
}


ROUTES = {
    "inquiry": (PRE_SALES, False),
    "inquiry-product": (PRE_SALES, True),
    "inquiry-service-delivery": (PARCELS, False),
    "query-logistics": (PARCELS, True),
    "handle-order": (PARCELS, False),
    "query-refund": (MONEY, True),
    "handle-invoice": (MONEY, True),
    "query-invoice": (MONEY, False),
    "handle-aftersale": (AFTER_SALES, True),
    "handle-appointment": (AFTER_SALES, False),
    "repair": (AFTER_SALES, False),
    "complaint": (AFTER_SALES, False),
}
"""Reasons of the shop, the queue of each, and whether customers may choose it."""

CLUES = (
    ("page", "/invoice", "handle-invoice"),
    ("page", "/track", "query-logistics"),
    ("page", "/refund", "query-refund"),
    ("knowledge", "物流配送", "query-logistics"),
    ("knowledge", "退换货", "handle-aftersale"),
    ("knowledge", "退款", "query-refund"),
    ("knowledge", "发票", "handle-invoice"),
    ("knowledge", "商品咨询", "inquiry-product"),
    ("knowledge", "售后保修", "repair"),
    ("knowledge", "安装服务", "handle-appointment"),
)


@dataclass(frozen=True, slots=True)
class Window:
    """A chat site, with the questions it suggests in each language; those in its own are in the FAQ word for word."""

    key: str
    name: str
    brand: str
    queue: str
    locale: str
    greeting: Mapping[str, str]
    chips: Mapping[str, tuple[str, ...]]


WINDOWS = (
    Window(
        "demo-site", "青禾优选官网", SHOP, ONLINE, "zh-CN",
        {"zh-CN": "您好，请问有什么可以帮您？", "en": "Hello, how can we help you?"},
        {
            "zh-CN": ("我的快递到哪了", "怎么申请退款", "如何开发票", "优惠券怎么用"),
            "en": ("Where is my parcel?", "How do I get a refund?", "How do I get an invoice?", "How do I use a coupon?"),
        },
    ),
    Window(
        "demo-travel", "青禾出行小程序", TRAVEL, JOURNEYS, "zh-CN",
        {"zh-CN": "您好，青禾出行为您服务，请问有什么可以帮您？", "en": "Hello, this is Qinghe Travel. How can we help you?"},
        {
            "zh-CN": ("怎么还在出票中", "退票扣多少钱", "怎么改签车票？", "怎么预约快递上门取件？"),
            "en": ("My ticket is not issued yet", "How do I refund a train ticket?", "How do I change my train?"),
        },
    ),
    Window(
        "demo-bank", "Qinghe Bank", BANK, BANKING, "en",
        {"zh-CN": "您好，请问有什么可以帮您？（本窗口为英文演示）", "en": "Hello, welcome to Qinghe Bank. How can we help you?"},
        {
            "en": (
                "When will my new card be delivered?", "Why was I charged a fee for a card payment?",
                "Can I change my PIN online?", "I lost my card. Can you help me?",
            ),
        },
    ),
)  # fmt: skip

LIBRARIES = (
    ("faq.en.csv", BANK, "en"),
    ("faq.travel.zh-CN.csv", TRAVEL, "zh-CN"),
    ("faq.zh-CN.csv", SHOP, "zh-CN"),  # last, so that the knowledge list begins with it
)


REPLIES = {"quick_replies.zh-CN.csv": SHOP, "quick_replies.en.csv": BANK}


def plant_calendars(actor: Actor) -> dict[str, Calendar]:
    """Office hours to look at and change; the demo itself never closes, whenever somebody tries it."""
    found = {calendar.name: calendar for calendar in Calendar.objects.for_actor(actor)}
    if OFFICE_HOURS not in found:
        found[OFFICE_HOURS] = calendars.create_calendar(actor, name=OFFICE_HOURS, weekly=founding.OFFICE_HOURS)
    if AROUND_THE_CLOCK not in found:
        found[AROUND_THE_CLOCK] = calendars.create_calendar(
            actor, name=AROUND_THE_CLOCK, weekly=ALL_DAY, follows_statutory_holidays=False
        )
    return found


def plant_queues(
    actor: Actor, brands: dict[str, Brand], skills: dict[str, Skill], calendars: dict[str, Calendar]
) -> dict[str, Queue]:
    found = {queue.name: queue for queue in routing_queries.queues(actor)}
    for name, line in LINES.items():
        if name not in found:
            settings: dict[str, Any] = {
                "assignment": Queue.Assignment.OFFER if line.asks_first else Queue.Assignment.AUTOMATIC,
                "skills": {str(skills[code].id): level for code, level in line.skills},
                "calendar_id": calendars[AROUND_THE_CLOCK].id,
            }
            found[name] = routing.create_queue(actor, brand_id=brands[line.brand].id, name=name, **settings)
    return {name: found[name] for name in LINES}


def plant_sites(
    actor: Actor, brands: dict[str, Brand], queues: dict[str, Queue], calendars: dict[str, Calendar]
) -> dict[str, Site]:
    """The chat sites by key."""
    found = {site.key: site for site in conversation_queries.sites(actor)}
    for window in WINDOWS:
        if window.key not in found:
            found[window.key] = conversations.create_site(
                actor,
                brand_id=brands[window.brand].id,
                queue_id=queues[window.queue].id,
                key=window.key,
                name=window.name,
                calendar_id=calendars[AROUND_THE_CLOCK].id,
                locale=window.locale,
                settings={
                    "color": brands[window.brand].color,
                    "greeting": dict(window.greeting),
                    "chips": {language: list(texts) for language, texts in window.chips.items()},
                },
            )
    return {window.key: found[window.key] for window in WINDOWS}


def plant_help_centres(actor: Actor, sites: dict[str, Site]) -> None:
    """Open on every site that nobody has decided about."""
    for row in portal_queries.settings(actor):
        if row._state.adding and row.site_id in {site.id for site in sites.values()}:
            portal.set_help_centre(actor, row.site_id, {"is_on": True})


def plant_dispositions(actor: Actor) -> None:
    if not routing_queries.dispositions(actor):
        founding.plant_dispositions(actor)


def plant_rating_reasons(actor: Actor, leader: User) -> None:
    """What customers blame on the business comes to the team leader."""
    if not routing_queries.rating_reasons(actor).exists():
        founding.plant_rating_reasons(actor, business_owner_id=leader.id)


def plant_incidents(actor: Actor) -> None:
    """The usual rule and causes, after the past: looking begins with what comes in."""
    if not incident_queries.causes(actor).exists():
        incidents.plant_standard(actor, locale="zh-CN")


def plant_scripts(actor: Actor, brands: dict[str, Brand]) -> None:
    """What an agent says and asks step by step, bound to a branch of the reasons."""
    if script_queries.scripts(actor).exists():
        return
    reasons = {reason.code: reason.id for reason in routing_queries.dispositions(actor)}
    for told in json.loads((founding.CONTENT / "scripts.json").read_text(encoding="utf-8")):
        body = {"brand_id": brands[SHOP].id, "name": told["name"], "draft": {"steps": told["steps"]}}
        made = scripts.create_script(actor, {**body, "disposition_id": reasons[told["reason"]]})
        scripts.publish_script(actor, made.id)


def plant_sorting(actor: Actor, brands: dict[str, Brand], queues: dict[str, Queue]) -> None:
    """Where each reason leads in the shop, and what the bot's answers and the shop's pages tell."""
    shop = brands[SHOP].id
    if sorting_queries.routes(actor).filter(brand_id=shop).exists():
        return
    reasons = {reason.code: reason.id for reason in routing_queries.dispositions(actor)}
    for position, (code, (queue, is_choice)) in enumerate(ROUTES.items()):
        sorting.create_route(
            actor,
            {
                "brand_id": shop,
                "disposition_id": reasons[code],
                "queue_id": queues[queue].id,
                "is_choice": is_choice,
                "position": position,
            },
        )
    for position, (kind, value, code) in enumerate(CLUES):
        sorting.create_rule(
            actor,
            {"brand_id": shop, "kind": kind, "value": value, "disposition_id": reasons[code], "position": position},
        )


def plant_knowledge(actor: Actor, brands: dict[str, Brand]) -> None:
    """Fill the knowledge base of each brand that has none; what somebody wrote since is not overwritten."""
    for name, brand, locale in LIBRARIES:
        if not Article.objects.for_actor(actor).filter(brand=brands[brand]).exists():
            knowledge.import_articles(
                actor,
                name=name,
                content=(founding.CONTENT / name).read_bytes(),
                brand_id=brands[brand].id,
                locale=locale,
            )


def plant_replies(actor: Actor, brands: dict[str, Brand]) -> None:
    """Quick replies for the whole brand, where it has none."""
    for name, brand in REPLIES.items():
        if not QuickReply.objects.for_actor(actor).filter(brand=brands[brand]).exists():
            content = (founding.CONTENT / name).read_bytes()
            replies.import_replies(actor, name=name, content=content, scope="shared", brand_id=brands[brand].id)
