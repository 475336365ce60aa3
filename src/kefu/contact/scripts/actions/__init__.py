"""Writes of scripts: keeping them, and walking them."""

from .keeping import create_script, delete_script, publish_script, update_script, withdraw_script
from .walking import answer_step, begin, ensure_walked, step_back

__all__ = [
    "answer_step",
    "begin",
    "create_script",
    "delete_script",
    "ensure_walked",
    "publish_script",
    "step_back",
    "update_script",
    "withdraw_script",
]
