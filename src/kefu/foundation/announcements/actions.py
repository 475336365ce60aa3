"""Telling many, reminding them, taking it back; reading and confirming."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_current_timezone

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.events import user_topic
from kefu.foundation.accounts.models import Brand, User
from kefu.kernel import audit, clock, tables
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from . import queries, rules
from .events import AnnouncementDone, AnnouncementMade, AnnouncementWithdrawn
from .models import Announcement, Receipt

Audience = Announcement.Audience


@transaction.atomic
def publish_announcement(
    actor: Actor,
    *,
    title: str,
    text: str,
    audience: str,
    team_ids: Collection[UUID] = (),
    brand_id: UUID | None = None,
    must_confirm: bool = False,
    expires_at: datetime | None = None,
) -> Announcement:
    """Tell everybody the actor reaches, these teams, or those of a brand; open desks show it at once.

    Raises Invalid for empty texts, a time that is over, a team with somebody out of the actor's reach, and when nobody
    would hear it; NotFound for a foreign brand.
    """
    title, text = storable(title).strip(), storable(text).strip()
    _ensure_words(title=title, text=text)
    if expires_at is not None and expires_at <= clock.now():
        raise _wrong("expires_at", Text("失效时间必须晚于现在。", "Choose an end that lies ahead."))
    brand = _brand(actor, brand_id) if audience == Audience.BRAND else None
    people = sorted(
        _people(actor, audience, team_ids, brand.id if brand else None), key=lambda user: user.employee_number or ""
    )
    if not people:
        text_of = Text("这个范围内没有您可以通知的人。", "There is nobody you can reach in it.")
        raise _wrong("team_ids" if audience == Audience.TEAMS else "audience", text_of)
    made = Announcement.objects.create(
        organization_id=actor.organization_id,
        author_id=actor.user_id,
        title=title,
        text=text,
        audience=audience,
        team_ids=sorted(set(team_ids)) if audience == Audience.TEAMS else [],
        brand=brand,
        must_confirm=must_confirm,
        expires_at=expires_at,
    )
    Receipt.objects.bulk_create(
        Receipt(organization_id=actor.organization_id, announcement=made, user=user) for user in people
    )
    _record(actor, "announcement.published", made, {"title": title, "text": text, "people": len(people)})
    _tell(made, [user.id for user in people])
    return made


def _brand(actor: Actor, brand_id: UUID | None) -> Brand:
    if brand_id is None:
        raise _wrong("brand_id", Text("请选择品牌。", "Choose a brand."))
    return one(accounts.brands(actor).filter(id=brand_id))


def _people(actor: Actor, audience: str, team_ids: Collection[UUID], brand_id: UUID | None) -> list[User]:
    reached = queries.reached(actor)
    if brand_id is not None:
        return list(queries.of_brand(reached, brand_id))
    if audience == Audience.EVERYBODY:
        return list(reached)
    teams = list(accounts.teams(actor).filter(id__in=set(team_ids)))
    if not teams or len(teams) < len(set(team_ids)):
        raise _wrong("team_ids", Text("请选择班组。", "Choose teams that exist."))
    within = set(reached.values_list("id", flat=True))
    outside = [team.name for team in teams if {u.id for u in queries.in_teams(actor, [team.id])} - within]
    if outside:
        names = "、".join(outside)
        raise _wrong(
            "team_ids",
            Text(
                f"您只能通知自己管理的成员，以下班组有其他成员：{names}。",
                f"You can write to your own people only; these teams have others: {', '.join(outside)}.",
            ),
        )
    return list(queries.in_teams(actor, [team.id for team in teams]))


@transaction.atomic
def remind_of_announcement(actor: Actor, announcement_id: UUID) -> int:
    """Show it again to those who have not read (or confirmed) it; gives how many.

    Raises Conflict when it is not open any more, and within five minutes of the last reminder.
    """
    row = _locked(actor, announcement_id)
    _ensure_open(row)
    wait = rules.seconds_until_reminder(row.reminded_at, clock.now())
    if wait:
        raise Conflict(
            "reminded_lately",
            Text(f"刚刚提醒过，请 {wait} 秒后再提醒。", f"They were reminded just now; try again in {wait} seconds."),
        )
    waiting = queries.readers(actor, row, undone=True).filter(user__is_active=True)
    user_ids = list(waiting.values_list("user_id", flat=True))
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    _record(actor, "announcement.reminded", row, {"people": len(user_ids)})
    _tell(row, user_ids, is_reminder=True)
    return len(user_ids)


@transaction.atomic
def withdraw_announcement(actor: Actor, announcement_id: UUID) -> Announcement:
    """Take it from all desks; who has read it stays on record. Raises Conflict when it is not open any more."""
    row = _locked(actor, announcement_id)
    _ensure_open(row)
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    _record(actor, "announcement.withdrawn", row, {"title": row.title})
    user_ids = queries.readers(actor, row).values_list("user_id", flat=True)
    publish(
        AnnouncementWithdrawn(
            organization_id=row.organization_id, audience=tuple(map(user_topic, user_ids)), announcement_id=row.id
        )
    )
    return row


@transaction.atomic
def read_announcement(actor: Actor, announcement_id: UUID, *, confirms: bool = False) -> Receipt:
    """The actor has read it, and with `confirms` says so; the first time counts. Raises Conflict when it is closed."""
    rows = Receipt.objects.for_actor(actor).select_related("announcement__author")
    receipt = one(rows.filter(announcement_id=announcement_id, user_id=actor.user_id).select_for_update(of=("self",)))
    _ensure_open(receipt.announcement)
    now = clock.now()
    before = (receipt.read_at, receipt.confirmed_at)
    receipt.read_at = receipt.read_at or now
    if confirms:
        receipt.confirmed_at = receipt.confirmed_at or now
    if (receipt.read_at, receipt.confirmed_at) != before:
        receipt.save(update_fields=["read_at", "confirmed_at"])
        publish(
            AnnouncementDone(
                organization_id=actor.organization_id,
                audience=(user_topic(actor.user_id),),
                announcement_id=announcement_id,
                is_confirmed=receipt.confirmed_at is not None,
            )
        )
    return receipt


@transaction.atomic
def export_read_list(actor: Actor, announcement_id: UUID) -> bytes:
    """Who has read it and when, as xlsx; noted like every file that is taken away."""
    row = queries.announcement(actor, announcement_id)
    columns = [
        Text("工号", "Number"), Text("姓名", "Name"), Text("状态", "State"),
        Text("阅读时间（北京时间）", "Read at (Beijing)"), Text("确认时间（北京时间）", "Confirmed at (Beijing)"),
    ]  # fmt: skip
    people = queries.readers(actor, row).order_by("user__employee_number", "id")
    content = tables.write_xlsx([column.in_language() for column in columns], (_line(one) for one in people))
    _record(actor, "announcement.exported", row, {"title": row.title})
    return content


def _line(receipt: Receipt) -> list[str]:
    state = (
        Text("已确认", "Confirmed")
        if receipt.confirmed_at
        else Text("已读", "Read")
        if receipt.read_at
        else Text("未读", "Unread")
    )
    user = receipt.user
    return [
        user.employee_number or "", user.name, state.in_language(), _local(receipt.read_at), _local(receipt.confirmed_at)
    ]  # fmt: skip


def _local(at: datetime | None) -> str:
    return at.astimezone(get_current_timezone()).strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _tell(row: Announcement, user_ids: Collection[UUID], *, is_reminder: bool = False) -> None:
    publish(
        AnnouncementMade(
            organization_id=row.organization_id,
            audience=tuple(map(user_topic, user_ids)),
            announcement=queries.view(row),
            is_reminder=is_reminder,
        )
    )


def _locked(actor: Actor, announcement_id: UUID) -> Announcement:
    return one(queries.written(actor).filter(id=announcement_id).select_for_update(of=("self",)))


def _ensure_open(row: Announcement) -> None:
    if queries.state_of(row) != "open":
        raise Conflict(
            "announcement_closed",
            Text("该公告已撤回或已失效，无需再处理。", "It was withdrawn or is over; nothing more is to be done."),
        )


def _ensure_words(**words: str) -> None:
    missing = [name for name, value in words.items() if not value]
    if missing:
        text = Text("请填写", "Fill this in")
        raise Invalid(
            "words_missing",
            Text("请填写标题和内容。", "Write a title and a text."),
            errors=[FieldError(name, text) for name in missing],
        )


def _wrong(field: str, text: Text) -> Invalid:
    return Invalid("announcement_unfit", text, errors=[FieldError(field, text)])


def _record(actor: Actor, action: str, row: Announcement, after: dict[str, object]) -> None:
    audit.record(
        actor, action=action, target_type="announcement", target_id=row.id, target_label=row.title, after=after
    )
