"""Writes of automations, by theme."""

from .beginning import heed_words
from .firing import answer_event, sweep
from .keeping import create_rule, delete_rule, shift_rule, update_rule
from .lending import check_acts, lend_macro, take_back_macro
from .shortcuts import apply_macro, create_macro, delete_macro, update_macro

__all__ = [
    "answer_event",
    "apply_macro",
    "check_acts",
    "create_macro",
    "create_rule",
    "delete_macro",
    "delete_rule",
    "heed_words",
    "lend_macro",
    "shift_rule",
    "sweep",
    "take_back_macro",
    "update_macro",
    "update_rule",
]
