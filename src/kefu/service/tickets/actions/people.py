"""Whose a ticket is: claimed, reassigned (转派), returned (退回), copied (抄送), supervised (督办)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import Team, User
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import Ticket, TicketWatcher
from . import later, moving, record

MOST_WATCHERS = 30


@transaction.atomic
def assign(
    actor: Actor, ticket_id: UUID, *, owner_id: UUID | None = None, team_id: UUID | None = None, reason: str = ""
) -> Ticket:
    """Give a ticket to a person, to a team (nobody of it yet), or to both. Taking it from somebody needs a reason.

    Raises Invalid without any of them, and for somebody who works on no tickets of its brand.
    """
    ticket = queries.locked(actor, ticket_id)
    ensure_is_worked_on(ticket)
    give(actor, ticket, owner_id=owner_id, team_id=team_id, reason=reason)
    return ticket


def give(actor: Actor, ticket: Ticket, *, owner_id: UUID | None, team_id: UUID | None, reason: str = "") -> None:
    """Give the locked ticket away."""
    if owner_id is None and team_id is None:
        raise Invalid("nobody_named", Text("请选择处理人或班组。", "Choose a person or a team."))
    if ticket.owner_id and ticket.owner_id != owner_id and not reason.strip():
        raise _reason_needed(Text("请填写转派原因。", "Say why it is reassigned."))
    before = (record_person(ticket.owner), record_team(ticket.team))
    previous = ticket.owner
    ticket.owner = worker(actor, owner_id, ticket.brand_id) if owner_id else None
    if team_id:
        ticket.team = team(actor, team_id)
    if previous and previous.id != ticket.owner_id:
        ticket.giver = previous
    elif ticket.owner_id and actor.kind == "user" and actor.id != ticket.owner_id and previous is None:
        ticket.giver_id = actor.id
    record.note(
        actor,
        ticket,
        "assigned",
        text=reason,
        data={
            "from": before[0], "to": record_person(ticket.owner),
            "from_team": before[1], "to_team": record_team(ticket.team),
        },
    )  # fmt: skip
    later.wake(ticket, on_top=False)
    record.save(ticket, "owner", "team", "giver")
    record.tell_story(ticket)
    tell_owner(actor, ticket)
    if previous and previous.id != ticket.owner_id:
        record.tell(actor, ticket, [previous.id], "ticket_taken", Text("已转派给他人", "was given to somebody else"))


@transaction.atomic
def give_back(actor: Actor, ticket_id: UUID, *, reason: str) -> Ticket:
    """The owner returns a ticket (退回), with a reason, to whom it came from, else to its team's pool.

    Raises Conflict for anybody but the owner and those who decide about tickets.
    """
    ticket = queries.locked(actor, ticket_id)
    ensure_is_worked_on(ticket)
    if ticket.owner_id is None or (ticket.owner_id != actor.id and not actor.may(permissions.MANAGE)):
        raise Conflict("not_yours", Text("只有处理人可以退回工单。", "Only its owner returns a ticket."))
    if not reason.strip():
        raise _reason_needed(Text("请填写退回原因。", "Say why it is returned."))
    owner, giver = ticket.owner, ticket.giver
    able = queries.workers(actor, ticket.brand_id)
    ticket.owner = giver if giver and giver.id != ticket.owner_id and able.filter(id=giver.id).exists() else None
    ticket.giver = owner
    record.note(
        actor, ticket, "returned", text=reason, data={"from": record_person(owner), "to": record_person(ticket.owner)}
    )
    later.wake(ticket, on_top=False)
    record.save(ticket, "owner", "giver")
    record.tell_story(ticket)
    told = [ticket.owner_id] if ticket.owner_id else queries.leaders(actor, ticket)
    record.tell(actor, ticket, told, "ticket_returned", Text("被退回", "was returned"))
    return ticket


@transaction.atomic
def watch(actor: Actor, ticket_id: UUID, user_ids: Iterable[UUID]) -> Ticket:
    """Copy a ticket to colleagues (抄送): they see it and hear what becomes of it."""
    ticket = queries.locked(actor, ticket_id)
    added = add_watchers(actor, ticket, user_ids)
    if added:
        record.note(actor, ticket, "copied", data={"to": [record_person(user) for user in added]})
        record.save(ticket)
    return ticket


@transaction.atomic
def unwatch(actor: Actor, ticket_id: UUID, user_id: UUID) -> Ticket:
    """Take somebody off again; a watcher may always leave."""
    ticket = queries.locked(actor, ticket_id, may=permissions.READ if user_id == actor.id else permissions.SERVE)
    one(TicketWatcher.objects.for_actor(actor).filter(ticket=ticket, user_id=user_id)).delete()
    record.save(ticket)
    return ticket


def add_watchers(actor: Actor, ticket: Ticket, user_ids: Iterable[UUID]) -> list[User]:
    wanted = set(user_ids)
    known = set(TicketWatcher.objects.for_actor(actor).filter(ticket=ticket).values_list("user_id", flat=True))
    if len(wanted | known) > MOST_WATCHERS:
        raise Invalid("too_many_watchers", Text("抄送最多 30 人。", "A ticket is copied to at most 30 people."))
    able = accounts.holders(actor, permissions.READ)
    users = list(User.objects.for_actor(actor).filter(id__in=(wanted - known) & able).order_by("id"))
    if missing := wanted - known - {user.id for user in users}:
        raise Invalid(
            "no_such_person",
            Text("有人不存在或无权查看工单。", "Somebody does not exist, or sees no tickets."),
            errors=[FieldError("user_ids", Text(str(one_id), str(one_id))) for one_id in sorted(missing, key=str)],
        )
    TicketWatcher.objects.bulk_create(
        TicketWatcher(organization_id=ticket.organization_id, ticket=ticket, user=user) for user in users
    )
    record.tell(actor, ticket, [user.id for user in users], "ticket_copied", Text("抄送给您", "was copied to you"))
    return users


@transaction.atomic
def supervise(actor: Actor, ticket_id: UUID, *, until: datetime, text: str) -> Ticket:
    """A leader wants it done by then (督办); its owner hears of it. Raises Invalid for a moment that is over."""
    ticket = queries.locked(actor, ticket_id, may=permissions.MANAGE)
    ensure_is_worked_on(ticket)
    if until <= clock.now():
        fault = Text("督办期限必须晚于现在。", "The deadline must lie ahead.")
        raise Invalid("wrong_until", fault, errors=[FieldError("until", fault)])
    ticket.supervisor_id, ticket.supervised_until, ticket.supervision_late_at = actor.user_id, until, None
    ticket.supervisor = one(User.objects.for_actor(actor).filter(id=actor.user_id))
    record.note(actor, ticket, "supervised", text=text, data={"until": until.isoformat()})
    record.save(ticket, "supervisor", "supervised_until", "supervision_late_at")
    at = record.local_time(until)
    told = [ticket.owner_id] if ticket.owner_id else queries.leaders(actor, ticket)
    record.tell(
        actor, ticket, told, "ticket_supervised", Text(f"被督办，限 {at} 前办结", f"is supervised, to be done by {at}")
    )
    return ticket


@transaction.atomic
def end_supervision(actor: Actor, ticket_id: UUID) -> Ticket:
    """It goes its ordinary way again. Raises Conflict when nobody supervises it."""
    ticket = queries.locked(actor, ticket_id, may=permissions.MANAGE)
    if ticket.supervised_until is None:
        raise Conflict("not_supervised", Text("该工单没有被督办。", "Nobody supervises this ticket."))
    ticket.supervisor, ticket.supervised_until = None, None
    record.note(actor, ticket, "unsupervised")
    record.save(ticket, "supervisor", "supervised_until")
    return ticket


def ensure_is_worked_on(ticket: Ticket) -> None:
    moving.ensure_is_whole(ticket)
    if ticket.category in moving.OVER:
        raise Conflict("ticket_over", Text("工单已办结，请先重开。", "The ticket is done; reopen it first."))


def tell_owner(actor: Actor, ticket: Ticket) -> None:
    if ticket.owner_id:
        record.tell(actor, ticket, [ticket.owner_id], "ticket_given", Text("分派给您", "was given to you"))


def worker(actor: Actor, user_id: UUID, brand_id: UUID) -> User:
    """Somebody who may be given a ticket of the brand. Raises Invalid."""
    found = queries.workers(actor, brand_id).filter(id=user_id).first()
    if found is None:
        text = Text("该员工不能处理此品牌的工单。", "This person works on no tickets of this brand.")
        raise Invalid("cannot_own", text, errors=[FieldError("owner_id", text)])
    return found


def team(actor: Actor, team_id: UUID) -> Team:
    return one(accounts.teams(actor).filter(id=team_id))


def record_person(user: User | None) -> dict[str, str] | None:
    return {"id": str(user.id), "name": accounts.staff_name(user)} if user else None


def record_team(found: Team | None) -> dict[str, str] | None:
    return {"id": str(found.id), "name": found.name} if found else None


def _reason_needed(text: Text) -> Invalid:
    return Invalid("reason_needed", text, errors=[FieldError("reason", text)])
