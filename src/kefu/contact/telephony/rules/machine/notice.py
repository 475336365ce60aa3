"""An emergency announcement (紧急公告): everybody who calls hears it first; then the flow begins, or the call ends."""

from __future__ import annotations

from dataclasses import replace

from .effects import Answer, Effect, Play
from .facts import Arrived
from .state import State

FIRST, LAST = "@notice", "@last_notice"  # where a node's id would stand


def begin(state: State, fact: Arrived) -> tuple[State, list[Effect]]:
    serial = state.serial + 1
    after = replace(state, node=LAST if fact.is_last else FIRST, serial=serial, playback=f"p{serial}")
    return after, [Answer(), Play(after.playback, fact.notice)]
