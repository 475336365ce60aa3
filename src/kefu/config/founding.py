"""A new organization that can serve at once: roles and owner from accounts, then a calendar, a queue, reasons and a site."""

import csv
from importlib.resources import files
from uuid import UUID

from django.db import transaction

from kefu.contact.conversations import actions as conversations
from kefu.contact.routing import actions as routing
from kefu.contact.routing.models import Disposition, RatingReason
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.calendars import actions as calendars
from kefu.kernel.actor import Actor, system
from kefu.kernel.i18n import Language, Text
from kefu.kernel.models import Organization, Profile
from kefu.kernel.text import pinyin_key
from kefu.service.incidents import actions as incidents
from kefu.service.tickets import actions as tickets

CONTENT = files("kefu.config.demo") / "content"
OFFICE_HOURS = {str(day): [["09:00", "21:00"]] for day in range(1, 8)}
CALENDAR = Text("服务时间", "Service hours")
QUEUE = Text("在线客服", "Online service")
RATING_REASONS = {
    RatingReason.Family.AGENT: (
        Text("态度好坏", "Attitude"),
        Text("回复速度", "Speed"),
        Text("专业程度", "Expertise"),
        Text("没听懂问题", "Did not understand"),
    ),
    RatingReason.Family.BUSINESS: (
        Text("价格", "Price"),
        Text("商品质量", "Product quality"),
        Text("物流", "Delivery"),
        Text("规则不合理", "Rules"),
        Text("系统故障", "System fault"),
    ),
}


@transaction.atomic
def create(
    *,
    code: str,
    name: str,
    admin_email: str = "",
    admin_mobile: str = "",
    password: str,
    profile: str = Profile.GROUP,
    locale: Language = "zh-CN",
) -> Organization:
    """Found an organization with one brand, one queue, the usual reason tree and a chat site named after its code.

    `locale` is the language of the owner, of the site and of what bears one name only.
    """
    organization, owner = accounts.create_organization(
        code=code,
        name=name,
        admin_email=admin_email,
        admin_mobile=admin_mobile,
        password=password,
        profile=profile,
        locale=locale,
    )
    actor = account_queries.actor_for_user(owner.id, ip=None) or system(organization.id)
    brand = account_queries.default_brand(actor)
    calendar = calendars.create_calendar(actor, name=CALENDAR.in_language(locale), weekly=OFFICE_HOURS)
    plant_dispositions(actor)
    plant_rating_reasons(actor, business_owner_id=None)
    tickets.plant_standard(actor, calendar_id=calendar.id, locale=locale)
    incidents.plant_standard(actor, locale=locale)
    queue = routing.create_queue(actor, brand_id=brand.id, name=QUEUE.in_language(locale), calendar_id=calendar.id)
    conversations.create_site(
        actor,
        brand_id=brand.id,
        queue_id=queue.id,
        key=f"{code}-site",
        name=name[:80],
        calendar_id=calendar.id,
        locale=locale,
    )
    return organization


def plant_dispositions(actor: Actor) -> None:
    """The usual reason tree (咨询分类), to be adapted by its owner."""
    nodes: dict[str, Disposition] = {}
    with (CONTENT / "dispositions.csv").open(encoding="utf-8-sig") as file:
        for position, row in enumerate(csv.DictReader(file)):
            nodes[row["code"]] = Disposition(
                organization_id=actor.organization_id,
                parent=nodes.get(row["parent"]),
                code=row["code"],
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                pinyin=pinyin_key(row["name_zh"]),
                position=position,
            )
    Disposition.objects.bulk_create(nodes.values())


def plant_rating_reasons(actor: Actor, *, business_owner_id: UUID | None) -> None:
    """The usual reasons of a rating (评价原因), to be adapted; those of the business may belong to somebody at once."""
    RatingReason.objects.bulk_create(
        RatingReason(
            organization_id=actor.organization_id,
            family=family,
            name_zh=name.zh,
            name_en=name.en,
            owner_id=business_owner_id if family == RatingReason.Family.BUSINESS else None,
            position=position,
        )
        for family, names in RATING_REASONS.items()
        for position, name in enumerate(names)
    )
