"""Reads of mailboxes and mails."""

from .mailboxes import active_mailboxes, mailbox, mailboxes, outgoing, overdue_threads, silent
from .mails import (
    HtmlView,
    correspondence,
    newest_received,
    picture_signer,
    quarantined,
    raw_file,
    received,
    received_of,
    sent_of,
    shown_html,
    thread_of,
)

__all__ = [
    "HtmlView",
    "active_mailboxes",
    "correspondence",
    "mailbox",
    "mailboxes",
    "newest_received",
    "outgoing",
    "overdue_threads",
    "picture_signer",
    "quarantined",
    "raw_file",
    "received",
    "received_of",
    "sent_of",
    "shown_html",
    "silent",
    "thread_of",
]
