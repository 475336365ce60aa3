"""What people do with an incident: open one by hand, confirm it, work on it, close it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.customers.models import Customer
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from kefu.kernel.i18n import Text
from kefu.kernel.ids import next_number
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable
from kefu.service.tickets import queries as tickets

from .. import permissions, queries
from ..models import Incident, IncidentLink, IncidentPage, Source
from ..rules import alike, handling
from . import calling, finding, history

State = Incident.State
CONFIRMED, TOO_LATE, NOT_ALLOWED = "confirmed", "too_late", "not_allowed"  # by a key on the telephone
MISSING = {
    "cause_id": Text("请选择原因。", "Choose the cause."),
    "measure": Text("请填写改进措施。", "Write what is done about it."),
    "measure_owner_id": Text("请选择措施责任人。", "Choose who is responsible for the measure."),
    "measure_due": Text("请填写措施完成日期。", "Say until when."),
}


@transaction.atomic
def open_incident(actor: Actor, *, title: str, grade: int, ticket_ids: Sequence[UUID] = (), text: str = "") -> Incident:
    """Open one by hand, with the tickets that report it. Raises NotFound for tickets that the actor does not see."""
    actor.require(permissions.READ)
    actor.require(permissions.HANDLE)
    items = _items(actor, ticket_ids)
    brands = {item.brand_id for item in items}
    incident = Incident(
        organization_id=actor.organization_id,
        brand_id=brands.pop() if len(brands) == 1 else None,
        title=storable(title).strip()[:200],
        opened_by_id=actor.user_id,
        grade=grade,
        grade_is_by_hand=True,
    )
    incident.number = next_number(actor.organization_id, finding.SERIES)
    incident.save(force_insert=True)
    history.note(actor, incident, "opened", text=storable(text), data={"count": len(items), "grade": grade})
    finding.link(actor, incident, items)
    finding.tell_handlers(actor, incident)
    calling.begin(actor, incident)
    history.show(actor.organization_id, incident.id)
    return queries.incident(actor, incident.id)


@transaction.atomic
def confirm(actor: Actor, incident_id: UUID) -> Incident:
    """Somebody has seen it and takes it: nobody else is called. Raises Conflict with who was first."""
    incident = queries.locked(actor, incident_id)
    if incident.confirmed_by:
        name = accounts.staff_name(incident.confirmed_by)
        text = Text(f"{name} 已确认该异常。", f"{name} has confirmed this incident.")
        raise Conflict("incident_confirmed", text)
    _go(incident, State.CONFIRMED)
    incident.confirmed_at, incident.confirmed_by_id = clock.now(), actor.user_id
    incident.owner_id = incident.owner_id or actor.user_id
    incident.save(update_fields=["state", "confirmed_at", "confirmed_by", "owner"])
    queries.pages(actor, incident).filter(user_id=actor.user_id).update(confirmed_at=incident.confirmed_at)
    calling.stop(incident)
    return _done(actor, incident, "confirmed")


@transaction.atomic
def rung(organization_id: UUID, incident_id: UUID, user_id: UUID, outcome: str) -> None:
    """What came of ringing somebody; who pressed the key has confirmed it as in the desk. Heard once."""
    me = system(organization_id, "incidents")
    incident = Incident.objects.for_actor(me).select_for_update().filter(id=incident_id).first()
    page = IncidentPage.objects.for_actor(me).filter(incident=incident, user_id=user_id, rung=calling.RINGING).first()
    if incident is None or page is None:
        return
    page.rung = _confirmed(user_id, incident_id) if outcome == CONFIRMED else outcome
    page.save(update_fields=["rung"])
    history.note(me, incident, "rung", data={"name": accounts.staff_name(page.user), "outcome": page.rung})
    history.show(organization_id, incident_id)


def _confirmed(user_id: UUID, incident_id: UUID) -> str:
    """Confirmed by whoever pressed the key, or why not."""
    actor = accounts.actor_for_user(user_id, ip=None)
    if actor is None:
        return NOT_ALLOWED
    try:
        with transaction.atomic():
            confirm(actor, incident_id)
    except Conflict:
        return TOO_LATE
    except (Forbidden, NotFound):
        return NOT_ALLOWED
    return CONFIRMED


@transaction.atomic
def handle(actor: Actor, incident_id: UUID) -> Incident:
    """Work on it begins."""
    incident = queries.locked(actor, incident_id)
    _go(incident, State.HANDLING)
    incident.handled_at = clock.now()
    incident.owner_id = incident.owner_id or actor.user_id
    incident.save(update_fields=["state", "handled_at", "owner"])
    return _done(actor, incident, "handling")


@transaction.atomic
def assign(actor: Actor, incident_id: UUID, user_id: UUID) -> Incident:
    """Give it to somebody who may handle incidents, who hears of it."""
    incident = _unfinished(actor, incident_id)
    user = _handler(actor, user_id)
    incident.owner = user
    incident.save(update_fields=["owner"])
    _tell(
        actor,
        incident,
        user,
        Text(
            f"异常 {incident.number} 由您负责：{incident.title}",
            f"Incident {incident.number} is yours: {incident.title}",
        ),
    )
    return _done(actor, incident, "assigned", data={"name": accounts.staff_name(user)})


@transaction.atomic
def grade(actor: Actor, incident_id: UUID, *, grade: int, reason: str) -> Incident:
    """Set by hand, with a reason: it stays, however many come."""
    incident = _unfinished(actor, incident_id)
    before, incident.grade, incident.grade_is_by_hand = incident.grade, grade, True
    incident.save(update_fields=["grade", "grade_is_by_hand"])
    history.note(actor, incident, "graded", text=storable(reason).strip(), data={"grade": grade, "before": before})
    calling.begin(actor, incident)
    if incident.page_due_at and grade not in queries.policy(actor).paged_grades:
        calling.stop(incident)
    return _done(actor, incident)


@transaction.atomic
def say(actor: Actor, incident_id: UUID, text: str) -> Incident:
    """A word in its history."""
    incident = queries.locked(actor, incident_id)
    return _done(actor, incident, "note", text=storable(text).strip())


@transaction.atomic
def link(actor: Actor, incident_id: UUID, ticket_ids: Sequence[UUID]) -> Incident:
    """Tickets that report it too. Raises NotFound for those that the actor does not see, Conflict where it is not of tickets."""
    incident = _unfinished(actor, incident_id)
    if incident.source not in (Source.TICKETS, Source.ALL):
        text = Text("该异常不由工单汇成，不能关联工单。", "This incident is not of tickets; none can be linked.")
        raise Conflict("not_of_tickets", text)
    more = finding.link(actor, incident, _items(actor, ticket_ids))
    finding.regrade(actor, incident)
    return _done(actor, incident, "linked", data={"count": more, "all": incident.count})


@transaction.atomic
def unlink(actor: Actor, incident_id: UUID, link_id: UUID) -> Incident:
    """It has nothing to do with it; linking it again takes that back."""
    incident = _unfinished(actor, incident_id)
    found = one(
        IncidentLink.objects.for_actor(actor)
        .filter(incident=incident, id=link_id)
        .select_related("ticket", "conversation", "call")
    )
    number = queries.number_of(found)
    found.delete()
    finding.count_anew(actor, incident)
    return _done(actor, incident, "unlinked", data={"number": number, "all": incident.count})


@transaction.atomic
def close(actor: Actor, incident_id: UUID, told: Mapping[str, Any]) -> Incident:
    """End it with `cause_id`, `measure`, `measure_owner_id`, `measure_due` and, if wanted, `cause_note`.

    Raises Invalid naming what is missing. The same cause within 30 days is written down with both.
    """
    incident = _unfinished(actor, incident_id)
    if lacking := handling.lacks(told):
        raise Invalid(
            "incident_lacks",
            Text("关闭前请填写原因与措施。", "Give the cause and the measure before it is closed."),
            errors=[FieldError(name, MISSING[name]) for name in lacking],
        )
    _go(incident, State.CLOSED)
    incident.cause = one(queries.causes(actor).filter(id=told["cause_id"]))
    incident.measure_owner = _person(actor, told["measure_owner_id"])
    incident.measure, incident.measure_due = storable(told["measure"]).strip(), told["measure_due"]
    incident.cause_note = storable(told.get("cause_note") or "").strip()
    incident.closed_at, incident.closed_by_id, incident.page_due_at = clock.now(), actor.user_id, None
    incident.save()
    _tell(
        actor,
        incident,
        incident.measure_owner,
        Text(
            f"异常 {incident.number} 的改进措施由您负责，{incident.measure_due} 前完成：{incident.measure}",
            f"The measure after incident {incident.number} is yours until {incident.measure_due}: {incident.measure}",
        ),
    )
    cause = {"zh-CN": incident.cause.name_zh, "en": incident.cause.name_en}
    history.note(actor, incident, "closed", text=incident.measure, data={"cause": cause})
    for other in queries.repeats(actor, incident):
        for this, that in ((incident, other), (other, incident)):
            history.note(actor, this, "repeat", data={"number": that.number, "id": str(that.id), "cause": cause})
        history.show(actor.organization_id, other.id)
    return _done(actor, incident)


def _go(incident: Incident, to: str) -> None:
    if not handling.may_go(incident.state, to):
        needed = Text("该异常的状态已变化，请刷新。", "This incident has moved on; reload it.")
        if incident.state == State.OPEN:
            needed = Text("请先确认该异常。", "Confirm this incident first.")
        raise Conflict("incident_cannot_go", needed)
    incident.state = to


def _unfinished(actor: Actor, incident_id: UUID) -> Incident:
    incident = queries.locked(actor, incident_id)
    if incident.state == State.CLOSED:
        raise Conflict("incident_closed", Text("该异常已关闭。", "This incident is closed."))
    return incident


def _items(actor: Actor, ticket_ids: Sequence[UUID]) -> list[queries.Item]:
    wanted = set(ticket_ids)
    rows = list(tickets.tickets(actor).filter(id__in=wanted).select_related("customer")) if wanted else []
    if len(rows) < len(wanted):
        raise NotFound()
    return [
        queries.Item(
            Source.TICKETS,
            row.id,
            row.created_at,
            row.subject,
            alike.words_of(row.subject),
            str(row.type_id),
            row.brand_id,
            row.customer is not None and row.customer.tier == Customer.Tier.VIP,
        )
        for row in rows
    ]


def _person(actor: Actor, user_id: UUID) -> User:
    return one(User.objects.for_actor(actor).filter(id=user_id, is_active=True))


def _handler(actor: Actor, user_id: UUID) -> User:
    user = _person(actor, user_id)
    if user.id not in accounts.holders(actor, permissions.HANDLE):
        text = Text("该员工没有处理异常的权限。", "This person may not handle incidents.")
        raise Invalid("not_a_handler", text, errors=[FieldError("user_id", text)])
    return user


def _tell(actor: Actor, incident: Incident, user: User, text: Text) -> None:
    if user.id != actor.id:
        notices.notify(actor, user_ids=[user.id], kind="incident", text=text, link=f"/incidents/{incident.id}")


def _done(
    actor: Actor, incident: Incident, kind: str = "", *, text: str = "", data: Mapping[str, Any] | None = None
) -> Incident:
    if kind:
        history.note(actor, incident, kind, text=text, data=data)
    history.show(actor.organization_id, incident.id)
    return queries.incident(actor, incident.id)
