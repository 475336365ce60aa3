"""Reads of conversations, by theme: who may see which, how they are shown, and whom a token or socket belongs to."""

from .access import (
    conversation,
    conversations,
    earlier_messages,
    first_words,
    guessed_disposition,
    locked,
    locked_for_message,
    message,
    of_visitor,
    original,
    site,
    site_by_key,
    sites,
    suggested_dispositions,
    visitor_actor,
    visitor_token,
)
from .deadlines import left, overdue, silent, waited_too_long
from .live import snapshot, topics_of_user, typing_notice
from .marks import page_view, scheduled, track
from .shapes import detail, message_view, row, rows, status_event, visitor_view

__all__ = [
    "conversation",
    "conversations",
    "detail",
    "earlier_messages",
    "first_words",
    "guessed_disposition",
    "left",
    "locked",
    "locked_for_message",
    "message",
    "message_view",
    "of_visitor",
    "original",
    "overdue",
    "page_view",
    "row",
    "rows",
    "scheduled",
    "silent",
    "site",
    "site_by_key",
    "sites",
    "snapshot",
    "status_event",
    "suggested_dispositions",
    "topics_of_user",
    "track",
    "typing_notice",
    "visitor_actor",
    "visitor_token",
    "visitor_view",
    "waited_too_long",
]
