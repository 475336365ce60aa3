"""How incidents and plans are shown."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from kefu.contact.conversations import queries as conversations
from kefu.contact.telephony import queries as telephony
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.kernel import masking
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text
from kefu.service.tickets import queries as tickets

from ..models import EmergencyPlan, Incident, IncidentCause, IncidentEntry, IncidentLink, IncidentPage, PlanActivation
from . import access

JSON = dict[str, Any]
READS_TICKETS, READS_CONVERSATIONS, READS_CALLS = "tickets.read", "conversations.read", "calls.read"


def person(user: User | None) -> JSON | None:
    return {"id": user.id, "name": accounts.staff_name(user)} if user else None


def _named(found: Any) -> JSON | None:
    return {"id": found.id, "name": found.name} if found else None


def _in_languages(text: Text) -> JSON:
    return {"zh-CN": text.zh, "en": text.en}


def cause_view(cause: IncidentCause) -> JSON:
    names = _in_languages(Text(cause.name_zh, cause.name_en))
    return {"id": cause.id, "name": names, **{key: getattr(cause, key) for key in CAUSE_FIELDS}}


CAUSE_FIELDS = ("name_zh", "name_en", "position", "is_active")
ROW_FIELDS = (
    "id", "number", "title", "source", "state", "grade", "grade_is_by_hand", "count", "important", "created_at",
    "last_at", "confirmed_at", "handled_at", "closed_at", "page_due_at",
)  # fmt: skip


def row(found: Incident) -> JSON:
    """An incident as the list shows it."""
    return {
        **{name: getattr(found, name) for name in ROW_FIELDS},
        "brand": _named(found.brand),
        "owner": person(found.owner),
        "is_repeat": bool(getattr(found, "repeated", False)),
    }


def detail(actor: Actor, found: Incident) -> JSON:
    """An incident with all that belongs to it but its links and its history."""
    again = access.repeats(actor, found)
    return {
        **row(found),
        "is_repeat": bool(again),
        "rule": _named(found.rule),
        "opened_by": person(found.opened_by),
        "confirmed_by": person(found.confirmed_by),
        "closed_by": person(found.closed_by),
        "cause": cause_view(found.cause) if found.cause else None,
        "cause_note": found.cause_note,
        "measure": found.measure,
        "measure_owner": person(found.measure_owner),
        "measure_due": found.measure_due,
        "repeats": [
            {"id": one.id, "number": one.number, "title": one.title, "closed_at": one.closed_at} for one in again
        ],
        "pages": [page_view(one) for one in access.pages(actor, found)],
        "activations": [
            activation_view(one) for one in access.activations(actor).filter(incident=found).order_by("-id")
        ],
    }


def page_view(found: IncidentPage) -> JSON:
    return {
        "id": found.id,
        "step": found.step,
        "user": person(found.user),
        "role": found.role,
        "paged_at": found.created_at,
        "due_at": found.due_at,
        "confirmed_at": found.confirmed_at,
        "has_sms": found.has_sms,
        "rung": found.rung,
    }


def entry_view(found: IncidentEntry) -> JSON:
    return {name: getattr(found, name) for name in ("id", "kind", "actor_name", "text", "data", "created_at")}


def link_views(actor: Actor, found: Iterable[IncidentLink]) -> list[JSON]:
    """What reports it; of a ticket that the actor may not see nothing but the number."""
    rows, seen, said = list(found), set[UUID](), dict[UUID, str]()
    if actor.may(READS_TICKETS):
        named = [one.ticket_id for one in rows if one.ticket_id]
        seen |= set(tickets.tickets(actor).filter(id__in=named).values_list("id", flat=True))
    if actor.may(READS_CONVERSATIONS):
        named = [one.conversation_id for one in rows if one.conversation_id]
        seen |= set(conversations.conversations(actor).filter(id__in=named).values_list("id", flat=True))
    if actor.may(READS_CALLS):
        heard = telephony.told_of(actor, [one.call for one in rows if one.call])
        said = {one.call.id: one.title for one in heard}
    return [_link(one, seen | said.keys(), said) for one in rows]


def number_of(found: IncidentLink) -> str:
    """What it is called; a call by the number that called, hidden."""
    if found.call:
        return str(masking.masked(found.call.caller))
    about: Any = found.ticket or found.conversation
    return str(about.number)


def _link(found: IncidentLink, seen: set[UUID], said: dict[UUID, str]) -> JSON:
    about: Any = found.ticket or found.conversation or found.call
    is_seen = about.id in seen
    words = (
        found.ticket.subject
        if found.ticket
        else found.conversation.last_text
        if found.conversation
        else said.get(about.id)
    )
    return {
        "id": found.id,
        "kind": "ticket" if found.ticket else "conversation" if found.conversation else "call",
        "object_id": about.id if is_seen else None,
        "number": found.call.caller if found.call and is_seen else number_of(found),
        "subject": words if is_seen else None,
        "customer": _named(about.customer) if is_seen else None,
        "is_important": found.is_important,
        "linked_at": found.created_at,
    }


PLAN_FIELDS = (
    "id", "name", "brand_id", "grades", "banner_zh", "banner_en", "answer_zh", "answer_en", "keywords", "prompt_id",
    "number_id", "then", "macro_name", "actions", "is_active",
)  # fmt: skip


def plan_view(found: EmergencyPlan, *, is_on: bool) -> JSON:
    return {
        **{name: getattr(found, name) for name in PLAN_FIELDS},
        "brand": _named(found.brand),
        "prompt": _named(found.prompt),
        "is_on": is_on,
    }


def plan_views(actor: Actor, found: Iterable[EmergencyPlan]) -> list[JSON]:
    on = set(access.activations(actor, is_on=True).values_list("plan_id", flat=True))
    return [plan_view(one, is_on=one.id in on) for one in found]


def activation_view(found: PlanActivation) -> JSON:
    told = ("kind", "says", "state", "seconds", "at", "error", "tries")
    return {
        "id": found.id,
        "plan_id": found.plan_id,
        "name": found.plan_name,
        "brand": _named(found.brand),
        "incident": {"id": found.incident.id, "number": found.incident.number} if found.incident else None,
        "is_rehearsal": found.is_rehearsal,
        "begun_by": person(found.begun_by),
        "begun_at": found.created_at,
        "restored_by": person(found.restored_by),
        "restored_at": found.restored_at,
        "parts": [{name: part[name] for name in told} for part in found.parts],
    }
