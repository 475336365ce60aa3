"""What else than contacts people take away, row by row; each kind with its columns and what they hold."""

from kefu.kernel.actor import Actor

from .. import permissions
from .base import BATCH, Subject, batches
from .calls import CALLS
from .messages import MESSAGES
from .people import CUSTOMERS, STAFF
from .texts import ARTICLES, REPLIES
from .tickets import TICKET_COMMENTS, TICKETS

SUBJECTS = {one.code: one for one in (TICKETS, TICKET_COMMENTS, CUSTOMERS, CALLS, MESSAGES, ARTICLES, REPLIES, STAFF)}

__all__ = ["BATCH", "SUBJECTS", "Subject", "batches", "open_to"]


def open_to(actor: Actor) -> list[Subject]:
    """Those that the actor may read and take away."""
    actor.require(permissions.EXPORT)
    return [one for one in SUBJECTS.values() if one.is_open_to(actor)]
