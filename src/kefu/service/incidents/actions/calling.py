"""Somebody is called until an incident is confirmed: whoever has duty, then the next one up, to the owners."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kefu.contact.callers import queries as callers
from kefu.contact.telephony import actions as telephony
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.notices import actions as notices
from kefu.foundation.sms import actions as sms
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import permissions, queries
from ..events import IncidentPaged
from ..models import Incident, IncidentPage
from ..rules import calling as rules
from . import history

TOP = "organization.manage"
RINGING = "ringing"
SPOKEN = 60  # characters of a title


def begin(actor: Actor, incident: Incident) -> None:
    """Call the first one, where the grade calls, nobody has confirmed yet and nobody was called before."""
    policy = queries.policy(actor)
    if incident.state != Incident.State.OPEN or incident.grade not in policy.paged_grades:
        return
    if incident.page_due_at or IncidentPage.objects.for_actor(actor).filter(incident=incident).exists():
        return
    me = system(actor.organization_id, "incidents")
    if not callers.on_duty(me, "lead"):
        history.note(me, incident, "nobody_on_duty")
    _call_next(me, incident)


@transaction.atomic
def call_next(organization_id: UUID, due: tuple[UUID, datetime]) -> None:
    """Nobody confirmed in time: the next one is called. `due` is the incident and the moment that has passed."""
    me, (incident_id, at) = system(organization_id, "incidents"), due
    rows = Incident.objects.for_actor(me).select_for_update()
    if incident := rows.filter(id=incident_id, page_due_at=at).first():
        _call_next(me, incident)
        history.show(organization_id, incident.id)


def stop(incident: Incident) -> None:
    """Nobody else is called."""
    incident.page_due_at = None
    incident.save(update_fields=["page_due_at"])
    telephony.call_off(system(incident.organization_id, "incidents"), incident.id)


def _call_next(actor: Actor, incident: Incident) -> None:
    known = queries.pages(actor, incident)
    step = rules.following(_steps(actor), known.values_list("user_id", flat=True))
    if step is None:
        history.note(actor, incident, "nobody_confirmed")
        _tell(actor, incident, accounts.holders(actor, permissions.HANDLE), step=0)
        return stop(incident)
    number = len(set(known.values_list("step", flat=True))) + 1
    incident.page_due_at = clock.now() + timedelta(minutes=queries.policy(actor).confirm_minutes)
    incident.save(update_fields=["page_due_at"])
    users = list(User.objects.for_actor(actor).filter(id__in=step.user_ids, is_active=True).order_by("id"))
    for user in users:
        IncidentPage.objects.create(
            organization_id=actor.organization_id,
            incident=incident,
            step=number,
            user=user,
            role=step.role,
            created_at=clock.now(),
            due_at=incident.page_due_at,
            has_sms=_send(actor, incident, user),
            rung=RINGING if _ring(actor, incident, user, until=incident.page_due_at) else "",
        )
    names = [accounts.staff_name(user) for user in users]
    history.note(actor, incident, "paged", data={"names": names, "role": step.role, "step": number})
    _tell(actor, incident, frozenset(user.id for user in users), step=number)
    publish(IncidentPaged(organization_id=actor.organization_id, incident_id=incident.id, step=number))


def _steps(actor: Actor) -> list[rules.Step]:
    leads = callers.on_duty(actor, "lead")
    above = {leader for lead in leads for leader in accounts.leaders_of(actor, lead)}
    handlers = accounts.holders(actor, permissions.HANDLE)
    return rules.steps(leads, above & handlers, handlers, accounts.holders(actor, TOP))


def _tell(actor: Actor, incident: Incident, user_ids: frozenset[UUID], *, step: int) -> None:
    minutes = queries.policy(actor).confirm_minutes
    text = Text(
        f"{incident.grade} 级异常 {incident.number} 请在 {minutes} 分钟内确认：{incident.title}",
        f"Incident {incident.number} of grade {incident.grade}: confirm it within {minutes} minutes: {incident.title}",
    )
    if not step:
        text = Text(
            f"{incident.grade} 级异常 {incident.number} 无人确认：{incident.title}",
            f"Nobody has confirmed incident {incident.number} of grade {incident.grade}: {incident.title}",
        )
    notices.notify(
        actor,
        user_ids=user_ids,
        kind="incident_paged",
        text=text,
        link=f"/incidents/{incident.id}",
        fact=f"{incident.id} {step}",
    )


def _send(actor: Actor, incident: Incident, user: User) -> bool:
    """A short message too, where the person has a mobile and a line exists; whether it was handed over."""
    if not user.mobile:
        return False
    sent = sms.send(
        actor.organization_id,
        brand_id=incident.brand_id or accounts.default_brand(actor).id,
        number=user.mobile,
        text=Text(
            f"{incident.grade} 级异常 {incident.number}，请立即登录工作台确认。",
            f"Incident {incident.number} of grade {incident.grade}: sign in and confirm it at once.",
        ).in_language(user.locale),
        purpose="page",
        fact=f"incident {incident.id} {user.id}",
    )
    return sent is not None


def _ring(actor: Actor, incident: Incident, user: User, *, until: datetime) -> bool:
    """The telephone too, where the person has a mobile and there is a line; whether it is going to ring."""
    number = ", ".join(" ".join(part) for part in incident.number.split("-"))  # figure by figure
    return telephony.page(
        actor,
        user=user,
        brand_id=incident.brand_id or accounts.default_brand(actor).id,
        subject_id=incident.id,
        words=Text(
            f"{incident.grade} 级异常，编号 {number}。{incident.title[:SPOKEN]}。",
            f"Incident of grade {incident.grade}, number {number}. {incident.title[:SPOKEN]}.",
        ).in_language(user.locale),
        until=until,
    )
