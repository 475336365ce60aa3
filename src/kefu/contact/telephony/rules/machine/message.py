"""The caller leaves a message (留言): they are asked for it, it is recorded, they are thanked, and the call ends."""

from __future__ import annotations

from dataclasses import replace

from ..flow import MESSAGE_SECONDS
from .closing import close
from .effects import Effect, Record, Say, Stop
from .facts import Fact, Key, Played, Recorded
from .state import State


def begin(state: State, *, prompt: str = "", seconds: int = MESSAGE_SECONDS) -> tuple[State, list[Effect]]:
    serial = state.serial + 1
    playback = f"p{serial}"
    after = replace(state, phase="message", serial=serial, playback=playback, seconds=seconds, take="")
    return after, [Say(playback, "leave_message", (prompt,) if prompt else ())]


def in_message(state: State, fact: Fact) -> tuple[State, list[Effect]]:
    match fact:
        case Played() if state.playback and fact.playback == state.playback:
            return close(state, "system") if state.take else _record(state)
        case Key(digit="#") if not state.take:
            serial = state.serial + 1
            after = replace(state, serial=serial, playback=f"p{serial}")
            return after, [Stop(state.playback), Say(after.playback, "beep")]
        case Recorded() if state.take and fact.take == state.take and not state.playback:
            serial = state.serial + 1
            after = replace(state, serial=serial, playback=f"p{serial}")
            return after, [Say(after.playback, "message_kept")]
        case _:
            return state, []


def _record(state: State) -> tuple[State, list[Effect]]:
    serial = state.serial + 1
    after = replace(state, serial=serial, playback="", take=f"m{serial}")
    return after, [Record(after.take, state.seconds)]
