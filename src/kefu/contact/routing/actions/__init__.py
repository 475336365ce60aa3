"""What routing does, by theme: work in the lines, the record of contacts, and the settings."""

from .contacts import (
    answer_contact,
    end_contact,
    note_first_reply,
    open_contact,
    queue_contact,
    rate,
    set_contact_customer,
)
from .settings import create_disposition, create_queue, update_disposition, update_queue
from .work import accept, decline, distribute, end, enqueue, expire_offer, transfer_to_agent, transfer_to_queue

__all__ = [
    "accept",
    "answer_contact",
    "create_disposition",
    "create_queue",
    "decline",
    "distribute",
    "end",
    "end_contact",
    "enqueue",
    "expire_offer",
    "note_first_reply",
    "open_contact",
    "queue_contact",
    "rate",
    "set_contact_customer",
    "transfer_to_agent",
    "transfer_to_queue",
    "update_disposition",
    "update_queue",
]
