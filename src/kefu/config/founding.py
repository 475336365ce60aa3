"""A new organization that can serve at once: roles and owner from accounts, then a calendar, a queue, reasons and a site."""

import csv
from importlib.resources import files

from django.db import transaction

from kefu.contact.conversations import actions as conversations
from kefu.contact.routing import actions as routing
from kefu.contact.routing.models import Disposition
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.calendars import actions as calendars
from kefu.kernel.actor import Actor, system
from kefu.kernel.models import Organization
from kefu.kernel.text import pinyin_key

CONTENT = files("kefu.config.demo") / "content"
OFFICE_HOURS = {str(day): [["09:00", "21:00"]] for day in range(1, 8)}


@transaction.atomic
def create(*, code: str, name: str, admin_email: str, password: str) -> Organization:
    """Found an organization with one brand, one queue, the usual reason tree and a chat site named after its code."""
    organization, owner = accounts.create_organization(code=code, name=name, admin_email=admin_email, password=password)
    actor = account_queries.actor_for_user(owner.id, ip=None) or system(organization.id)
    brand = account_queries.default_brand(actor)
    calendar = calendars.create_calendar(actor, name="服务时间", weekly=OFFICE_HOURS)
    plant_dispositions(actor)
    queue = routing.create_queue(actor, brand_id=brand.id, name="在线客服", calendar_id=calendar.id)
    conversations.create_site(
        actor, brand_id=brand.id, queue_id=queue.id, key=f"{code}-site", name=name[:80], calendar_id=calendar.id
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
