"""Tables of tickets: the tickets themselves, and what the work with them leaves behind."""

from .core import (
    UNFINISHED,
    ApprovalRule,
    SlaPolicy,
    Ticket,
    TicketAct,
    TicketApproval,
    TicketClock,
    TicketEntry,
    TicketLink,
    TicketType,
    TicketWatcher,
)
from .work import ChecklistItem, PlannedAnswer, RunningTimer, SavedView, TicketRelation, TimeEntry

__all__ = [
    "UNFINISHED",
    "ApprovalRule",
    "ChecklistItem",
    "PlannedAnswer",
    "RunningTimer",
    "SavedView",
    "SlaPolicy",
    "Ticket",
    "TicketAct",
    "TicketApproval",
    "TicketClock",
    "TicketEntry",
    "TicketLink",
    "TicketRelation",
    "TicketType",
    "TicketWatcher",
    "TimeEntry",
]
