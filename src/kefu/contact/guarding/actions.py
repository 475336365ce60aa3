"""Asking for a block and deciding on it; warning, and having been warned."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from kefu.contact.callers import actions as callers
from kefu.contact.callers.models import WarningEntry
from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.models import Conversation
from kefu.contact.telephony import queries as telephony
from kefu.contact.telephony.models import Call
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

from . import queries
from .models import BlockRequest
from .queries import Contact

SERVE = "conversations.serve"  # declared by conversations
TAKE_CALLS = "calls.serve"  # declared by telephony
State = BlockRequest.State


def ask_block(
    actor: Actor, *, conversation_id: UUID, reason: str, days: int = 7, with_address: bool = False
) -> BlockRequest:
    """An agent asks a leader to block the visitor of a conversation for `days` (1..365); the leaders hear of it."""
    actor.require(SERVE)
    return _ask(actor, conversations.conversation(actor, conversation_id), reason, days, with_address)


def ask_block_of_caller(actor: Actor, *, call_id: UUID, reason: str, days: int = 7) -> BlockRequest:
    """An agent asks a leader to block whoever calls in this call. Raises Conflict for one that hides the number."""
    actor.require(TAKE_CALLS)
    call = telephony.call(actor, call_id)
    if not call.customer_id and not _spelled("phone", call.caller):
        raise Conflict("nobody_to_block", Text("来电没有号码，无法拉黑。", "The caller has no number to block."))
    return _ask(actor, call, reason, days, with_address=False)


@transaction.atomic
def _ask(actor: Actor, contact: Contact, reason: str, days: int, with_address: bool) -> BlockRequest:
    name = queries.name_of(contact)
    try:
        with transaction.atomic():
            request = BlockRequest.objects.create(
                organization_id=actor.organization_id,
                conversation=contact if isinstance(contact, Conversation) else None,
                call=contact if isinstance(contact, Call) else None,
                reason=storable(reason).strip(),
                days=days,
                with_address=with_address,
                asked_by_id=actor.user_id,
            )
    except IntegrityError as error:
        raise Conflict(
            "already_asked", Text("拉黑申请正在审批中。", "A request to block them waits already.")
        ) from error
    _record(actor, request, "asked", after={"reason": request.reason, "days": days})
    deciders = accounts.holders(actor, BLOCKS_MANAGE)
    notices.notify(
        actor,
        user_ids=(accounts.leaders_of(actor, actor.user_id) & deciders) or deciders - {actor.user_id},
        kind="block_request",
        text=Text(
            f"{actor.name}申请拉黑{name}：{request.reason}",
            f"{actor.name} asks to block {name}: {request.reason}",
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
    name = queries.name_of(queries.subject_of(request))
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
        link=f"/desk/{request.conversation_id}" if request.conversation_id else "/settings/block_requests",
    )
    return request


def _identities(actor: Actor, request: BlockRequest) -> Iterator[tuple[str, str]]:
    """Everything by which whoever is meant may come again, spelled as blocks compare it."""
    known: list[tuple[str, str]] = []
    if request.call:
        known.append(("phone", request.call.caller))
    elif request.conversation:
        visitor = request.conversation.visitor
        known += [("visitor", str(visitor.id)), ("phone", visitor.phone), ("email", visitor.email)]
        if request.with_address and visitor.ip:
            known.append(("ip", visitor.ip))
    if customer_id := queries.subject_of(request).customer_id:
        known.append(("customer", str(customer_id)))
        customer = one(customers.rows(actor).filter(id=customer_id))
        known += [(str(identity.kind), identity.value) for identity in customer.identities.all()]
    for kind, value in known:
        if kind in Block.KINDS and (spelled := _spelled(kind, value)):
            yield kind, spelled


def _spelled(kind: str, value: str) -> str:
    try:
        return limits.comparable(kind, value)
    except ValueError:
        return ""


def _record(actor: Actor, request: BlockRequest, change: str, *, after: dict[str, object]) -> None:
    contact = queries.subject_of(request)
    audit.record(
        actor,
        action=f"block_request.{change}",
        target_type="call" if request.call_id else "conversation",
        target_id=contact.id,
        target_label=queries.name_of(contact),
        after=after,
    )


def warn_of(
    actor: Actor, *, conversation_id: UUID, reason: str, grade: str = "attention", days: int | None = None
) -> WarningEntry:
    """Put the customer of a conversation, or its visitor while nobody knows who it is, on the warning list.

    For `days`, or for good without.
    """
    conversation = conversations.conversation(actor, conversation_id)
    return callers.warn(
        actor,
        customer_id=conversation.customer_id,
        visitor_id=None if conversation.customer_id else conversation.visitor_id,
        brand_id=conversation.brand_id,
        name=conversation.visitor_name,
        reason=reason,
        grade=grade,
        until=_until(days),
    )


def warn_of_caller(
    actor: Actor, *, call_id: UUID, reason: str, grade: str = "attention", days: int | None = None
) -> WarningEntry:
    """Put the customer of a call, or the number while nobody knows whose it is, on the warning list."""
    call = telephony.call(actor, call_id)
    return callers.warn(
        actor, customer_id=call.customer_id, number=call.caller, reason=reason, grade=grade, until=_until(days)
    )


def _until(days: int | None) -> datetime | None:
    return clock.now() + timedelta(days=days) if days else None


def accept_warnings(actor: Actor, conversation_id: UUID) -> Conversation:
    """The agent has read the warnings of a conversation; once is enough."""
    actor.require(SERVE)
    conversation = conversations.conversation(actor, conversation_id)
    _accept(actor, "conversation", conversation)
    return conversation


def accept_warnings_of_call(actor: Actor, call_id: UUID) -> Call:
    """The agent has read the warnings of a call that rings or is theirs; once is enough."""
    actor.require(TAKE_CALLS)
    call = telephony.call(actor, call_id)
    _accept(actor, "call", call)
    return call


def _accept(actor: Actor, subject: str, contact: Contact) -> None:
    callers.accept_warnings(
        actor,
        subject=subject,
        subject_id=contact.id,
        label=queries.name_of(contact),
        warned=queries.warnings_of(actor, contact),
    )
