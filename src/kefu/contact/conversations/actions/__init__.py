"""What happens to a conversation, by who does it."""

from .agent import (
    accept,
    attach,
    close,
    decline,
    link_customer,
    mark_read,
    post,
    recall,
    save_draft,
    transfer,
)
from .assignment import assigned, given_back, line_moved, offered
from .batch import Refused, close_many
from .bot import ASKED, bot_note, bot_says, hand_off, rule_says
from .deadlines import held_by, returned, sweep
from .door import set_door_policy
from .helping import add_note, give_back, raise_hand
from .mail import answer_mail, continue_mail, note_mail, show_mail_state, take_mail, take_mail_back
from .marks import visitor_moved, visitor_read
from .privacy import note_copy, reveal_numbers
from .resorting import resort
from .scheduling import schedule, send_scheduled, unschedule
from .scripting import answer_script, begin_script, step_script_back
from .sites import create_site, keep_logo, switch_bot, update_site
from .snoozing import snooze, unsnooze
from .supervision import take_over, watch
from .texts import continue_text, show_text_state, take_text
from .visitor import leave, leave_message, rate, set_online, start, visitor_attach, visitor_posts
from .voicemail import take_voicemail

__all__ = [
    "ASKED",
    "Refused",
    "accept",
    "add_note",
    "answer_mail",
    "answer_script",
    "assigned",
    "attach",
    "begin_script",
    "bot_note",
    "bot_says",
    "close",
    "close_many",
    "continue_mail",
    "continue_text",
    "create_site",
    "decline",
    "give_back",
    "given_back",
    "hand_off",
    "held_by",
    "keep_logo",
    "leave",
    "leave_message",
    "line_moved",
    "link_customer",
    "mark_read",
    "note_copy",
    "note_mail",
    "offered",
    "post",
    "raise_hand",
    "rate",
    "recall",
    "resort",
    "returned",
    "reveal_numbers",
    "rule_says",
    "save_draft",
    "schedule",
    "send_scheduled",
    "set_door_policy",
    "set_online",
    "show_mail_state",
    "show_text_state",
    "snooze",
    "start",
    "step_script_back",
    "sweep",
    "switch_bot",
    "take_mail",
    "take_mail_back",
    "take_over",
    "take_text",
    "take_voicemail",
    "transfer",
    "unschedule",
    "unsnooze",
    "update_site",
    "visitor_attach",
    "visitor_moved",
    "visitor_posts",
    "visitor_read",
    "watch",
]
