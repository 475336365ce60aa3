"""Shapes that both sides of a conversation share. No output field is ever left out; what is unknown is null."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema


class SenderOut(Schema):
    kind: Literal["visitor", "agent", "bot", "system"]
    id: UUID | None
    name: str


class AttachmentOut(Schema):
    id: UUID
    name: str
    size: int
    type: str
    url: str


class MessageOut(Schema):
    id: UUID
    conversation_id: UUID
    seq: int
    client_id: str | None
    sender: SenderOut
    kind: Literal["text", "image", "file", "card", "article", "rating_invite", "note", "system"]
    text: str
    payload: dict[str, Any]
    attachments: list[AttachmentOut]
    quote_id: UUID | None
    recalled_at: datetime | None
    created_at: datetime


class MessageIn(Schema):
    text: str | None = None
    kind: str = "text"
    payload: dict[str, Any] | None = None
    quote_id: UUID | None = None
    client_id: str | None = Field(None, min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")
    attachment_ids: list[UUID] = []


class AgentMessageIn(MessageIn):
    """`reply_ids`: the quick replies that the message was made of."""

    reply_ids: list[UUID] = Field([], max_length=20)


class FileOut(Schema):
    id: UUID
    name: str
    size: int
    type: str


class NamedOut(Schema):
    id: UUID
    name: str


class RowVisitorOut(NamedOut):
    is_online: bool
    verified: bool


class RowCustomerOut(NamedOut):
    tier: str


class OfferOut(Schema):
    expires_at: datetime


class LastMessageOut(Schema):
    text: str
    sender: str
    at: datetime


class RowDispositionOut(Schema):
    id: UUID
    path: list[str]


class ConversationRowOut(Schema):
    id: UUID
    number: str
    channel: str
    status: Literal["bot", "queued", "active", "closed"]
    brand_id: UUID
    site_name: str
    visitor: RowVisitorOut
    customer: RowCustomerOut | None
    queue: NamedOut | None
    assignee: NamedOut | None
    offer: OfferOut | None
    last_message: LastMessageOut | None
    unread: int
    unanswered_since: datetime | None
    snoozed_until: datetime | None
    snooze_note: str
    returned_at: datetime | None
    started_at: datetime
    queued_at: datetime | None
    assigned_at: datetime | None
    closed_at: datetime | None
    disposition: RowDispositionOut | None
    disposition_pending: bool
    previous_id: UUID | None
    rating: int | None


class EntryOut(Schema):
    page: str | None
    referrer: str | None
    product_id: str | None
    category: str | None


class ClaimsOut(Schema):
    name: str | None
    email: str | None
    phone: str | None
    external_id: str | None


class SortingOut(Schema):
    source: Literal["entry", "choice", "intent", "text", "default"]
    disposition: RowDispositionOut | None
    queue: NamedOut
    evidence: dict[str, Any]
    corrected_by: str | None
    corrected_at: datetime | None


class ConversationOut(ConversationRowOut):
    messages: list[MessageOut]
    has_earlier: bool
    entry: EntryOut
    claims: ClaimsOut
    summary: str | None
    work_item_id: UUID | None
    draft: str
    sorting: SortingOut | None
    visitor_read_seq: int
