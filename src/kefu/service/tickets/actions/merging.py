"""Merging, splitting and changing many at once; each can be taken back."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Invalid, NotFound, Problem
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import Ticket, TicketAct, TicketEntry, TicketLink
from . import editing, later, moving, opening, people, promising, record

MOST_AT_ONCE = 200
MOMENTS = ("waiting_since", "resolved_at", "closed_at")
STOOD = ("stage", "category", *MOMENTS)


@transaction.atomic
def merge(actor: Actor, ticket_id: UUID, other_id: UUID) -> Ticket:
    """Merge `other_id` into the first: it is closed, its history shows there, its watchers and links come along.

    Raises Conflict for itself, for what is merged already, and for a ticket and its own parent.
    """
    if ticket_id == other_id:
        raise Conflict("merge_itself", Text("不能与自己合并。", "A ticket cannot be merged into itself."))
    first, second = sorted([ticket_id, other_id])
    found = {one_id: queries.locked(actor, one_id) for one_id in (first, second)}
    ticket, other = found[ticket_id], found[other_id]
    for one_ticket in (ticket, other):
        moving.ensure_is_whole(one_ticket)
    if ticket.brand_id != other.brand_id:
        raise Conflict("other_brand", Text("不同品牌的工单不能合并。", "Tickets of two brands are not merged."))
    if other_id == ticket.parent_id or Ticket.objects.for_actor(actor).filter(parent=other).exists():
        raise Conflict(
            "has_children",
            Text("有子工单的工单不能并入其他工单。", "A ticket with sub-tickets is not merged into another."),
        )
    before = _stood(other)
    other.merged_into, other.category = ticket, Ticket.Category.CLOSED
    other.closed_at, other.resolved_at = clock.now(), other.resolved_at or clock.now()
    other.waiting_since = None
    later.wake(other, on_top=False)
    promising.follow(actor, other)
    record.note(actor, other, "merged_away", data={"into": ticket.number})
    record.save(other, "merged_into", *STOOD, *promising.DUE)
    _copy_along(actor, ticket, other)
    record.note(actor, ticket, "merged", data={"from": other.number, "subject": other.subject})
    record.save(ticket)
    _remember(actor, TicketAct.Kind.MERGE, [ticket.id, other.id], {"merged": str(other.id), **before})
    return ticket


def _copy_along(actor: Actor, ticket: Ticket, other: Ticket) -> None:
    for link in TicketLink.objects.for_actor(actor).filter(ticket=other):
        TicketLink.objects.bulk_create(
            [
                TicketLink(
                    organization_id=ticket.organization_id,
                    ticket=ticket,
                    kind=link.kind,
                    object_id=link.object_id,
                    number=link.number,
                )
            ],
            ignore_conflicts=True,
        )
    people.add_watchers(actor, ticket, record.involved(actor, other) - {ticket.owner_id})


@transaction.atomic
def split(actor: Actor, ticket_id: UUID, entry_id: UUID, *, subject: str = "") -> Ticket:
    """Make a ticket of its own of one comment or note, linked back; returns the new one. Raises NotFound."""
    ticket = queries.locked(actor, ticket_id)
    moving.ensure_is_whole(ticket)
    entry = one(queries.entries(actor, ticket).filter(id=entry_id, kind__in=record.SAID))
    kind = ticket.type
    new = Ticket(
        organization_id=ticket.organization_id,
        brand_id=ticket.brand_id,
        type=kind,
        subject=opening.subject(subject or "".join(entry.text.splitlines()[:1]) or entry.attachments[0]["name"]),
        description=entry.text,
        attachments=entry.attachments,
        stage=kind.definition["start"],
        impact=ticket.impact,
        urgency=ticket.urgency,
        priority=ticket.priority,
        source=Ticket.Source.SPLIT,
        customer=ticket.customer,
        team=ticket.team,
        creator_id=actor.id if actor.kind == "user" else None,
        split_from=ticket,
    )
    links = [
        TicketLink(organization_id=ticket.organization_id, kind=link.kind, object_id=link.object_id, number=link.number)
        for link in TicketLink.objects.for_actor(actor).filter(ticket=ticket)
    ]
    opening.keep(actor, new, links, "opened", {"split_from": ticket.number, "said_by": entry.author_name})
    record.note(actor, ticket, "split", data={"number": new.number, "entry_id": str(entry.id), "subject": new.subject})
    record.save(ticket)
    _remember(actor, TicketAct.Kind.SPLIT, [ticket.id, new.id], {"made": str(new.id), "version": new.version})
    return new


@transaction.atomic
def change_many(actor: Actor, ticket_ids: Sequence[UUID], *, changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give many tickets to somebody (`owner_id`, `team_id`, `reason`), move them (`stage`), set `impact` and `urgency`, or put
    `tags` on them.

    Returns for each what became of it; one that refuses leaves the others alone. The whole act can be taken back.
    Raises NotFound when the actor sees none of them.
    """
    for permission in (permissions.READ, permissions.SERVE, permissions.MANAGE):
        actor.require(permission)
    if not queries.tickets(actor).filter(id__in=ticket_ids).exists():
        raise NotFound()
    if not 0 < len(set(ticket_ids)) <= MOST_AT_ONCE:
        raise Invalid("too_many", Text("一次可处理 1 到 200 张工单。", "1 to 200 tickets can be changed at once."))
    results: list[dict[str, Any]] = []
    before: dict[str, Any] = {}
    for ticket_id in sorted(set(ticket_ids)):
        try:
            with transaction.atomic():
                ticket = queries.locked(actor, ticket_id)
                stood = {**_stood(ticket), **_held(ticket)}
                _change(actor, ticket, changes)
        except Problem as problem:
            results.append({"ticket_id": ticket_id, "is_done": False, "problem": problem.text.in_language()})
        else:
            before[str(ticket_id)] = {**stood, "version": ticket.version}
            results.append({"ticket_id": ticket_id, "is_done": True, "problem": ""})
    if before:
        _remember(actor, TicketAct.Kind.BULK, [UUID(one_id) for one_id in before], before)
    return results


@contextmanager
def as_one(actor: Actor, ticket_id: UUID) -> Iterator[None]:
    """What is done with the ticket inside is one act: `undo` puts stage, owner, team, tags and priority back as they were."""
    ticket = queries.locked(actor, ticket_id)
    stood, version = {**_stood(ticket), **_held(ticket)}, ticket.version
    yield
    ticket = one(Ticket.objects.for_actor(actor).filter(id=ticket_id))  # who gave it away may not see it any more
    if ticket.version != version:
        _remember(actor, TicketAct.Kind.BULK, [ticket.id], {str(ticket.id): {**stood, "version": ticket.version}})


def _change(actor: Actor, ticket: Ticket, changes: Mapping[str, Any]) -> None:
    people.ensure_is_worked_on(ticket)
    if changes.get("owner_id") or changes.get("team_id"):
        reason = changes.get("reason") or Text("批量转派", "Reassigned with others").in_language()
        people.give(actor, ticket, owner_id=changes.get("owner_id"), team_id=changes.get("team_id"), reason=reason)
    levels = {name: changes[name] for name in ("impact", "urgency") if changes.get(name)}
    if levels:
        editing.update(actor, ticket.id, changes=levels)
        ticket.refresh_from_db()
    if changes.get("tags"):
        editing.tag(actor, ticket.id, add=changes["tags"])
        ticket.refresh_from_db()
    if changes.get("stage"):
        moving.go(actor, ticket, changes["stage"])


@transaction.atomic
def undo(actor: Actor, ticket_id: UUID) -> Ticket:
    """Take back the last merge, split or bulk act that touched the ticket. Raises Conflict when there is none, and when
    somebody has worked on since on what would be undone."""
    ticket = queries.locked(actor, ticket_id)
    act = queries.last_act(actor, ticket)
    if act is None:
        raise Conflict("nothing_to_undo", Text("没有可撤销的操作。", "There is nothing to take back."))
    act = TicketAct.objects.for_actor(actor).select_for_update().get(id=act.id)
    if act.undone_at:
        raise Conflict("nothing_to_undo", Text("没有可撤销的操作。", "There is nothing to take back."))
    match act.kind:
        case TicketAct.Kind.MERGE:
            _unmerge(actor, act)
        case TicketAct.Kind.SPLIT:
            _unsplit(actor, act)
        case _:
            if not queries.may_undo(actor, act):
                actor.require(permissions.MANAGE)
            _restore_many(actor, act)
    act.undone_at = clock.now()
    act.save(update_fields=["undone_at"])
    return queries.ticket(actor, ticket_id)


def _unmerge(actor: Actor, act: TicketAct) -> None:
    other = queries.locked(actor, UUID(act.before["merged"]))
    into = other.merged_into
    other.merged_into = None
    _stand(other, act.before)
    promising.follow(actor, other)
    record.note(actor, other, "unmerged", data={"from": into.number if into else ""})
    record.save(other, "merged_into", *STOOD, *promising.DUE)
    if into:
        record.note(actor, into, "unmerged", data={"from": other.number})
        record.save(into)


def _unsplit(actor: Actor, act: TicketAct) -> None:
    made = queries.locked(actor, UUID(act.before["made"]))
    said = TicketEntry.objects.for_actor(actor).filter(ticket=made, kind__in=record.SAID).exists()
    if said or made.version != act.before["version"]:
        raise _worked_on(made)
    origin = made.split_from
    made.withdrawn_at, made.category, made.closed_at = clock.now(), Ticket.Category.CLOSED, clock.now()
    promising.follow(actor, made)
    record.save(made, "withdrawn_at", "category", "closed_at", *promising.DUE)
    record.forget(made)
    if origin:
        record.note(actor, origin, "unsplit", data={"number": made.number})
        record.save(origin)


def _restore_many(actor: Actor, act: TicketAct) -> None:
    for ticket_id, before in sorted(act.before.items()):
        try:
            ticket = queries.locked(actor, UUID(ticket_id))
        except NotFound:
            continue
        if ticket.version != before["version"]:
            raise _worked_on(ticket)
        _stand(ticket, before)
        for name in ("owner_id", "team_id", "giver_id"):
            setattr(ticket, name, UUID(before[name]) if before[name] else None)
        ticket.impact, ticket.urgency, ticket.priority = before["impact"], before["urgency"], before["priority"]
        ticket.tags = before.get("tags", ticket.tags)
        promising.follow(actor, ticket)
        record.note(actor, ticket, "undone", data={"kind": act.kind})
        record.save(ticket, "owner", "team", "giver", "impact", "urgency", "priority", "tags", *STOOD, *promising.DUE)
        record.make_findable(ticket)
        record.tell_story(queries.ticket(actor, ticket.id))


def _stood(ticket: Ticket) -> dict[str, Any]:
    """Where the ticket stands, to be put back there."""
    return {
        "stage": ticket.stage,
        "category": ticket.category,
        **{name: at.isoformat() if (at := getattr(ticket, name)) else None for name in MOMENTS},
    }


def _held(ticket: Ticket) -> dict[str, Any]:
    ids = ("owner_id", "team_id", "giver_id")
    return {
        **{name: str(value) if (value := getattr(ticket, name)) else None for name in ids},
        **{name: getattr(ticket, name) for name in ("impact", "urgency", "priority", "tags")},
    }


def _stand(ticket: Ticket, before: Mapping[str, Any]) -> None:
    ticket.stage, ticket.category = before["stage"], before["category"]
    for name in MOMENTS:
        setattr(ticket, name, datetime.fromisoformat(before[name]) if before[name] else None)


def _remember(actor: Actor, kind: str, ticket_ids: list[UUID], before: Mapping[str, Any]) -> None:
    TicketAct.objects.create(
        organization_id=actor.organization_id,
        created_at=clock.now(),
        kind=kind,
        ticket_ids=ticket_ids,
        before=dict(before),
        user_id=actor.id if actor.kind == "user" else None,
    )


def _worked_on(ticket: Ticket) -> Conflict:
    return Conflict(
        "worked_on_since",
        Text(
            f"{ticket.number} 之后又有改动，无法撤销。",
            f"Somebody has worked on {ticket.number} since; it cannot be undone.",
        ),
    )
