"""Writes of tickets, by theme."""

from .approving import (
    ask_approval,
    decide_approval,
    delete_approval_rule,
    escalate_approval,
    save_approval_rule,
    withdraw_approval,
)
from .configuring import delete_policy, delete_type, plant_standard, save_policy, save_type
from .editing import link, update
from .merging import as_one, change_many, merge, split, undo
from .moving import move, reopen, settle
from .opening import NewTicket, Person, create
from .people import assign, end_supervision, give_back, supervise, unwatch, watch
from .promising import explain_breach, follow_calendar, warn
from .sweeping import sweep
from .talking import attach, comment, hear
from .urging import urge

__all__ = [
    "NewTicket",
    "Person",
    "as_one",
    "ask_approval",
    "assign",
    "attach",
    "change_many",
    "comment",
    "create",
    "decide_approval",
    "delete_approval_rule",
    "delete_policy",
    "delete_type",
    "end_supervision",
    "escalate_approval",
    "explain_breach",
    "follow_calendar",
    "give_back",
    "hear",
    "link",
    "merge",
    "move",
    "plant_standard",
    "reopen",
    "save_approval_rule",
    "save_policy",
    "save_type",
    "settle",
    "split",
    "supervise",
    "sweep",
    "undo",
    "unwatch",
    "update",
    "urge",
    "warn",
    "watch",
    "withdraw_approval",
]
