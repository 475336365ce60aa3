"""Reads of requests and warnings."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kefu.contact.conversations.models import Conversation
from kefu.kernel.actor import Actor
from kefu.kernel.models import AuditEntry
from kefu.kernel.permissions import BLOCKS_MANAGE

from . import permissions
from .models import BlockRequest, WarningEntry

ACCEPTED = "warning.accepted"


def block_requests(actor: Actor) -> QuerySet[BlockRequest]:
    """All requests for those who decide, one's own for everybody else; of conversations of the actor's brands."""
    rows = BlockRequest.objects.for_actor(actor).select_related("conversation", "asked_by", "decided_by")
    if actor.brand_ids is not None:
        rows = rows.filter(conversation__brand_id__in=actor.brand_ids)
    return rows if actor.may(BLOCKS_MANAGE) else rows.filter(asked_by_id=actor.user_id)


def last_request(actor: Actor, conversation: Conversation) -> BlockRequest | None:
    rows = BlockRequest.objects.for_actor(actor).filter(conversation=conversation)
    return rows.select_related("conversation", "asked_by", "decided_by").order_by("-id").first()


def state_of(request: BlockRequest, now: datetime) -> str:
    """pending, approved, refused, or expired: an approved one whose time is over."""
    ended = request.state == BlockRequest.State.APPROVED and request.until is not None and request.until <= now
    return "expired" if ended else str(request.state)


def warnings(actor: Actor) -> QuerySet[WarningEntry]:
    actor.require(permissions.WARNINGS_MANAGE)
    rows = WarningEntry.objects.for_actor(actor).select_related("added_by")
    if actor.brand_ids is not None:
        rows = rows.filter(Q(customer__brand_id__in=actor.brand_ids) | Q(visitor__brand_id__in=actor.brand_ids))
    return rows


def warnings_of(actor: Actor, conversation: Conversation) -> list[WarningEntry]:
    """What whoever serves the conversation must know first."""
    whom = Q(visitor_id=conversation.visitor_id)
    if conversation.customer_id:
        whom |= Q(customer_id=conversation.customer_id)
    return list(WarningEntry.objects.for_actor(actor).select_related("added_by").filter(whom).order_by("-id"))


def has_accepted(actor: Actor, conversation: Conversation) -> bool:
    """Whether the actor has confirmed to have read the warnings of this conversation."""
    rows = AuditEntry.objects.for_actor(actor).filter(action=ACCEPTED, target_id=str(conversation.id))
    return rows.filter(actor_id=actor.user_id).exists()
