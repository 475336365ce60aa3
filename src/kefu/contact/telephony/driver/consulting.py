"""Questions of a flow that may take their time: asked beside the call, which goes on being followed meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import close_old_connections

from .. import actions
from ..rules import machine

THREADS = 16  # a business system that is slow holds one for each call that asks, for its time limit at most

logger = logging.getLogger(__name__)


class Consultant:
    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "call-questions")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def ask(self, call_id: UUID, question: machine.Consult, submit: Callable[[machine.Fact], None]) -> None:
        """The answer becomes a fact; a question that went wrong is answered too, by nothing."""
        loop = asyncio.get_running_loop()

        def answer() -> None:
            close_old_connections()
            try:
                found = actions.consult(call_id, question)
            except Exception:
                logger.exception("A question of call %s was not answered", call_id)
                found = machine.Found(question.serial, "")
            finally:
                close_old_connections()
            if not loop.is_closed():
                loop.call_soon_threadsafe(submit, found)

        self._threads.submit(answer)
