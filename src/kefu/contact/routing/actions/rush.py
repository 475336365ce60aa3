"""Rush mode (高峰模式) begins and ends. Nothing is written over: what it chooses is laid over the settings while it is active."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_current_timezone

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.events import staff_topic
from kefu.kernel import audit, clock, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import permissions, queries, rules
from ..events import RushChanged, visitors_topic
from ..models import Queue, Rush, RushTrigger

RUSH_LOCK = 7_301_006
END = "kefu.contact.routing.jobs.end_rush"
MEASURES = ("bot_first", "announcement", "topics_on_top", "capacity_plus", "max_waiting")


@transaction.atomic
def begin_rush(
    actor: Actor,
    *,
    brand_id: UUID | None = None,
    minutes: int | None = 60,
    bot_first: bool = False,
    announcement: Mapping[str, str] | None = None,
    announces_in_line: bool = False,
    topics_on_top: bool = False,
    capacity_plus: int = 0,
    queue_ids: Collection[UUID] = (),
    team_ids: Collection[UUID] = (),
    max_waiting: int | None = None,
) -> Rush:
    """Begin a rush of a brand, or of everybody without one, for so many minutes (None: until somebody ends it).

    Raises Conflict while another one concerns the same visitors, Forbidden for everybody's by who is confined to brands,
    Invalid for settings that change nothing or name queues and teams that are not there.
    """
    actor.require(permissions.RUSH_MANAGE)
    brand = one(accounts.brands(actor).filter(id=brand_id)) if brand_id else None
    _ensure_in_scope(actor, brand_id)
    words = {language: storable(text).strip() for language, text in (announcement or {}).items()}
    rush = Rush(
        organization_id=actor.organization_id,
        brand=brand,
        begun_by_id=actor.id if actor.kind == "user" else None,
        ends_at=clock.now() + timedelta(minutes=minutes) if minutes else None,
        bot_first=bot_first,
        announcement={language: text for language, text in words.items() if text},
        announces_in_line=announces_in_line,
        topics_on_top=topics_on_top,
        capacity_plus=capacity_plus,
        queue_ids=sorted(set(queue_ids)) if capacity_plus else [],
        team_ids=sorted(set(team_ids)) if capacity_plus else [],
        max_waiting=max_waiting,
    )
    rules.ensure_rush(
        announcement=rush.announcement,
        announces_in_line=announces_in_line,
        capacity_plus=capacity_plus,
        changes_anything=any(_chosen(rush).values()),
    )
    _ensure_known(actor, rush)
    lock_for_transaction(RUSH_LOCK, str(actor.organization_id))
    _ensure_alone(actor, rush)
    rush.save(force_insert=True)
    _record(actor, rush, "rush.begun", _chosen(rush) | {"until": rush.ends_at and rush.ends_at.isoformat()})
    if rush.ends_at:
        timers.defer(END, at=rush.ends_at, organization_id=rush.organization_id, rush_id=rush.id)
    _announce(rush)
    return rush


@transaction.atomic
def extend_rush(actor: Actor, rush_id: UUID, *, minutes: int) -> Rush:
    """Let it end so many minutes later than planned. Raises Conflict when it is over already or has no planned end."""
    actor.require(permissions.RUSH_MANAGE)
    rush = _locked_and_on(actor, rush_id)
    if rush.ends_at is None:
        raise Conflict(
            "rush_without_end",
            Text("高峰模式没有设定结束时间，无需延长。", "It ends by hand; there is nothing to extend."),
        )
    rush.ends_at += timedelta(minutes=minutes)
    rush.save(update_fields=["ends_at"])
    _record(actor, rush, "rush.extended", {"minutes": minutes, "until": rush.ends_at.isoformat()})
    timers.defer(END, at=rush.ends_at, organization_id=rush.organization_id, rush_id=rush.id)
    _announce(rush)
    return rush


@transaction.atomic
def end_rush(actor: Actor, rush_id: UUID) -> Rush:
    """End it now. Raises Conflict when it is over already, Forbidden for everybody's by who is confined to brands."""
    actor.require(permissions.RUSH_MANAGE)
    rush = _locked_and_on(actor, rush_id)
    _end(actor, rush, ended_by="hand")
    return rush


@transaction.atomic
def end_overdue_rush(organization_id: UUID, rush_id: UUID) -> None:
    """Write down that the clock has ended it; does nothing before its time, or when that is written."""
    actor = system(organization_id, "routing")
    rush = one(Rush.objects.for_actor(actor).filter(id=rush_id).select_for_update())
    if rush.ended_at is None and not rules.is_on(ends_at=rush.ends_at, ended_at=None, now=clock.now()):
        _end(actor, rush, ended_by="clock")


@transaction.atomic
def change_rush_trigger(
    actor: Actor, *, is_on: bool, waiting: int, wait_seconds: int, capacity_plus: int, minutes: int
) -> RushTrigger:
    """Say when a rush is proposed: from so many waiting (1 and up) and so many seconds, with what and for how long."""
    actor.require(permissions.RUSH_MANAGE)
    _ensure_in_scope(actor, None)
    before = queries.rush_trigger(actor)
    wanted = {
        "is_on": is_on,
        "waiting": waiting,
        "wait_seconds": wait_seconds,
        "capacity_plus": capacity_plus,
        "minutes": minutes,
    }
    old = {name: getattr(before, name) for name in wanted}
    trigger, _ = RushTrigger.objects.for_actor(actor).update_or_create(
        organization_id=actor.organization_id, defaults=wanted
    )
    audit.record(
        actor, action="rush.trigger_changed", target_type="rush_trigger", target_id=trigger.id, before=old, after=wanted
    )
    return trigger


def _locked_and_on(actor: Actor, rush_id: UUID) -> Rush:
    rush = one(Rush.objects.for_actor(actor).filter(id=rush_id).select_for_update(of=("self",)))
    _ensure_in_scope(actor, rush.brand_id)
    if not rules.is_on(ends_at=rush.ends_at, ended_at=rush.ended_at, now=clock.now()):
        raise Conflict("rush_ended", Text("高峰模式已经结束。", "Rush mode is over already."))
    return rush


def _end(actor: Actor, rush: Rush, *, ended_by: str) -> None:
    rush.ended_at = min(filter(None, (rush.ends_at, clock.now())))
    rush.save(update_fields=["ended_at"])
    minutes = round((rush.ended_at - rush.created_at).total_seconds() / 60)
    _record(actor, rush, "rush.ended", _chosen(rush) | {"ended_by": ended_by, "minutes": minutes})
    _announce(rush)


def _chosen(rush: Rush) -> dict[str, Any]:
    """What it lays over the settings; empty values change nothing."""
    chosen = {name: getattr(rush, name) for name in MEASURES}
    return {name: value for name, value in chosen.items() if value or (name == "max_waiting" and value == 0)}


def _ensure_in_scope(actor: Actor, brand_id: UUID | None) -> None:
    if brand_id is None and actor.brand_ids is not None:
        raise Forbidden(
            "out_of_scope",
            Text("您只能开启和结束自己品牌的高峰模式。", "You can begin and end rush mode for your own brands only."),
        )


def _ensure_known(actor: Actor, rush: Rush) -> None:
    """Raise Invalid for queues that are not of these brands, and teams that do not exist."""
    queues = Queue.objects.for_actor(actor).filter(id__in=rush.queue_ids, is_active=True)
    if rush.brand_id:
        queues = queues.filter(brand_id=rush.brand_id)
    teams = accounts.teams(actor).filter(id__in=rush.team_ids)
    for field, wanted, found in (
        ("queue_ids", rush.queue_ids, queues.count()),
        ("team_ids", rush.team_ids, teams.count()),
    ):
        if found < len(wanted):
            text = Text("请选择该品牌已有的技能组和班组。", "Choose queues of the brand, and teams that exist.")
            raise Invalid("rush_unfit", text, errors=[FieldError(field, text)])


def _ensure_alone(actor: Actor, rush: Rush) -> None:
    """Raise Conflict while another one is on for the same visitors; those that are over are written down first."""
    everybody = system(actor.organization_id, "routing")
    rows = Rush.objects.for_actor(everybody).filter(ended_at=None).select_related("brand", "begun_by")
    for other in rows.select_for_update(of=("self",)):
        if not rules.is_on(ends_at=other.ends_at, ended_at=None, now=clock.now()):
            _end(everybody, other, ended_by="clock")
        elif rules.overlap(rush.brand_id, other.brand_id):
            raise Conflict("rush_overlaps", _standing_in_the_way(other))


def _standing_in_the_way(rush: Rush) -> Text:
    by = accounts.staff_name(rush.begun_by) if rush.begun_by else ""
    until = rush.ends_at.astimezone(get_current_timezone()).strftime("%H:%M") if rush.ends_at else ""
    name = rush.brand.name if rush.brand else ""
    return Text(
        f"{f'“{name}”' if name else '全部品牌'}的高峰模式正在进行（{by or '系统'}开启，{f'到 {until}' if until else '手动结束'}），请先结束它。",
        f"Rush mode is on for {name or 'all brands'} (by {by or 'the system'}, until {until or 'it is ended'}); end it first.",
    )


def _record(actor: Actor, rush: Rush, action: str, after: dict[str, Any]) -> None:
    label = rush.brand.name if rush.brand else Text("全部品牌", "All brands").in_language()
    audit.record(actor, action=action, target_type="rush", target_id=rush.id, target_label=label, after=after)


def _announce(rush: Rush) -> None:
    organization_id = rush.organization_id
    audience = (staff_topic(organization_id), visitors_topic(organization_id))
    publish(RushChanged(organization_id=organization_id, audience=audience))
