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
from .editing import link, tag, update
from .importing import PastTicket, PastWord, bring, bring_again, bring_words, read_values, take_back
from .merging import as_one, change_many, merge, split, undo
from .moving import move, reopen, settle
from .opening import NewTicket, Person, create, form_faults
from .people import assign, end_supervision, give_back, supervise, unwatch, watch
from .planning import plan, replan, send_planned, unplan
from .promising import explain_breach, follow_calendar, warn
from .relating import relate, unrelate
from .snoozing import snooze, unsnooze, wake_up
from .sweeping import sweep
from .talking import attach, comment, hear, note_unreached
from .ticking import add_item, remove_item, tick_item
from .timing import book_time, correct_time, start_timer, stop_timer, withdraw_time
from .urging import urge
from .viewing import create_view, delete_view, shift_view, update_view

__all__ = [
    "NewTicket",
    "PastTicket",
    "PastWord",
    "Person",
    "add_item",
    "as_one",
    "ask_approval",
    "assign",
    "attach",
    "book_time",
    "bring",
    "bring_again",
    "bring_words",
    "change_many",
    "comment",
    "correct_time",
    "create",
    "create_view",
    "decide_approval",
    "delete_approval_rule",
    "delete_policy",
    "delete_type",
    "delete_view",
    "end_supervision",
    "escalate_approval",
    "explain_breach",
    "follow_calendar",
    "form_faults",
    "give_back",
    "hear",
    "link",
    "merge",
    "move",
    "note_unreached",
    "plan",
    "plant_standard",
    "read_values",
    "relate",
    "remove_item",
    "reopen",
    "replan",
    "save_approval_rule",
    "save_policy",
    "save_type",
    "send_planned",
    "settle",
    "shift_view",
    "snooze",
    "split",
    "start_timer",
    "stop_timer",
    "supervise",
    "sweep",
    "tag",
    "take_back",
    "tick_item",
    "undo",
    "unplan",
    "unrelate",
    "unsnooze",
    "unwatch",
    "update",
    "update_view",
    "urge",
    "wake_up",
    "warn",
    "watch",
    "withdraw_approval",
    "withdraw_time",
]
