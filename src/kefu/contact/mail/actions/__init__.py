"""What happens to mailboxes and mails, by who does it."""

from .answering import auto_reply, send_posted, undo, write
from .mailboxes import (
    change_mailbox,
    create_mailbox,
    delete_mailbox,
    note_failure,
    note_read,
    note_trying,
    note_uid_validity,
    test_mailbox,
)
from .picturing import remote_picture
from .receiving import discard, receive, release, set_aside
from .sending import deliver, returned, send_due
from .telling import Answer, Correspondent, correspond, tell
from .watching import tell_overdue, tell_silent

__all__ = [
    "Answer",
    "Correspondent",
    "auto_reply",
    "change_mailbox",
    "correspond",
    "create_mailbox",
    "delete_mailbox",
    "deliver",
    "discard",
    "note_failure",
    "note_read",
    "note_trying",
    "note_uid_validity",
    "receive",
    "release",
    "remote_picture",
    "returned",
    "send_due",
    "send_posted",
    "set_aside",
    "tell",
    "tell_overdue",
    "tell_silent",
    "test_mailbox",
    "undo",
    "write",
]
