"""Asking for a block and deciding on it; warning, and having been warned."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.models import Conversation
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import queries as customers
from kefu.foundation.notices import actions as notices
from kefu.kernel import audit, clock, limits
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text
from kefu.kernel.models import Block
from kefu.kernel.permissions import BLOCKS_MANAGE
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from . import permissions, queries
from .models import BlockRequest, WarningEntry

SERVE = "conversations.serve"  # declared by conversations
State = BlockRequest.State


@transaction.atomic
def ask_block(
    actor: Actor, *, conversation_id: UUID, reason: str, days: int = 7, with_address: bool = False
) -> BlockRequest:
    """An agent asks a leader to block the visitor of a conversation for `days` (1..365); the leaders hear of it."""
    actor.require(SERVE)
    conversation = conversations.conversation(actor, conversation_id)
    try:
        with transaction.atomic():
            request = BlockRequest.objects.create(
                organization_id=actor.organization_id,
                conversation=conversation,
                reason=storable(reason).strip(),
                days=days,
                with_address=with_address,
                asked_by_id=actor.user_id,
            )
    except IntegrityError as error:
        raise Conflict(
            "already_asked", Text("该访客的拉黑申请正在审批中。", "A request for this visitor waits already.")
        ) from error
    _record(actor, request, "asked", after={"reason": request.reason, "days": days})
    deciders = accounts.holders(actor, BLOCKS_MANAGE)
    notices.notify(
        actor,
        user_ids=(accounts.leaders_of(actor, actor.user_id) & deciders) or deciders - {actor.user_id},
        kind="block_request",
        text=Text(
            f"{actor.name}申请拉黑{conversation.visitor_name}：{request.reason}",
            f"{actor.name} asks to block {conversation.visitor_name}: {request.reason}",
        ),
        link="/settings/block_requests",
        group="block_requests",
    )
    return request


@transaction.atomic
def decide_block(actor: Actor, request_id: UUID, *, approve: bool, note: str = "") -> BlockRequest:
    """Approve: visitor, numbers and e-mails are refused from now on for the days asked for. Or refuse, with a note."""
    actor.require(BLOCKS_MANAGE)
    request = one(queries.block_requests(actor).filter(id=request_id).select_for_update(of=("self",)))
    if request.state != State.PENDING:
        raise Conflict("already_decided", Text("该申请已处理。", "This request has been decided on already."))
    request.state = State.APPROVED if approve else State.REFUSED
    request.decided_by_id, request.decided_at, request.note = actor.user_id, clock.now(), storable(note).strip()
    if approve:
        request.until = clock.now() + timedelta(days=request.days)
        for kind, value in _identities(actor, request):
            Block.objects.for_actor(actor).update_or_create(
                kind=kind,
                value=value,
                defaults={
                    "organization_id": actor.organization_id,
                    "reason": request.reason,
                    "until": request.until,
                    "created_by_id": actor.user_id,
                },
            )
        transaction.on_commit(limits.forget)
    request.save()
    _record(actor, request, request.state, after={"note": request.note, "days": request.days})
    name = request.conversation.visitor_name
    notices.notify(
        actor,
        user_ids=[request.asked_by_id],
        kind="block_decided",
        text=Text(f"已同意拉黑{name}{request.days}天", f"{name} is blocked for {request.days} days")
        if approve
        else Text(
            f"未同意拉黑{name}" + (f"：{request.note}" if request.note else ""),
            f"Not blocked: {name}. {request.note}".strip(),
        ),
        link=f"/desk/{request.conversation_id}",
    )
    return request


def _identities(actor: Actor, request: BlockRequest) -> Iterator[tuple[str, str]]:
    """Everything by which the visitor of the request may come again, spelled as blocks compare it."""
    visitor = request.conversation.visitor
    yield "visitor", str(visitor.id)
    known = [("phone", visitor.phone), ("email", visitor.email)]
    if request.with_address and visitor.ip:
        known.append(("ip", visitor.ip))
    if request.conversation.customer_id:
        customer = one(customers.rows(actor).filter(id=request.conversation.customer_id))
        known += [(str(identity.kind), identity.value) for identity in customer.identities.all()]
    for kind, value in known:
        if value and kind in ("ip", "phone", "email"):
            try:
                yield kind, limits.comparable(kind, value)
            except ValueError:
                continue


def _record(actor: Actor, request: BlockRequest, change: str, *, after: dict[str, object]) -> None:
    audit.record(
        actor,
        action=f"block_request.{change}",
        target_type="conversation",
        target_id=request.conversation_id,
        target_label=request.conversation.visitor_name,
        after=after,
    )


@transaction.atomic
def warn_of(actor: Actor, *, conversation_id: UUID, reason: str) -> WarningEntry:
    """Put the customer of a conversation, or its visitor while nobody knows who it is, on the warning list."""
    actor.require(permissions.WARNINGS_MANAGE)
    conversation = conversations.conversation(actor, conversation_id)
    name = conversation.visitor_name
    if conversation.customer_id:
        summaries = customers.summaries(actor, {conversation.customer_id})
        name = summaries[conversation.customer_id].name if conversation.customer_id in summaries else name
    entry = WarningEntry.objects.create(
        organization_id=actor.organization_id,
        customer_id=conversation.customer_id,
        visitor_id=None if conversation.customer_id else conversation.visitor_id,
        name=name,
        reason=storable(reason).strip(),
        added_by_id=actor.user_id,
    )
    _record_warning(actor, entry, "added")
    return entry


@transaction.atomic
def remove_warning(actor: Actor, warning_id: UUID) -> None:
    entry = one(queries.warnings(actor).filter(id=warning_id))
    _record_warning(actor, entry, "removed")
    entry.delete()


def _record_warning(actor: Actor, entry: WarningEntry, change: str) -> None:
    audit.record(
        actor,
        action=f"warning.{change}",
        target_type="warning",
        target_id=entry.id,
        target_label=entry.name,
        after={"reason": entry.reason},
    )


@transaction.atomic
def accept_warnings(actor: Actor, conversation_id: UUID) -> Conversation:
    """The agent has read the warnings of a conversation; once is enough."""
    actor.require(SERVE)
    conversation = conversations.conversation(actor, conversation_id)
    warned = queries.warnings_of(actor, conversation)
    if warned and not queries.has_accepted(actor, conversation):
        audit.record(
            actor,
            action=queries.ACCEPTED,
            target_type="conversation",
            target_id=conversation.id,
            target_label=conversation.visitor_name,
            after={"reasons": [entry.reason for entry in warned]},
        )
    return conversation
