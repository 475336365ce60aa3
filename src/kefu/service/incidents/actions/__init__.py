"""Writes of incidents, by theme."""

from .configuring import (
    create_cause,
    create_plan,
    create_rule,
    delete_cause,
    delete_plan,
    delete_rule,
    plant_standard,
    set_policy,
    update_cause,
    update_plan,
    update_rule,
)
from .finding import look
from .handling import assign, close, confirm, grade, handle, link, open_incident, rung, say, unlink
from .sweeping import sweep
from .switching import activate, rehearse, restore

__all__ = [
    "activate",
    "assign",
    "close",
    "confirm",
    "create_cause",
    "create_plan",
    "create_rule",
    "delete_cause",
    "delete_plan",
    "delete_rule",
    "grade",
    "handle",
    "link",
    "look",
    "open_incident",
    "plant_standard",
    "rehearse",
    "restore",
    "rung",
    "say",
    "set_policy",
    "sweep",
    "unlink",
    "update_cause",
    "update_plan",
    "update_rule",
]
