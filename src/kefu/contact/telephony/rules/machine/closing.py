"""The call is to end."""

from __future__ import annotations

from dataclasses import replace

from .effects import Effect, HangUp
from .state import CALLER, EndedBy, State


def close(state: State, by: EndedBy) -> tuple[State, list[Effect]]:
    return replace(state, phase="closing", by=by), [HangUp(CALLER)]
