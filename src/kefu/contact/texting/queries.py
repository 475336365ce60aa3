"""Reads of where short messages go."""

from uuid import UUID

from kefu.foundation.sms import queries as sms
from kefu.kernel.actor import Actor

from .models import TextChannel


def queue_id(actor: Actor, line_id: UUID) -> UUID | None:
    """The queue in which what is written to a line waits; None: it opens no conversations."""
    line = sms.line(actor, line_id)
    return TextChannel.objects.for_actor(actor).filter(line=line).values_list("queue_id", flat=True).first()
