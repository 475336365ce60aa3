"""What routing does, by theme: work in the lines, the record of contacts, ratings, and the settings."""

from .contacts import (
    answer_contact,
    count_transfer,
    end_contact,
    note_first_reply,
    open_contact,
    queue_contact,
    set_contact_customer,
)
from .ratings import create_rating_reason, rate, update_rating_item, update_rating_reason
from .returning import give_back, hold, overflow, reassign
from .settings import create_disposition, create_queue, set_memberships, update_disposition, update_queue
from .work import (
    accept,
    decline,
    distribute,
    end,
    enqueue,
    expire_offer,
    take_over,
    transfer_to_agent,
    transfer_to_queue,
)

__all__ = [
    "accept",
    "answer_contact",
    "count_transfer",
    "create_disposition",
    "create_queue",
    "create_rating_reason",
    "decline",
    "distribute",
    "end",
    "end_contact",
    "enqueue",
    "expire_offer",
    "give_back",
    "hold",
    "note_first_reply",
    "open_contact",
    "overflow",
    "queue_contact",
    "rate",
    "reassign",
    "set_contact_customer",
    "set_memberships",
    "take_over",
    "transfer_to_agent",
    "transfer_to_queue",
    "update_disposition",
    "update_queue",
    "update_rating_item",
    "update_rating_reason",
]
