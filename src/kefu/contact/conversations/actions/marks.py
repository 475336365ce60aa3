"""What visitors leave behind without saying anything: how far they have read, and where they are on the site."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.kernel.actor import Actor, system
from kefu.kernel.events import publish
from kefu.kernel.text import storable

from .. import cards, queries, rules
from ..events import StreamRead, VisitorMoved, visitor_topic
from ..models import Conversation, PageView
from .stream import Status, staff_topics


@transaction.atomic
def visitor_read(actor: Actor, conversation_id: UUID, seq: int) -> None:
    """The visitor has had everything up to `seq` before their eyes."""
    conversation = queries.locked(actor, conversation_id)
    seq = min(seq, conversation.last_seq)
    if seq <= conversation.visitor_read_seq:
        return
    conversation.visitor_read_seq = seq
    conversation.save(update_fields=["visitor_read_seq"])
    topics = staff_topics(conversation)
    if topics and conversation.status == Status.ACTIVE:
        show_read(conversation, "visitor", seq, topics)


def show_read(conversation: Conversation, reader: str, seq: int, topics: Sequence[str] = ()) -> None:
    """Tell the other side how far `reader` has read."""
    publish(
        StreamRead(
            organization_id=conversation.organization_id,
            audience=tuple(topics) or (visitor_topic(conversation.id),),
            conversation_id=conversation.id,
            reader=reader,
            seq=seq,
        )
    )


@transaction.atomic
def visitor_moved(actor: Actor, conversation_id: UUID, *, page: str, title: str = "") -> None:
    """The visitor stands on another page of the site now; the same page again is no news."""
    conversation = queries.of_visitor(actor, conversation_id)
    remember_pages(conversation, [{"page": page, "title": title}])


def remember_pages(conversation: Conversation, pages: Sequence[dict[str, Any]]) -> None:
    """Keep the last pages of a visitor, without what stands behind `?` and `#`, and tell who serves them."""
    actor = system(conversation.organization_id)
    rows = PageView.objects.for_actor(actor).filter(visitor_id=conversation.visitor_id)
    last = rows.order_by("-created_at", "-id").values_list("address", flat=True).first()
    for page in pages[-rules.MAX_PAGES :]:
        address = cards.page_address(str(page.get("page") or ""))
        if not address or address == last:
            continue
        last = address
        seen = PageView.objects.create(
            organization_id=conversation.organization_id,
            visitor_id=conversation.visitor_id,
            address=address,
            title=storable(str(page.get("title") or ""))[:120],
        )
        topics = staff_topics(conversation)
        if topics and conversation.status == Status.ACTIVE:
            publish(
                VisitorMoved(
                    organization_id=conversation.organization_id,
                    audience=tuple(topics),
                    conversation_id=conversation.id,
                    page=queries.page_view(seen),
                )
            )
    kept = rows.order_by("-created_at", "-id").values_list("id", flat=True)[: rules.MAX_PAGES]
    rows.exclude(id__in=list(kept)).delete()
