"""Nobody gets a ticket but through one of these."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import queries as customers
from kefu.kernel import clock, search, statements
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound
from kefu.kernel.tenancy import found

from .. import permissions
from ..models import Ticket, TicketApproval, TicketEntry, TicketLink, TicketType, TicketWatcher
from .types import with_policies

SEARCH_KIND = "ticket"
LONG_WAIT = timedelta(days=7)
SOON = 75
"""Percent of a promise from which a ticket is said to be nearly late (即将超时)."""
TAGS_OF, MOST_TAGS = 2_000, 50
UNFINISHED = (Ticket.Category.OPEN, Ticket.Category.WAITING)
View = Literal["mine", "later", "team", "unassigned", "due", "overdue", "watching", "waiting", "approving", "all"]
State = Literal["open", "done", "closed", "any"]

STATES: dict[State, tuple[str, ...]] = {
    "open": UNFINISHED,
    "done": (Ticket.Category.DONE,),
    "closed": (Ticket.Category.CLOSED,),
    "any": (),
}
VIEWS: dict[View, Callable[[Actor, QuerySet[Ticket]], QuerySet[Ticket]]] = {
    "mine": lambda actor, rows: rows.filter(owner_id=actor.user_id, snoozed_until=None),
    "later": lambda actor, rows: rows.filter(owner_id=actor.user_id, snoozed_until__isnull=False),
    "team": lambda actor, rows: rows.filter(_of_my_teams(actor)),
    "unassigned": lambda actor, rows: rows.filter(owner=None),
    "due": lambda actor, rows: rows.filter(due_at__gt=clock.now(), alarm__gte=SOON),
    "overdue": lambda actor, rows: rows.filter(due_at__lte=clock.now()),
    "watching": lambda actor, rows: rows.filter(id__in=_concerning(actor, rows)),
    "waiting": lambda actor, rows: rows.filter(waiting_since__lte=clock.now() - LONG_WAIT),
    "approving": lambda actor, rows: rows.filter(id__in=_asked(actor).filter(state=TicketApproval.State.PENDING)),
    "all": lambda actor, rows: rows,
}


def tickets(actor: Actor) -> QuerySet[Ticket]:
    """What a member of staff may see: their scope's tickets, those that nobody has, those they made, watch, supervise or
    were asked to approve something of."""
    actor.require(permissions.READ)
    rows = Ticket.objects.for_actor(actor).filter(withdrawn_at=None)
    if actor.user_ids is None:
        return rows
    reached = Q(owner_id__in=actor.user_ids) | Q(owner_id=None) | Q(creator_id__in=actor.user_ids)
    return rows.filter(reached | Q(supervisor_id=actor.user_id) | Q(id__in=_watched(actor)) | Q(id__in=_asked(actor)))


def ticket(actor: Actor, ticket_id: UUID) -> Ticket:
    actor.require(permissions.READ)
    return _visible(actor, ticket_id)


def locked(actor: Actor, ticket_id: UUID, *, may: str = permissions.SERVE) -> Ticket:
    """The ticket with its row lock, for whoever sees it and holds the permission."""
    actor.require(permissions.READ)
    actor.require(may)
    return _visible(actor, ticket_id, lock=True)


def _visible(actor: Actor, ticket_id: UUID, *, lock: bool = False) -> Ticket:
    """As of `tickets(actor)`, read by its id first: who reaches it is in the row but for watchers and approvers."""
    row = found(statements.first(Ticket, actor, lock=lock, id=ticket_id))
    near = {row.owner_id, row.creator_id}
    is_near = actor.user_ids is None or row.owner_id is None or not near.isdisjoint(actor.user_ids)
    if row.withdrawn_at or not (is_near or row.supervisor_id == actor.user_id or _is_invited(actor, ticket_id)):
        raise NotFound()
    row.type = with_policies(actor, statements.find(TicketType, actor.organization_id, id=row.type_id))[0]
    return row


def _is_invited(actor: Actor, ticket_id: UUID) -> bool:
    return _watched(actor).filter(ticket_id=ticket_id).exists() or _asked(actor).filter(ticket_id=ticket_id).exists()


def typed(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """One ticket with its type, which every decision reads. Whom else it names is asked for when needed: eight joins take the
    database longer to plan than all of that to read."""
    return rows.select_related("type__policy")


def whole(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Many of them, with everybody and everything that a ticket names."""
    return rows.select_related("type__policy", "owner", "team", "customer", "supervisor", "creator", "giver")


def listed(
    actor: Actor,
    *,
    view: View = "all",
    state: State = "open",
    q: str = "",
    type_id: UUID | None = None,
    owner_id: UUID | None = None,
    team_id: UUID | None = None,
    customer_id: UUID | None = None,
    brand_id: UUID | None = None,
    priority: str | None = None,
    stage: str | None = None,
    tag: str | None = None,
    conversation_id: UUID | None = None,
    call_id: UUID | None = None,
) -> QuerySet[Ticket]:
    """The rows of a view that fit everything that is given; `q` finds words of the ticket or its number."""
    rows = VIEWS[view](actor, tickets(actor))
    if (categories := _categories(view, state)) != Ticket.Category.values:
        rows = rows.filter(category__in=categories)
    wanted = {
        "type_id": type_id, "owner_id": owner_id, "team_id": team_id, "customer_id": customer_id,
        "brand_id": brand_id, "priority": priority, "stage": stage,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if tag:
        rows = rows.filter(tags__contains=[tag]).exclude(tags=[])  # the index holds those with tags alone
    for kind, object_id in ((TicketLink.Kind.CONVERSATION, conversation_id), (TicketLink.Kind.CALL, call_id)):
        if object_id:
            rows = rows.filter(id__in=_linked(actor, kind, object_id))
    if q.strip():
        rows = rows.filter(id__in=search.find(actor, q, kinds=[SEARCH_KIND]).order_by().values("object_id"))
    return rows


def tags(actor: Actor, start: str = "") -> list[tuple[str, int]]:
    """The tags of the latest 2,000 tickets that have some and that the actor sees, those used most first; 50 at most, of those
    that begin with `start`."""
    latest = tickets(actor).exclude(tags=[]).order_by("-id").values_list("tags", flat=True)[:TAGS_OF]
    count = Counter(tag for found in latest for tag in found if tag.casefold().startswith(start.casefold()))
    return sorted(count.items(), key=lambda one: (-one[1], one[0]))[:MOST_TAGS]


def _categories(view: View, state: State) -> list[str]:
    """Those of view and state together: named one after the other, they make the database think the rows rarer than they are,
    and sort what an index holds in order."""
    states = STATES[state] or Ticket.Category.values
    return [category for category in states if view != "unassigned" or category == Ticket.Category.OPEN]


def order_of(view: View) -> tuple[str, ...]:
    """What came back to somebody stands on top of theirs until they do something with it."""
    match view:
        case "due" | "overdue":
            return ("due_at", "id")
        case "mine":
            return ("-is_woken", "-id")
        case "later":
            return ("snoozed_until", "id")
    return ("-id",)


def of_customer(actor: Actor, customer_id: UUID) -> QuerySet[Ticket]:
    """A customer's tickets, whoever works on them: who has the customer before them must know how far they are.

    Raises NotFound unless the actor may see the customer.
    """
    actor.require(permissions.READ)
    customer = customers.get(actor, customer_id)
    return Ticket.objects.for_actor(actor).filter(customer=customer, withdrawn_at=None, merged_into=None)


def of_contact(actor: Actor, kind: str, object_id: UUID) -> QuerySet[Ticket]:
    """The tickets that came of a conversation or a call, as far as the actor sees them."""
    return tickets(actor).filter(id__in=_linked(actor, kind, object_id))


def entries(actor: Actor, ticket: Ticket) -> QuerySet[TicketEntry]:
    """The history of a ticket that the actor may see, and of those that were merged into it."""
    merged = Ticket.objects.for_actor(actor).filter(merged_into=ticket).values_list("id", flat=True)
    rows = TicketEntry.objects.for_actor(actor).filter(ticket_id__in=[ticket.id, *merged])
    return rows.select_related("ticket")


def _linked(actor: Actor, kind: str, object_id: UUID) -> QuerySet[TicketLink, UUID]:
    rows = TicketLink.objects.for_actor(actor).filter(kind=kind, object_id=object_id)
    return rows.values_list("ticket_id", flat=True)


def _of_my_teams(actor: Actor) -> Q:
    """Given to a team of the actor's, or to somebody of it."""
    teams = accounts.team_ids_of(actor)
    members = {member.user_id for found in accounts.members(actor, teams).values() for member in found}
    return Q(team_id__in=teams) | Q(owner_id__in=members)


def _concerning(actor: Actor, rows: QuerySet[Ticket]) -> QuerySet[Ticket, Any]:
    """Watched, supervised or made by the actor: three short looks into indexes, where one OR would read all the rows."""
    mine = rows.filter(supervisor_id=actor.user_id), rows.filter(creator_id=actor.user_id)
    return rows.filter(id__in=_watched(actor)).values("id").union(*(found.values("id") for found in mine))


def _watched(actor: Actor) -> QuerySet[TicketWatcher, UUID]:
    return TicketWatcher.objects.for_actor(actor).filter(user_id=actor.user_id).values_list("ticket_id", flat=True)


def _asked(actor: Actor) -> QuerySet[TicketApproval, UUID]:
    rows = TicketApproval.objects.for_actor(actor).filter(approver_ids__contains=[actor.user_id])
    return rows.values_list("ticket_id", flat=True)


def leaders(actor: Actor, ticket: Ticket) -> frozenset[UUID]:
    """Who leads the work on a ticket: the leaders of its team, of its owner, else whoever decides about tickets."""
    if ticket.team_id:
        team = accounts.members(actor, [ticket.team_id]).get(ticket.team_id, [])
        if found := frozenset(member.user_id for member in team if member.is_leader):
            return found
    if ticket.owner_id:
        return accounts.leaders_of(actor, ticket.owner_id)
    return accounts.holders(actor, permissions.MANAGE)
