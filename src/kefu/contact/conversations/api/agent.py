"""Conversations as staff handle them."""

from typing import Any, Literal
from uuid import UUID

from ninja import Field, File, Router, Schema, Status, UploadedFile

from kefu.contact.routing import queries as routing
from kefu.kernel.http import ActorRequest, Page, page

from .. import actions, queries
from .schemas import AgentMessageIn, ConversationOut, ConversationRowOut, FileOut, MessageOut

router = Router()


@router.get("/conversations", response=Page[ConversationRowOut])
def list_conversations(
    request: ActorRequest,
    status: Literal["bot", "queued", "active", "closed"] | None = None,
    assignee: str | None = None,
    channel: str | None = None,
    customer: UUID | None = None,
    pending: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Any:
    """Newest first. `assignee` is a user's id, `me`, or `none`; `pending` are one's own whose reason is a guess (待补)."""
    actor = request.auth
    rows = queries.conversations(actor)
    if pending:
        rows = rows.filter(id__in=routing.pending_subjects(actor))
    if status:
        rows = rows.filter(status=status)
    if assignee == "none":
        rows = rows.filter(assignee_id=None)
    elif assignee:
        rows = rows.filter(assignee_id=actor.user_id if assignee == "me" else _uuid(assignee))
    if channel:
        rows = rows.filter(channel=channel)
    if customer:
        rows = rows.filter(customer_id=customer)
    found, following = page(rows, after=after, limit=limit)
    return {"items": queries.rows(actor, found), "next": following}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)  # nobody's id: an unknown assignee has no conversations


class BatchCloseIn(Schema):
    """Without `disposition_id` each gets the reason that is guessed of it."""

    conversation_ids: list[UUID] = Field(min_length=1, max_length=50)
    disposition_id: UUID | None = None


class RefusedOut(Schema):
    id: UUID
    code: str
    detail: str


class BatchClosedOut(Schema):
    closed: list[ConversationRowOut]
    refused: list[RefusedOut]


@router.post("/conversations/batch-close", response=BatchClosedOut)
def close_many(request: ActorRequest, data: BatchCloseIn) -> Any:
    """End several at once, or settle the reasons of several that ended. One that cannot be stays, and says why."""
    closed, refused = actions.close_many(request.auth, data.conversation_ids, disposition_id=data.disposition_id)
    return {
        "closed": queries.rows(request.auth, closed),
        "refused": [
            {"id": one.conversation_id, "code": one.problem.code, "detail": one.problem.text.in_language()}
            for one in refused
        ],
    }


@router.get("/conversations/{conversation_id}", response=ConversationOut)
def get_conversation(request: ActorRequest, conversation_id: UUID) -> Any:
    return queries.detail(request.auth, queries.conversation(request.auth, conversation_id))


class EarlierOut(Schema):
    items: list[MessageOut]
    has_earlier: bool


@router.get("/conversations/{conversation_id}/messages", response=EarlierOut)
def list_messages(request: ActorRequest, conversation_id: UUID, before: int | None = None, limit: int = 100) -> Any:
    """Messages before the seq `before`, in order."""
    conversation = queries.conversation(request.auth, conversation_id)
    before = min(before, 2**31 - 1) if before is not None else None
    messages, has_earlier = queries.earlier_messages(request.auth, conversation, before_seq=before, limit=limit)
    return {"items": [queries.message_view(m) for m in messages], "has_earlier": has_earlier}


@router.post("/conversations/{conversation_id}/accept", response=ConversationOut)
def accept(request: ActorRequest, conversation_id: UUID) -> Any:
    return queries.detail(request.auth, actions.accept(request.auth, conversation_id))


@router.post("/conversations/{conversation_id}/decline", response={204: None})
def decline(request: ActorRequest, conversation_id: UUID) -> Status[None]:
    actions.decline(request.auth, conversation_id)
    return Status(204, None)


class CloseIn(Schema):
    disposition_id: UUID
    summary: str = Field("", max_length=5000)
    script_reason: str = Field("", max_length=200)


@router.post("/conversations/{conversation_id}/close", response=ConversationRowOut)
def close(request: ActorRequest, conversation_id: UUID, data: CloseIn) -> Any:
    """End the service with its reason; a conversation that the visitor ended gets its reason."""
    closed = actions.close(request.auth, conversation_id, **data.model_dump())
    return queries.row(request.auth, closed)


class TransferIn(Schema):
    to_agent: UUID | None = None
    to_queue: UUID | None = None
    note: str


@router.post("/conversations/{conversation_id}/transfer", response=ConversationRowOut)
def transfer(request: ActorRequest, conversation_id: UUID, data: TransferIn) -> Any:
    moved = actions.transfer(
        request.auth, conversation_id, note=data.note, to_agent=data.to_agent, to_queue=data.to_queue
    )
    return queries.row(request.auth, moved)


@router.post("/conversations/{conversation_id}/watch", response=ConversationOut)
def watch(request: ActorRequest, conversation_id: UUID) -> Any:
    """Begin to read a colleague's conversation along; it is audited."""
    return queries.detail(request.auth, actions.watch(request.auth, conversation_id))


class TakeOverIn(Schema):
    reason: str = Field(min_length=1, max_length=200)


@router.post("/conversations/{conversation_id}/take-over", response=ConversationRowOut)
def take_over(request: ActorRequest, conversation_id: UUID, data: TakeOverIn) -> Any:
    """Serve a colleague's conversation oneself from now on."""
    return queries.row(request.auth, actions.take_over(request.auth, conversation_id, reason=data.reason))


class GiveBackIn(Schema):
    reason: str = Field(min_length=1, max_length=200)


@router.post("/conversations/{conversation_id}/give-back", response=ConversationRowOut)
def give_back(request: ActorRequest, conversation_id: UUID, data: GiveBackIn) -> Any:
    """Refuse a transfer before answering, with a reason: the conversation returns to the colleague it came from."""
    return queries.row(request.auth, actions.give_back(request.auth, conversation_id, reason=data.reason))


@router.post("/conversations/{conversation_id}/raise-hand", response={201: MessageOut})
def raise_hand(request: ActorRequest, conversation_id: UUID) -> Status[Any]:
    """Ask one's leader for help (举手求助)."""
    return Status(201, queries.message_view(actions.raise_hand(request.auth, conversation_id)))


class ResortIn(Schema):
    disposition_id: UUID


@router.post("/conversations/{conversation_id}/sorting", response=ConversationOut)
def resort(request: ActorRequest, conversation_id: UUID, data: ResortIn) -> Any:
    """Correct what the conversation is about (改派分类); it moves along where the reason leads to another queue."""
    return queries.detail(request.auth, actions.resort(request.auth, conversation_id, data.disposition_id))


@router.post("/conversations/{conversation_id}/messages", response={201: MessageOut})
def post_message(request: ActorRequest, conversation_id: UUID, data: AgentMessageIn) -> Status[Any]:
    return Status(201, queries.message_view(actions.post(request.auth, conversation_id, **data.model_dump())))


class TextIn(Schema):
    text: str


@router.post("/conversations/{conversation_id}/notes", response={201: MessageOut})
def add_note(request: ActorRequest, conversation_id: UUID, data: TextIn) -> Status[Any]:
    return Status(201, queries.message_view(actions.add_note(request.auth, conversation_id, data.text)))


@router.post("/conversations/{conversation_id}/messages/{message_id}/recall", response=MessageOut)
def recall(request: ActorRequest, conversation_id: UUID, message_id: UUID) -> Any:
    return queries.message_view(actions.recall(request.auth, conversation_id, message_id))


class ReadIn(Schema):
    seq: int = Field(ge=0, le=2**31 - 1)


@router.post("/conversations/{conversation_id}/read", response={204: None})
def mark_read(request: ActorRequest, conversation_id: UUID, data: ReadIn) -> Status[None]:
    actions.mark_read(request.auth, conversation_id, data.seq)
    return Status(204, None)


@router.put("/conversations/{conversation_id}/draft", response={204: None})
def save_draft(request: ActorRequest, conversation_id: UUID, data: TextIn) -> Status[None]:
    actions.save_draft(request.auth, conversation_id, data.text)
    return Status(204, None)


@router.post("/conversations/{conversation_id}/attachments", response={201: FileOut})
def attach(request: ActorRequest, conversation_id: UUID, file: File[UploadedFile]) -> Status[Any]:
    return Status(201, actions.attach(request.auth, conversation_id, file))


class SuggestionOut(Schema):
    id: UUID
    path: list[str]


class SuggestionsOut(Schema):
    items: list[SuggestionOut]


@router.get("/conversations/{conversation_id}/suggested-dispositions", response=SuggestionsOut)
def suggest_dispositions(request: ActorRequest, conversation_id: UUID) -> Any:
    """Up to five reasons that fit, best first."""
    conversation = queries.conversation(request.auth, conversation_id)
    paths = routing.disposition_paths(request.auth)
    return {
        "items": [{"id": id, "path": paths[id]} for id in queries.suggested_dispositions(request.auth, conversation)]
    }


class CustomerLinkIn(Schema):
    customer_id: UUID | None = None
    name: str = Field("", max_length=80)
    phone: str | None = Field(None, max_length=40)
    email: str | None = Field(None, max_length=254)
    values: dict[str, Any] = {}


@router.post("/conversations/{conversation_id}/customer", response=ConversationOut)
def link_customer(request: ActorRequest, conversation_id: UUID, data: CustomerLinkIn) -> Any:
    """Say who the visitor is: a known customer by id, or a new one."""
    linked = actions.link_customer(request.auth, conversation_id, **data.model_dump())
    return queries.detail(request.auth, linked)
