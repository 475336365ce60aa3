"""Tickets as clients see them."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import Team, User
from kefu.foundation.customers.models import Customer
from kefu.kernel import clock, files, forms, statements
from kefu.kernel.actor import Actor

from .. import permissions
from ..models import Ticket, TicketAct, TicketClock, TicketEntry, TicketLink, TicketType, TicketWatcher
from ..rules import clocks, stages
from .access import UNFINISHED, tickets
from .approvals import approvals
from .promises import Hours, as_clock

JSON = dict[str, Any]
PLAIN = (
    *(
        "id",
        "number",
        "subject",
        "priority",
        "impact",
        "urgency",
        "source",
        "brand_id",
        "urges",
        "urged_at",
        "reopened",
    ),
    *(
        "supervised_until",
        "waiting_since",
        "created_at",
        "updated_at",
        "resolved_at",
        "closed_at",
        "version",
        "parent_id",
    ),
    *("due_at", "alarm", "first_response_at", "snoozed_until", "snoozes_for_word", "snooze_note", "is_woken", "tags"),
)
LISTED = (
    *PLAIN, "type_id", "stage", "category", "customer_id", "owner_id", "team_id", "supervisor_id", "due_kind", "merged_into_id",
)  # fmt: skip
"""What a list needs of a ticket's columns."""
MOST_SHOWN, MOST_LOOKED_AT = 50, 500
"""Of the tickets below one: on its page, and among which the actor's are sought."""


def names(text: Any) -> dict[str, str]:
    return {"zh-CN": text.zh, "en": text.en}


def person(user: User | None) -> JSON | None:
    return {"id": user.id, "name": accounts.staff_name(user)} if user else None


def team(found: Team | None) -> JSON | None:
    return {"id": found.id, "name": found.name} if found else None


def customer(found: Customer | None) -> JSON | None:
    return {"id": found.id, "name": found.name, "tier": found.tier} if found else None


def stage(definition: stages.Definition, code: str, category: str) -> JSON:
    """A stage by name; one that its type has no more goes by its code."""
    found = stages.stage_of(definition, code)
    name = names(forms.name_of(found)) if found else {"zh-CN": code, "en": code}
    return {"code": code, "name": name, "category": category}


def rows(actor: Actor, found: Iterable[JSON]) -> list[JSON]:
    """Tickets as a list shows them, of their `LISTED` values. Names are asked for by kind: five joins take the database longer
    to plan than to run, and would bring a type's definition once a row."""
    found = list(found)
    named: dict[type[Any], tuple[str, ...]] = {
        TicketType: ("type_id",), User: ("owner_id", "supervisor_id"), Team: ("team_id",), Customer: ("customer_id",)
    }  # fmt: skip
    asked = [(kind, {one[field] for field in fields for one in found} - {None}) for kind, fields in named.items()]
    answers = statements.run(*(statements.find(kind, actor.organization_id, id=list(ids)) for kind, ids in asked))
    types, people, teams, buyers = ({one.id: one for one in statements.visible(actor, rows)} for rows in answers)
    return [
        _row(
            one,
            types[one["type_id"]],
            customer=buyers.get(one["customer_id"]),
            owner=people.get(one["owner_id"]),
            team=teams.get(one["team_id"]),
            supervisor=people.get(one["supervisor_id"]),
        )
        for one in found
    ]


def row(ticket: Ticket) -> JSON:
    """One ticket as a list shows it."""
    beside = {"customer": ticket.customer, "owner": ticket.owner, "team": ticket.team, "supervisor": ticket.supervisor}
    return _row({field: getattr(ticket, field) for field in LISTED}, ticket.type, **beside)


def _row(values: JSON, kind: TicketType, **beside: Any) -> JSON:
    return {
        **{field: values[field] for field in PLAIN},
        "type": type_name(kind),
        "stage": stage(kind.definition, values["stage"], values["category"]),
        "customer": customer(beside["customer"]),
        "owner": person(beside["owner"]),
        "team": team(beside["team"]),
        "supervisor": person(beside["supervisor"]),
        "due_kind": values["due_kind"] or None,
        "merged_into": values["merged_into_id"],
    }


def _people(actor: Actor) -> QuerySet[User]:
    return User.objects.for_actor(actor).only("name", "nickname", "employee_number")


def _by_id(rows: QuerySet[Any], ids: Iterable[UUID | None]) -> dict[UUID | None, Any]:
    wanted = set(ids) - {None}
    return {one.id: one for one in rows.filter(id__in=wanted)} if wanted else {}


def type_name(found: TicketType) -> JSON:
    return {"id": found.id, "code": found.code, "name": {"zh-CN": found.name_zh, "en": found.name_en}}


def type_view(found: TicketType) -> JSON:
    return {
        **type_name(found),
        "definition": found.definition,
        "policy": {"id": found.policy.id, "name": found.policy.name} if found.policy else None,
        "team": team(found.team),
        "is_active": found.is_active,
        "position": found.position,
    }


def detail(actor: Actor, ticket: Ticket, *, is_new: bool = False) -> JSON:
    """Everything about a ticket but its history, which is a list of its own. One that `is_new` has nothing below it yet."""
    definition = ticket.type.definition
    clock_rows, watchers, links, people = _of(actor, ticket)
    children, merged, related = _around(actor, ticket, is_new=is_new)
    return {
        **_row(
            {field: getattr(ticket, field) for field in LISTED},
            ticket.type,
            customer=ticket.customer,
            owner=people.get(ticket.owner_id),
            team=ticket.team,
            supervisor=people.get(ticket.supervisor_id),
        ),
        "description": ticket.description,
        "attachments": linked(ticket.attachments),
        "values": ticket.values,
        "fields": definition["fields"],
        "moves": [
            {
                **stage(definition, one["code"], one["category"]),
                "lacks": [field["code"] for field in stages.lacks(definition, one, ticket.values)],
                "needs": list(one.get("needs", [])),
            }
            for one in stages.moves(definition, ticket.stage)
        ],
        "creator": person(people.get(ticket.creator_id)),
        "giver": person(people.get(ticket.giver_id)),
        "clocks": clock_views(actor, clock_rows, is_new=is_new),
        "watchers": [person(people.get(one.user_id)) for one in watchers],
        "links": [{"kind": one.kind, "object_id": one.object_id, "number": one.number} for one in links],
        "parent": _brief(related.get(ticket.parent_id)),
        "merged_ticket": _brief(related.get(ticket.merged_into_id)),
        "split_from": _brief(related.get(ticket.split_from_id)),
        "merged": [_brief(one) for one in merged],
        "children": children,
        "can_undo": None if is_new else _last_act(actor, ticket),
        "approvals": [] if is_new else approvals(actor, ticket),
    }


def _of(
    actor: Actor, ticket: Ticket
) -> tuple[list[TicketClock], list[TicketWatcher], list[TicketLink], dict[UUID | None, User]]:
    """Its promises, its watchers, what it is linked to, and whoever it names."""
    kinds: tuple[type[Any], ...] = (TicketClock, TicketWatcher, TicketLink)
    concerned = {ticket.owner_id, ticket.supervisor_id, ticket.creator_id, ticket.giver_id} - {None}
    asked = [statements.find(kind, actor.organization_id, ticket_id=ticket.id) for kind in kinds]
    *of_it, named = statements.run(*asked, statements.find(User, actor.organization_id, id=list(concerned)))
    clock_rows, watchers, links = (sorted(found, key=attrgetter("id")) for found in of_it)
    people: dict[UUID | None, User] = {one.id: one for one in named}
    if unknown := {one.user_id for one in watchers} - people.keys():
        people |= _by_id(_people(actor), unknown)
    return clock_rows, watchers, links, people


def _around(actor: Actor, ticket: Ticket, *, is_new: bool) -> tuple[list[JSON], list[JSON], dict[UUID | None, JSON]]:
    """Its children and those merged into it, up to `MOST_SHOWN` of each, and whatever it came of: as far as the actor sees them."""
    beside = {one for one in (ticket.parent_id, ticket.merged_into_id, ticket.split_from_id) if one}
    below: dict[str, list[UUID]] = {"parent": [], "merged_into": []}
    if not is_new:
        for relation in below:
            near = Ticket.objects.for_actor(actor).filter(**{relation: ticket}).order_by("id")
            below[relation] = list(near.values_list("id", flat=True)[:MOST_LOOKED_AT])
    found: dict[UUID | None, JSON] = {}
    if wanted := beside.union(*below.values()):
        found = {one["id"]: one for one in rows(actor, tickets(actor).filter(id__in=wanted).values(*LISTED))}
    children, merged = ([found[one] for one in ids if one in found][:MOST_SHOWN] for ids in below.values())
    return children, merged, found


def _brief(found: JSON | None) -> JSON | None:
    return {field: found[field] for field in ("id", "number", "subject", "stage")} if found else None


def _last_act(actor: Actor, ticket: Ticket) -> str | None:
    """What `undo` would take back for the actor: merge, split or bulk."""
    act = last_act(actor, ticket)
    return act.kind if act and may_undo(actor, act) else None


def may_undo(actor: Actor, act: TicketAct) -> bool:
    """A bulk change is taken back by whoever decides about tickets; one of a single ticket by whoever made it, too."""
    is_own = len(act.ticket_ids) == 1 and act.user_id == actor.id
    return act.kind != TicketAct.Kind.BULK or is_own or actor.may(permissions.MANAGE)


def last_act(actor: Actor, ticket: Ticket) -> TicketAct | None:
    rows = TicketAct.objects.for_actor(actor).filter(ticket_ids__contains=[ticket.id], undone_at=None)
    return rows.order_by("-id").first()


def clock_views(actor: Actor, found: Iterable[TicketClock], *, is_new: bool = False) -> list[JSON]:
    """The promises with what is used of them now, in minutes of working time; nothing is used of those just made."""
    hours, now = Hours(actor), clock.now()
    by_kind = {row.kind: row for row in found}
    return [
        {
            "kind": kind,
            "state": "met" if row.met_at else "running" if row.since else "paused",
            "target_minutes": row.target / clocks.MINUTE,
            "used_minutes": 0.0
            if is_new
            else clocks.used(as_clock(row), now, hours.of(row.calendar_id)) / clocks.MINUTE,
            "around_the_clock": row.calendar_id is None,
            "due_at": row.due_at,
            "alarm": row.told,
            "met_at": row.met_at,
            "breached_at": row.breached_at,
            "cause": row.cause or None,
            "cause_note": row.cause_note,
        }
        for kind in clocks.KINDS
        if (row := by_kind.get(kind))
    ]


def entry(found: TicketEntry) -> JSON:
    return {
        "id": found.id,
        "kind": found.kind,
        "author": {"kind": found.author_kind, "id": found.author_id, "name": found.author_name},
        "text": found.text,
        "data": found.data,
        "attachments": linked(found.attachments),
        "is_public": found.is_public,
        "ticket_number": found.ticket.number,
        "created_at": found.created_at,
    }


def linked(attachments: Sequence[JSON]) -> list[JSON]:
    """Files with the links that open them for a day."""
    return [{**file, "url": files.link(file["id"])} for file in attachments]


def open_children(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many children of each ticket are unfinished."""
    rows = Ticket.objects.for_actor(actor).filter(Q(parent_id__in=ids), category__in=UNFINISHED, withdrawn_at=None)
    return {parent: n for parent, n in rows.values_list("parent_id").annotate(n=Count("id")) if parent}
