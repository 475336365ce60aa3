"""Music for whoever waits, which nothing else of their call waits for."""

from __future__ import annotations

import asyncio
from uuid import UUID

from .ari import Ari

DEAF_SECONDS = 0.5  # music that begins sooner after an answer leaves the channel deaf for good: nobody hears the caller


class Music:
    """Of all calls of one engine."""

    def __init__(self, ari: Ari) -> None:
        self._ari = ari
        self._hears: dict[UUID, float] = {}  # from when on, by the loop's clock, one that was answered
        self._waiting: dict[UUID, asyncio.Task[None]] = {}  # for that moment
        self._beginning: dict[UUID, asyncio.Task[None]] = {}

    def answered(self, call_id: UUID) -> None:
        self._hears[call_id] = asyncio.get_running_loop().time() + DEAF_SECONDS

    async def begin(self, call_id: UUID, channel_id: str) -> None:
        """At once, or as soon as it does no harm."""
        wait = self._hears.pop(call_id, 0.0) - asyncio.get_running_loop().time()
        if wait > 0:
            self._waiting[call_id] = asyncio.create_task(self._later(call_id, channel_id, wait))
        else:
            await self._ari.try_to("POST", f"channels/{channel_id}/moh")

    async def end(self, call_id: UUID, channel_id: str) -> None:
        """What has not begun never will; what is beginning has begun before it is ended."""
        self._drop(call_id)
        if beginning := self._beginning.get(call_id):
            await asyncio.wait({beginning})
        await self._ari.try_to("DELETE", f"channels/{channel_id}/moh")

    def forget(self, call_id: UUID) -> None:
        """The call is over."""
        self._hears.pop(call_id, None)
        self._drop(call_id)

    def close(self) -> None:
        for call_id in list(self._waiting):
            self._drop(call_id)

    def _drop(self, call_id: UUID) -> None:
        if waiting := self._waiting.pop(call_id, None):
            waiting.cancel()

    async def _later(self, call_id: UUID, channel_id: str, wait: float) -> None:
        await asyncio.sleep(wait)
        self._beginning[call_id] = self._waiting.pop(call_id)
        try:
            await self._ari.try_to("POST", f"channels/{channel_id}/moh")
        finally:
            del self._beginning[call_id]
