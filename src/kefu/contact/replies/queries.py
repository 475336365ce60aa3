"""Who sees which replies, and how they are found."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from kefu.contact.routing import queries as routing
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import tables
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import current
from kefu.kernel.tenancy import one
from kefu.kernel.text import fold

from . import permissions, rules
from .models import QuickReply

MAX_FOUND = 50
_SAMPLES = {
    "zh-CN": (
        ("售后/退款", "tk", "退款到账时间", "您好，{客户姓名}，退款会在 7 天内原路退回，请您留意账户。", "", ""),
        ("通用", "hi", "欢迎语", "您好，我是{昵称}，很高兴为您服务！", "", ""),
    ),
    "en": (
        ("Returns/Refunds", "rf", "When the refund arrives", "Hello {customer_name}, refunds take 7 days.", "", ""),
        ("General", "hi", "Welcome", "Hello, this is {agent_name}. How can I help you?", "", ""),
    ),
}


def visible(actor: Actor) -> QuerySet[QuickReply]:
    """The actor's own replies, their teams', and what everybody has; who maintains the shared ones sees all of those."""
    actor.require(permissions.USE)
    rows = QuickReply.objects.for_actor(actor)
    if actor.kind == "system":
        return rows
    mine = Q(owner_id=actor.user_id)
    if actor.may(permissions.MANAGE):
        return rows.filter(mine | Q(owner=None))
    return rows.filter(mine | Q(owner=None, team=None) | Q(owner=None, team_id__in=accounts.team_ids_of(actor)))


def get(actor: Actor, reply_id: UUID) -> QuickReply:
    return one(visible(actor).filter(id=reply_id))


def listed(
    actor: Actor,
    *,
    text: str = "",
    scope: str | None = None,
    folder: str | None = None,
    brand_id: UUID | None = None,
    team_id: UUID | None = None,
) -> QuerySet[QuickReply]:
    """For the management page: narrowed by whose they are, by folder (with those in it) and by words."""
    rows = visible(actor)
    if scope:
        whose = {"own": ~Q(owner=None), "team": ~Q(team=None), "shared": Q(owner=None, team=None)}
        rows = rows.filter(whose[scope])
    if folder is not None:
        rows = rows.filter(_inside(folder))
    if brand_id:
        rows = rows.filter(Q(brand_id=brand_id) | Q(brand=None))
    if team_id:
        rows = rows.filter(team_id=team_id)
    return rows.filter(_matches(text)) if text.strip() else rows


def search(
    actor: Actor,
    text: str,
    *,
    brand_id: UUID | None = None,
    queue_id: UUID | None = None,
    folder: str | None = None,
    limit: int = 20,
) -> list[QuickReply]:
    """Replies for one conversation, best first: by code, by title or its pinyin, then by what they say; own ones and
    those used most come first. Without `text` those used most, or those of `folder` in their order.
    """
    rows = visible(actor).filter(
        Q(brand=None) | Q(brand_id=brand_id) if brand_id else Q(),
        Q(queue=None) | Q(queue_id=queue_id) if queue_id else Q(queue=None),
    )
    if folder is not None:
        rows = rows.filter(_inside(folder))
    wanted = fold(text)
    if wanted:
        rows = rows.filter(_matches(text)).annotate(
            rank=Case(
                When(code__iexact=wanted, then=Value(0)),
                When(code__istartswith=wanted, then=Value(1)),
                When(sought__startswith=wanted, then=Value(2)),
                When(Q(spelling__startswith=wanted) | Q(spelling__contains=f" {wanted}"), then=Value(3)),
                default=Value(4),
                output_field=IntegerField(),
            )
        )
    if folder is not None and not wanted:
        return list(rows.order_by("folder", "position", "id")[: max(1, min(limit, MAX_FOUND))])
    order = (F("owner").asc(nulls_last=True), "-use_count", "folder", "position", "id")
    return list(rows.order_by(*(["rank"] if wanted else []), *order)[: max(1, min(limit, MAX_FOUND))])


def _inside(folder: str) -> Q:
    return Q(folder=folder) | Q(folder__startswith=f"{folder}/")


def _matches(text: str) -> Q:
    wanted = fold(text)
    spelled = Q(spelling__contains=wanted.replace(" ", "")) if wanted.isascii() else Q()
    return Q(code__istartswith=wanted) | Q(sought__contains=wanted) | spelled


def folders(actor: Actor, *, brand_id: UUID | None = None) -> list[tuple[str, int]]:
    """The folders there are, with how many replies lie in each."""
    rows = listed(actor, brand_id=brand_id)
    return list(rows.values_list("folder").annotate(n=Count("id")).order_by("folder"))


def export(actor: Actor, *, scope: str | None = None) -> bytes:
    """An xlsx of what the actor sees, in order, in the form of an import file with the use counts at its end."""
    codes = {d.id: d.code for d in routing.dispositions(actor)}
    rows = listed(actor, scope=scope).order_by("folder", "position", "id")
    lines = (
        [
            r.folder, r.code, r.title, r.text, codes.get(r.disposition_id, "") if r.disposition_id else "", r.tag, r.use_count,
        ]
        for r in rows.iterator(chunk_size=1000)
    )  # fmt: skip
    return tables.write_xlsx([*_columns(), "使用次数" if current() == "zh-CN" else "uses"], lines)


def import_template() -> bytes:
    """An xlsx with the columns of an import and two rows that show how they are filled."""
    return tables.write_xlsx(_columns(), _SAMPLES[current()])


def _columns() -> list[str]:
    return [names[0 if current() == "zh-CN" else -1] for names in rules.HEADERS.values()]


def attachments_of(replies: Sequence[QuickReply]) -> list[dict[str, Any]]:
    """The files that lie with the replies, as `files.described` told of them."""
    return [file for reply in replies for file in reply.attachments]
