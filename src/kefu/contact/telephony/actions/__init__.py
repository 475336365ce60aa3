"""Writes of telephony. Only the telephony role steps a call (`arrive`, `follow`); everybody else tells it a fact."""

from .arriving import arrive
from .branching import create_branch, delete_branch, update_branch
from .callbacks import call_back, cancel_callback
from .calling_out import call_out
from .following import follow
from .looking import consult
from .manners import begin_emergency, end_emergency, set_manner
from .messages import hear_message, keep_left, keep_message, set_words
from .numbering import create_number, create_trunk, delete_trunk, note_trunk_states, update_number, update_trunk
from .packing import ask_for_pack, forget_packs, pack_recordings
from .paging import call_off, end_page, page, page_due, ring_page, speak_page
from .rating_by_sms import invite_to_rate, plan_invitation, rate_by_link
from .reaching import come_back, note_signed_in, note_state, own_extension, use_mobile
from .recording import keep_recording, kept_recording, note_not_kept, open_recordings
from .retaining import delete_rule, forget, hold, release, save_rule
from .setting_up import (
    assign_extension,
    create_prompt,
    delete_flow,
    delete_prompt,
    publish_flow,
    remove_extension,
    save_flow,
    update_prompt,
    withdraw_flow,
)
from .speaking import speak
from .talking import (
    begin_consultation,
    join_all,
    monitor,
    pause_recording,
    put_on_hold,
    resume,
    resume_recording,
    stop_monitoring,
    transfer,
)
from .telling import hang_up, offered, withdrawn
from .transcribing import ask_for_transcript, correct_transcript, transcribe
from .wrapping import more_time, wrap_up, wrap_up_over

__all__ = [
    "arrive",
    "ask_for_pack",
    "ask_for_transcript",
    "assign_extension",
    "begin_consultation",
    "begin_emergency",
    "call_back",
    "call_off",
    "call_out",
    "cancel_callback",
    "come_back",
    "consult",
    "correct_transcript",
    "create_branch",
    "create_number",
    "create_prompt",
    "create_trunk",
    "delete_branch",
    "delete_flow",
    "delete_prompt",
    "delete_rule",
    "delete_trunk",
    "end_emergency",
    "end_page",
    "follow",
    "forget",
    "forget_packs",
    "hang_up",
    "hear_message",
    "hold",
    "invite_to_rate",
    "join_all",
    "keep_left",
    "keep_message",
    "keep_recording",
    "kept_recording",
    "monitor",
    "more_time",
    "note_not_kept",
    "note_signed_in",
    "note_state",
    "note_trunk_states",
    "offered",
    "open_recordings",
    "own_extension",
    "pack_recordings",
    "page",
    "page_due",
    "pause_recording",
    "plan_invitation",
    "publish_flow",
    "put_on_hold",
    "rate_by_link",
    "release",
    "remove_extension",
    "resume",
    "resume_recording",
    "ring_page",
    "save_flow",
    "save_rule",
    "set_manner",
    "set_words",
    "speak",
    "speak_page",
    "stop_monitoring",
    "transcribe",
    "transfer",
    "update_branch",
    "update_number",
    "update_prompt",
    "update_trunk",
    "use_mobile",
    "withdraw_flow",
    "withdrawn",
    "wrap_up",
    "wrap_up_over",
]
