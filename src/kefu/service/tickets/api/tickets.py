"""Lists, details, and the making and changing of tickets."""

from typing import Any
from uuid import UUID

from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from kefu.kernel import files
from kefu.kernel.http import ActorRequest, Page, page

from .. import actions, queries
from .schemas import (
    Priority,
    TicketCommentIn,
    TicketDetail,
    TicketEntryOut,
    TicketFileOut,
    TicketIn,
    TicketPatch,
    TicketRow,
    TicketsChangedOut,
    TicketsChangeIn,
    TicketTagOut,
    TicketViewsOut,
)

router = Router()


class TicketFilters(Schema):
    view: queries.View = "all"
    state: queries.State = "open"
    q: str = ""
    type_id: UUID | None = None
    owner_id: UUID | None = None
    team_id: UUID | None = None
    customer_id: UUID | None = None
    brand_id: UUID | None = None
    priority: Priority | None = None
    stage: str | None = None
    tag: str | None = None
    conversation_id: UUID | None = None
    call_id: UUID | None = None


@router.get("/tickets", response=Page[TicketRow])
def list_tickets(
    request: ActorRequest, filters: Query[TicketFilters], after: str | None = None, limit: int = 50
) -> Any:
    """Newest first; the views `due` and `overdue` by what is due first. `q` finds words of subject, form and comments, or a number."""
    rows = queries.listed(request.auth, **filters.dict()).values(*queries.LISTED)
    found, following = page(rows, after=after, limit=limit, order=queries.order_of(filters.view))
    return {"items": queries.rows(request.auth, found), "next": following}


@router.get("/tickets/views", response=TicketViewsOut)
def count_ticket_views(request: ActorRequest) -> Any:
    """How many unfinished tickets each view holds, counted up to 1,000."""
    return queries.counts(request.auth)


@router.get("/ticket-tags", response=list[TicketTagOut])
def list_ticket_tags(request: ActorRequest, q: str = "") -> Any:
    """The tags in use, those used most first; `q` is how they begin."""
    return [{"tag": tag, "count": count} for tag, count in queries.tags(request.auth, q.strip())]


@router.post("/tickets", response={201: TicketDetail})
def create_ticket(request: ActorRequest, data: TicketIn) -> Status[Any]:
    """Open a ticket. Of a conversation or call it takes the customer; of its parent the brand."""
    given = data.dict(exclude={"customer", "type", "watcher_ids", "attachment_ids"})
    person = actions.Person(**data.customer.dict()) if data.customer else None
    new = actions.NewTicket(
        **given,
        customer=person,
        type_code=data.type,
        watcher_ids=tuple(data.watcher_ids),
        attachment_ids=tuple(data.attachment_ids),
    )
    return Status(201, queries.detail(request.auth, actions.create(request.auth, new), is_new=True))


@router.post("/tickets/attachments", response={201: TicketFileOut})
def attach_ticket_file(request: ActorRequest, file: File[UploadedFile]) -> Status[Any]:
    """Upload a file; name it in `attachment_ids` of a ticket or a comment. At most 20 MB, of a known type."""
    kept = actions.attach(request.auth, file)
    return Status(201, queries.linked([files.described(kept)])[0])


@router.post("/tickets/bulk", response=TicketsChangedOut)
def change_tickets(request: ActorRequest, data: TicketsChangeIn) -> Any:
    """Change many at once; what refuses is told, the others are done."""
    changes = {name: value for name, value in data.dict(exclude={"ticket_ids"}).items() if value}
    results = actions.change_many(request.auth, data.ticket_ids, changes=changes)
    return {"done": sum(one["is_done"] for one in results), "results": results}


@router.get("/tickets/{ticket_id}", response=TicketDetail)
def get_ticket(request: ActorRequest, ticket_id: UUID) -> Any:
    return _shown(request, ticket_id)


@router.patch("/tickets/{ticket_id}", response=TicketDetail)
def update_ticket(request: ActorRequest, ticket_id: UUID, data: TicketPatch) -> Any:
    changes = data.dict(exclude_unset=True)
    version = changes.pop("version", None)
    actions.update(request.auth, ticket_id, changes=changes, version=version)
    return _shown(request, ticket_id)


@router.get("/tickets/{ticket_id}/entries", response=Page[TicketEntryOut])
def list_ticket_entries(request: ActorRequest, ticket_id: UUID, after: str | None = None, limit: int = 50) -> Any:
    """What happened with the ticket and was said about it, newest first."""
    ticket = queries.ticket(request.auth, ticket_id)
    found, following = page(queries.entries(request.auth, ticket), after=after, limit=limit)
    return {"items": [queries.entry(one) for one in found], "next": following}


@router.post("/tickets/{ticket_id}/comments", response={201: TicketEntryOut})
def comment_ticket(request: ActorRequest, ticket_id: UUID, data: TicketCommentIn) -> Status[Any]:
    """Answer the customer, or leave a note among colleagues."""
    return Status(201, queries.entry(actions.comment(request.auth, ticket_id, **data.dict())))


@router.get("/customers/{customer_id}/tickets", response=Page[TicketRow])
def list_customer_tickets(request: ActorRequest, customer_id: UUID, after: str | None = None, limit: int = 20) -> Any:
    """The customer's tickets, newest first, whoever works on them."""
    rows = queries.of_customer(request.auth, customer_id).values(*queries.LISTED)
    found, following = page(rows, after=after, limit=limit)
    return {"items": queries.rows(request.auth, found), "next": following}


def _shown(request: ActorRequest, ticket_id: UUID) -> dict[str, Any]:
    return queries.detail(request.auth, queries.ticket(request.auth, ticket_id))
