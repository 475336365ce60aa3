"""Missed calls open by themselves, are given to somebody, and close when their caller was reached."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.timezone import get_current_timezone

from kefu.contact.callers import queries as callers
from kefu.contact.routing import queries as routing
from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony import queries as calls
from kefu.contact.telephony.models import Call, CallMoment, Extension, Voicemail
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.events import staff_topic
from kefu.foundation.accounts.models import User
from kefu.foundation.notices import actions as notices
from kefu.kernel import audit, clock, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import Conflict
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from . import permissions, queries, rules
from .events import ImportantCallMissed, MissedCallsChanged
from .models import MissedCall

MISSED_LOCK = 7_306_001
ESCALATE = "kefu.contact.missed.jobs.escalate"
LINK = "/missed"
Outcome = MissedCall.Outcome


@transaction.atomic
def heed(organization_id: UUID, call_id: UUID) -> None:
    """A call ended: one that reached nobody opens an entry or counts it higher; one that connected closes its caller's."""
    me = system(organization_id, "missed")
    call = Call.objects.for_actor(me).select_related("version").filter(id=call_id).first()
    if call is None:
        return
    lock_for_transaction(MISSED_LOCK, f"{organization_id} {callers.comparable(call.caller)}")
    if call.direction == Call.Direction.INBOUND:
        if call.answered_at:
            _close(me, _theirs(me, call), Outcome.SERVED, call.assignee_id)
            if rules.was_cut_off(phases=_phases(me, call), ended_by=call.ended_by):
                _add(me, call, MissedCall.Why.LOST)
        elif not (_left_message(me, call) or calls.callback_of(me, call.id)) and (why := _why(me, call)):
            _add(me, call, why)
    elif call.answered_at:
        _close(me, _theirs(me, call), Outcome.REACHED, call.assignee_id)
    else:
        at = call.ended_at or clock.now()
        rows = _theirs(me, call).exclude(attempted_at__gte=at)  # told twice, it counts once
        if rows.update(attempts=F("attempts") + 1, attempted_at=at):
            _show(organization_id)


@transaction.atomic
def heed_callback(organization_id: UUID, call_id: UUID) -> None:
    """Whoever asked in this call to be called back was not reached: somebody rings them back by hand."""
    me = system(organization_id, "missed")
    call = Call.objects.for_actor(me).select_related("version").get(id=call_id)
    lock_for_transaction(MISSED_LOCK, f"{organization_id} {callers.comparable(call.caller)}")
    _add(me, call, MissedCall.Why.CALLBACK)


@transaction.atomic
def heed_chat(organization_id: UUID, conversation_id: UUID) -> None:
    """A conversation in which a person served a known customer closes what is open of them."""
    me = system(organization_id, "missed")
    contact = routing.contact(me, conversation_id)
    if contact.customer_id and contact.answered_at:
        rows = MissedCall.objects.for_actor(me).filter(customer_id=contact.customer_id, closed_at=None)
        _close(me, rows, Outcome.SERVED, contact.agent_id)


@transaction.atomic
def heed_message(organization_id: UUID, message_id: UUID) -> None:
    """A caller left a message: it is worked on as such, whichever is told first, the message or the end of the call."""
    me = system(organization_id, "missed")
    calls = Voicemail.objects.for_actor(me).filter(id=message_id).values("call")
    _close(me, MissedCall.objects.for_actor(me).filter(last_call__in=calls, closed_at=None), Outcome.MESSAGE, None)


def _left_message(me: Actor, call: Call) -> bool:
    return Voicemail.objects.for_actor(me).filter(call=call).exists()


def _theirs(me: Actor, call: Call) -> QuerySet[MissedCall]:
    """What is open of whoever this call was with."""
    who = Q(pk__in=[])
    if number := callers.comparable(call.caller):
        who |= Q(number=number)
    if call.customer_id:
        who |= Q(customer_id=call.customer_id)
    return MissedCall.objects.for_actor(me).filter(who, brand_id=call.brand_id, closed_at=None)


def _moments(me: Actor, call: Call, kind: str) -> QuerySet[CallMoment]:
    return CallMoment.objects.for_actor(me).filter(call=call, kind=kind).order_by("id")


def _phases(me: Actor, call: Call) -> list[str]:
    """Those that it entered before it ended."""
    return [one.name for one in _moments(me, call, "phase") if one.name not in ("closing", "ended")]


def _why(me: Actor, call: Call) -> str | None:
    nodes = (call.version.definition.get("nodes") or {}) if call.version else {}
    return rules.why(
        phases=_phases(me, call),
        ways=[one.way for one in _moments(me, call, "node")],
        ended_by=call.ended_by,
        at_end=nodes.get(call.machine.get("node"), {}).get("kind") == "end",
    )


def _add(me: Actor, call: Call, why: str) -> None:
    number, at = callers.comparable(call.caller), call.ended_at or clock.now()
    day = call.started_at.astimezone(get_current_timezone()).date()
    rows = MissedCall.objects.for_actor(me)
    if rows.filter(last_call=call).exists():
        return
    missed = rows.filter(brand_id=call.brand_id, number=number, day=day).first() if number else None
    if missed is None:
        missed = MissedCall(organization_id=me.organization_id, brand_id=call.brand_id, number=number, day=day)
        missed.first_at = at
    found = callers.importance(me, call.customer_id, call.caller)
    missed.caller, missed.customer_id, missed.last_call = call.caller, call.customer_id, call
    missed.why, missed.last_at, missed.count = why, at, missed.count + 1
    missed.queue_id = call.queue_id or missed.queue_id
    missed.is_important = found.is_important
    missed.reasons = [{"code": it.code, "text": {"zh-CN": it.text.zh, "en": it.text.en}} for it in found.reasons]
    missed.closed_at, missed.closed_by, missed.outcome, missed.note = None, None, "", ""
    _give(me, missed)
    missed.save()
    if missed.is_important:
        _tell_lead(me, missed, stage=1)
    _show(me.organization_id)


def _give(me: Actor, missed: MissedCall) -> None:
    """To whoever talked with them last, else in turn among those who serve the line (or the brand) and have a telephone."""
    members = _members(me, missed)
    if missed.assignee_id in members:
        return
    chosen = rules.assignee(
        queries.last_agent(me, missed.customer_id, missed.caller), members, queries.given(me, members)
    )
    missed.assignee_id, missed.assigned_at = chosen, clock.now() if chosen else None
    if chosen:
        _tell_assignee(me, missed, chosen)


def _members(me: Actor, missed: MissedCall) -> list[UUID]:
    agents = accounts.agents(me.organization_id)
    able = accounts.holders(me, permissions.SERVE)
    there = [
        agent
        for agent in agents
        if agent.user_id in able and (agent.brand_ids is None or missed.brand_id in agent.brand_ids)
    ]
    served = routing.queues_by_agent(me, there) if missed.queue_id else {}
    in_line = [agent.user_id for agent in there if missed.queue_id in served.get(agent.user_id, ())]
    members = in_line or [agent.user_id for agent in there]
    able_to_dial = set(Extension.objects.for_actor(me).filter(user_id__in=members).values_list("user_id", flat=True))
    return [user for user in members if user in able_to_dial] or members


def _tell_assignee(me: Actor, missed: MissedCall, user_id: UUID) -> None:
    who = _who(missed)
    notices.notify(
        me,
        user_ids=[user_id],
        kind="missed_call",
        text=Text(f"未接来电待回拨：{who}", f"A missed call to ring back: {who}"),
        link=LINK,
        group="missed_calls",
    )


def _tell_lead(me: Actor, missed: MissedCall, *, stage: int) -> None:
    """The next lead on duty who has not heard of it; with nobody on the roster those who may close missed calls."""
    lead = rules.next_told(_leads(me), missed.told if stage > 1 else [])
    who, why = _who(missed), "、".join(one["text"]["zh-CN"] for one in missed.reasons)
    because = ", ".join(one["text"]["en"] for one in missed.reasons)
    minutes = int(rules.ESCALATE_AFTER.total_seconds() // 60)
    late = Text(f"{minutes} 分钟仍未回拨", f"not rung back in {minutes} minutes") if stage > 1 else Text("", "")
    notices.notify(
        me,
        user_ids=[lead] if lead else accounts.holders(me, permissions.MANAGE),
        kind="important_missed",
        text=Text(
            f"重要来电漏接{'，' + late.zh if late.zh else ''}：{who}（{why}）",
            f"Important call missed{', ' + late.en if late.en else ''}: {who} ({because})",
        ),
        link=LINK,
        fact=f"{missed.id} {missed.count} {stage}",
    )
    missed.told = [*(missed.told if stage > 1 else []), *([lead] if lead else [])]
    missed.save(update_fields=["told"])
    publish(
        ImportantCallMissed(
            organization_id=me.organization_id, missed_call_id=missed.id, stage=stage, count=missed.count
        )
    )
    if stage == 1:
        timers.defer(
            ESCALATE,
            at=clock.now() + rules.ESCALATE_AFTER,
            organization_id=me.organization_id,
            missed_call_id=missed.id,
            count=missed.count,
        )


def _leads(me: Actor) -> Sequence[UUID]:
    return callers.on_duty(me, "lead") or sorted(accounts.holders(me, permissions.MANAGE))


@transaction.atomic
def escalate(organization_id: UUID, missed_call_id: UUID, count: int) -> None:
    """Five minutes on: an important caller whom nobody has rung back since goes to the next lead."""
    me = system(organization_id, "missed")
    missed = MissedCall.objects.for_actor(me).filter(id=missed_call_id).select_for_update().first()
    if missed is None or missed.closed_at or missed.count != count:
        return
    if missed.attempted_at is None or missed.attempted_at < missed.last_at:
        _tell_lead(me, missed, stage=2)


@transaction.atomic
def ring_back(actor: Actor, missed_call_id: UUID) -> Call:
    """Ring the actor's telephone and then the caller, whose number they need not see. What comes of it is heeded when it ends.

    Raises Conflict when the entry is closed or has no number, and what `telephony.call_out` raises.
    """
    missed = _open(actor, missed_call_id)
    if not missed.number:
        raise Conflict(
            "no_number", Text("来电没有号码，无法回拨。", "The caller hid the number; nobody can ring back.")
        )
    return telephony.call_out(actor, to=missed.caller, queue_id=missed.queue_id)


@transaction.atomic
def assign(actor: Actor, missed_call_id: UUID, user_id: UUID) -> MissedCall:
    """Give an open entry to somebody, who hears of it. Raises Conflict when it is closed."""
    actor.require(permissions.MANAGE)
    missed = _open(actor, missed_call_id)
    user = one(User.objects.for_actor(actor).filter(id=user_id, is_active=True))
    missed.assignee, missed.assigned_at = user, clock.now()
    missed.save(update_fields=["assignee", "assigned_at"])
    _tell_assignee(actor, missed, user.id)
    _show(actor.organization_id)
    return queries.entry(actor, missed.id)


@transaction.atomic
def settle(actor: Actor, missed_call_id: UUID, *, reason: str) -> MissedCall:
    """A leader gives an entry up, with a reason; nothing but that and a reached customer closes one."""
    actor.require(permissions.MANAGE)
    missed = _open(actor, missed_call_id)
    missed.closed_at, missed.closed_by_id = clock.now(), actor.user_id
    missed.outcome, missed.note = Outcome.SETTLED, storable(reason).strip()
    missed.save(update_fields=["closed_at", "closed_by", "outcome", "note"])
    audit.record(
        actor,
        action="missed_call.settled",
        target_type="missed_call",
        target_id=missed.id,
        target_label=_who(missed),
        after={"reason": missed.note},
    )
    _show(actor.organization_id)
    return queries.entry(actor, missed.id)


def _open(actor: Actor, missed_call_id: UUID) -> MissedCall:
    missed = one(queries.entries(actor).filter(id=missed_call_id).select_for_update(of=("self",)))
    if missed.closed_at:
        raise Conflict("missed_call_closed", Text("该未接来电已处理。", "This missed call is closed already."))
    return missed


def _close(me: Actor, rows: QuerySet[MissedCall], outcome: str, user_id: UUID | None) -> None:
    if rows.update(closed_at=clock.now(), closed_by=user_id, outcome=outcome):
        _show(me.organization_id)


def _who(missed: MissedCall) -> str:
    return missed.customer.name if missed.customer else missed.caller or "?"


def _show(organization_id: UUID) -> None:
    publish(MissedCallsChanged(organization_id=organization_id, audience=(staff_topic(organization_id),)))
