"""An agent says what a conversation is really about (改派分类): one act corrects, moves it along, and teaches."""

from uuid import UUID

from django.db import transaction

from kefu.contact.routing import queries as routing_queries
from kefu.contact.sorting import actions as sorting
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import LANGUAGES, Text

from .. import queries, rules
from ..models import Conversation
from .agent import served, to_line
from .stream import remark, staff_topics


@transaction.atomic
def resort(actor: Actor, conversation_id: UUID, disposition_id: UUID) -> Conversation:
    """Correct how the conversation was sorted. It moves with its history where the reason leads to another queue."""
    conversation = served(actor, conversation_id)
    rules.ensure_can_write(conversation.status)
    current = conversation.queue or conversation.site.queue
    said, _ = queries.first_words(actor, conversation)
    queue = sorting.correct(
        actor,
        subject_id=conversation.id,
        brand_id=conversation.brand_id,
        disposition_id=disposition_id,
        said=said,
        current=current,
    )
    path = Text(*(" / ".join(routing_queries.disposition_paths(actor, lang)[disposition_id]) for lang in LANGUAGES))
    moves = queue.id != current.id and conversation.work_item_id is not None
    told = Text(
        f"改派分类：{path.zh}" + (f"，转至{queue.name}" if moves else ""),
        f"Sorted anew: {path.en}" + (f", to {queue.name}" if moves else ""),
    )
    showed = staff_topics(conversation)
    remark(conversation, "resorted", told, by=actor, disposition_id=str(disposition_id))
    if moves:
        to_line(actor, conversation, queue, showed)
    return conversation
