"""Writes of telephony. Only the telephony role steps a call (`arrive`, `follow`); everybody else tells it a fact."""

from .arriving import arrive
from .calling_out import call_out
from .following import follow
from .recording import keep_recording, kept_recording, open_recordings
from .setting_up import (
    assign_extension,
    create_number,
    create_prompt,
    create_trunk,
    delete_trunk,
    publish_flow,
    save_flow,
)
from .telling import hang_up, offered, withdrawn
from .wrapping import wrap_up, wrap_up_over

__all__ = [
    "arrive",
    "assign_extension",
    "call_out",
    "create_number",
    "create_prompt",
    "create_trunk",
    "delete_trunk",
    "follow",
    "hang_up",
    "keep_recording",
    "kept_recording",
    "offered",
    "open_recordings",
    "publish_flow",
    "save_flow",
    "withdrawn",
    "wrap_up",
    "wrap_up_over",
]
