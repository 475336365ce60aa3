"""Ending several conversations in one act (批量结束), or settling the reasons of several that ended (补小结)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from kefu.contact.routing import queries as routing
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Invalid, NotFound, Problem
from kefu.kernel.i18n import Text

from .. import permissions, queries
from ..models import Conversation
from .agent import close
from .stream import Status

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Refused:
    """A conversation that stays as it was, and why."""

    conversation_id: UUID
    problem: Problem


@transaction.atomic
def close_many(
    actor: Actor, conversation_ids: Sequence[UUID], *, disposition_id: UUID | None = None
) -> tuple[list[Conversation], list[Refused]]:
    """Close each of at most 50 with the reason; without one, each with the reason that is guessed of it.

    Each stands or falls alone: one whose customer waits for an answer is refused, as is what `close` refuses. Raises
    NotFound where the actor cannot see one of them.
    """
    actor.require(permissions.SERVE)
    if len(conversation_ids) > MOST_AT_ONCE:
        text = Text(f"一次最多处理 {MOST_AT_ONCE} 个会话。", f"At most {MOST_AT_ONCE} conversations at once.")
        raise Invalid("too_many", text)
    ids = sorted(set(conversation_ids))
    # All row locks before the first lock of the line: whoever holds one of them may be waiting for the line.
    seen = queries.conversations(actor).filter(id__in=ids)
    locked = Conversation.objects.for_actor(actor).filter(id__in=seen.values("id"))
    if len(locked.order_by("id").select_for_update(of=("self",))) != len(ids):
        raise NotFound()
    closed: list[Conversation] = []
    refused: list[Refused] = []
    for id in ids:
        try:
            with transaction.atomic():
                _ensure_nobody_waits(queries.locked(actor, id))
                closed.append(close(actor, id, disposition_id=disposition_id or _guess(actor, id)))
        except Problem as problem:
            refused.append(Refused(id, problem))
    return closed, refused


def _ensure_nobody_waits(conversation: Conversation) -> None:
    if conversation.status != Status.CLOSED and conversation.unanswered_since is not None:
        text = Text("客户还在等待回复，请先回复再结束。", "The customer waits for an answer; answer before closing.")
        raise Conflict("customer_waits", text)


def _guess(actor: Actor, conversation_id: UUID) -> UUID:
    conversation = queries.locked(actor, conversation_id)
    if conversation.status == Status.CLOSED:
        found = routing.contact(actor, conversation_id).disposition_id
    else:
        found = queries.guessed_disposition(conversation)
    if found is None:
        raise Conflict("no_guess", Text("没有可用的建议小结，请选择小结。", "No reason can be guessed; choose one."))
    return found
