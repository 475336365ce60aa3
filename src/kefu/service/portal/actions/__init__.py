"""Writes of the help centre, by theme."""

from .configuring import FIELDS, set_help_centre
from .following import ask_for_code, forget, post_code, try_code
from .hearing import hear, hear_sms, note_no_sms, note_return
from .submitting import NewPortalTicket, submit
from .talking import close, rate, reopen, say, urge
from .telling import plan_telling, tell

__all__ = [
    "FIELDS",
    "NewPortalTicket",
    "ask_for_code",
    "close",
    "forget",
    "hear",
    "hear_sms",
    "note_no_sms",
    "note_return",
    "plan_telling",
    "post_code",
    "rate",
    "reopen",
    "say",
    "set_help_centre",
    "submit",
    "tell",
    "try_code",
    "urge",
]
