"""Endpoints of the kernel itself: socket tickets, file links, the audit log, blocks, events set aside."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import FileResponse, HttpRequest
from ninja import Field, Router, Schema, Status

from . import audit, files, limits
from .actor import Actor
from .errors import Conflict, FieldError, Invalid
from .events.base import wake_relay_on_commit
from .http import ActorRequest, Page, page
from .http.openapi import binary
from .i18n import Text
from .models import AuditEntry, Block, OutboxEvent, ParkedEvent
from .permissions import AUDIT_READ, BLOCKS_MANAGE, OPERATIONS_READ
from .realtime import tickets
from .tenancy import one

router = Router(tags=["system"])


class TicketOut(Schema):
    ticket: str
    expires_in: int


def issue_ticket(request: ActorRequest) -> TicketOut:
    """A ticket that opens a socket within sixty seconds."""
    return TicketOut(ticket=tickets.issue(request.auth), expires_in=tickets.SECONDS)


@router.get("/files/{token}", auth=None, response={200: None}, openapi_extra=binary("*/*"))
def download(request: HttpRequest, token: str) -> FileResponse:
    return files.opened(token, request.headers.get("Range", ""))


class AuditActorOut(Schema):
    kind: str
    id: UUID | None
    name: str


class AuditTargetOut(Schema):
    type: str
    id: str
    label: str


class AuditOut(Schema):
    id: UUID
    at: datetime
    actor: AuditActorOut
    action: str
    target: AuditTargetOut
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    ip: str | None

    @classmethod
    def of(cls, entry: AuditEntry) -> "AuditOut":
        return cls(
            id=entry.id,
            at=entry.created_at,
            actor=AuditActorOut(kind=entry.actor_kind, id=entry.actor_id, name=entry.actor_name),
            action=entry.action,
            target=AuditTargetOut(type=entry.target_type, id=entry.target_id, label=entry.target_label),
            before=entry.before,
            after=entry.after,
            ip=entry.ip,
        )


@router.get("/audit", response=Page[AuditOut])
def list_audit(
    request: ActorRequest,
    actor: UUID | None = None,
    action: str = "",
    target: str = "",
    after: str | None = None,
    limit: int = 50,
) -> Page[AuditOut]:
    """Who changed what, newest first."""
    request.auth.require(AUDIT_READ)
    rows = AuditEntry.objects.for_actor(request.auth)
    if actor:
        rows = rows.filter(actor_id=actor)
    if action:
        rows = rows.filter(action__startswith=action)
    if target:
        rows = rows.filter(target_id=target)
    entries, following = page(rows, after=after, limit=limit)
    return Page[AuditOut](items=[AuditOut.of(entry) for entry in entries], next=following)


class BlockIn(Schema):
    kind: Literal["ip", "visitor", "phone", "email", "customer"]
    value: str = Field(min_length=1, max_length=254)
    reason: str = Field(min_length=1, max_length=200)
    until: datetime | None = None


class BlockOut(Schema):
    id: UUID
    kind: str
    value: str
    reason: str
    until: datetime | None
    created_at: datetime
    refusals: int
    refused_at: datetime | None


@router.get("/blocks", response=Page[BlockOut])
def list_blocks(request: ActorRequest, after: str | None = None, limit: int = 50) -> Page[BlockOut]:
    request.auth.require(BLOCKS_MANAGE)
    rows, following = page(Block.objects.for_actor(request.auth), after=after, limit=limit)
    return Page[BlockOut](items=[BlockOut.from_orm(row) for row in rows], next=following)


@router.post("/blocks", response={201: BlockOut})
@transaction.atomic
def add_block(request: ActorRequest, data: BlockIn) -> Status[Block]:
    """Refuse an address, a visitor, a telephone number, an e-mail or a customer in chat and on the phone."""
    actor: Actor = request.auth
    actor.require(BLOCKS_MANAGE)
    value = _comparable(data)
    block, made = Block.objects.for_actor(actor).get_or_create(
        organization_id=actor.organization_id,
        kind=data.kind,
        value=value,
        defaults={"reason": data.reason, "until": data.until, "created_by_id": actor.id},
    )
    if not made:
        raise Conflict(
            "already_blocked", Text("已在拉黑名单中。", "This is on the list already."), extra={"id": str(block.id)}
        )
    audit.record(
        actor,
        action="block.added",
        target_type="block",
        target_id=block.id,
        target_label=str(block),
        after=data.model_dump(mode="json"),
    )
    limits.forget()
    return Status(201, block)


def _comparable(data: BlockIn) -> str:
    """The value as it is written where callers are compared with it; Invalid for what is none of its kind."""
    try:
        return limits.comparable(data.kind, data.value)
    except ValueError as error:
        text = Text(
            "请填写完整的 IP 地址、访客或客户编号、电话号码或邮箱。",
            "Give a complete IP address, visitor's or customer's id, telephone number or e-mail.",
        )
        raise Invalid("block_value", text, errors=[FieldError("value", text)]) from error


@router.delete("/blocks/{block_id}", response={204: None})
@transaction.atomic
def remove_block(request: ActorRequest, block_id: UUID) -> Status[None]:
    request.auth.require(BLOCKS_MANAGE)
    block = Block.objects.get_for(request.auth, block_id)
    audit.record(request.auth, action="block.removed", target_type="block", target_id=block.id, target_label=str(block))
    block.delete()
    limits.forget()
    return Status(204, None)


class ParkedEventOut(Schema):
    id: int
    subscriber: str
    name: str
    payload: dict[str, Any]
    error: str
    parked_at: datetime


@router.get("/parked-events", response=Page[ParkedEventOut])
def list_parked_events(request: ActorRequest, after: str | None = None, limit: int = 50) -> Page[ParkedEventOut]:
    """Events that a module could not digest, newest first."""
    request.auth.require(OPERATIONS_READ)
    rows, following = page(
        ParkedEvent.objects.filter(organization_id=request.auth.organization_id), after=after, limit=limit
    )
    return Page[ParkedEventOut](items=[ParkedEventOut.from_orm(row) for row in rows], next=following)


@router.post("/parked-events/{event_id}/retry", response={204: None})
@transaction.atomic
def retry_parked_event(request: ActorRequest, event_id: int) -> Status[None]:
    """Announce the event anew, for every subscriber: reactions bear repetition."""
    request.auth.require(OPERATIONS_READ)
    rows = ParkedEvent.objects.filter(organization_id=request.auth.organization_id, id=event_id)
    parked = one(rows.select_for_update())
    OutboxEvent.objects.create(organization_id=parked.organization_id, name=parked.name, payload=parked.payload)
    wake_relay_on_commit()
    parked.delete()
    return Status(204, None)
