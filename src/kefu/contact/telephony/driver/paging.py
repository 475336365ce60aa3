"""Rings people of the house and tells them something; whoever presses 1 has confirmed it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any
from uuid import UUID

from kefu.kernel.errors import Conflict

from .. import actions, queries
from ..models import PhonePage
from ..rules import paging
from .ari import Ari, AriError
from .naming import name, read
from .performing import Performer

PAGE, SAID = "page", "said"  # its leg, and what is said there
RING_SECONDS = 40
PATIENCE_SECONDS = 8.0  # after it was said for the last time
THANKS_SECONDS = 4.0

logger = logging.getLogger(__name__)


class Pager:
    """Of one connection with the engine. What rang when one was lost is rung anew by the next."""

    def __init__(
        self,
        ari: Ari,
        performer: Performer,
        begin: Callable[[Coroutine[Any, Any, object]], None],
        in_thread: Callable[[Callable[[], Any]], Coroutine[Any, Any, Any]],
    ) -> None:
        self._ari, self._performer, self._begin, self._in_thread = ari, performer, begin, in_thread
        self._rung: dict[UUID, PhonePage] = {}
        self._answered: set[UUID] = set()
        self._confirmed: set[UUID] = set()

    async def look(self) -> None:
        """Ring whoever is to be rung, and no longer who need not be."""
        wanted = {page.id: page for page in await self._in_thread(queries.pages_to_ring)}
        for page_id in self._rung.keys() - wanted.keys() - self._confirmed:
            self._begin(self._hang_up(page_id))
        for page_id in wanted.keys() - self._rung.keys():
            self._rung[page_id] = wanted[page_id]
            self._begin(self._ring(wanted[page_id]))

    def heed(self, event: dict[str, Any]) -> bool:
        """Whether it is about one of these legs."""
        about = event.get("channel") or event.get("playback") or {}
        ours = read(str(about.get("id", "")))
        if ours is None or ours.thing not in (PAGE, SAID):
            return False
        page = self._rung.get(ours.call_id)
        match event.get("type"):
            case "StasisStart" if page:
                self._answered.add(page.id)
                self._begin(self._tell(page))
            case "ChannelDtmfReceived" if page and event["digit"] == paging.KEY and page.id not in self._confirmed:
                self._confirmed.add(page.id)
                self._begin(self._confirm(page))
            case "PlaybackFinished" if page and page.id not in self._confirmed:
                self._begin(self._hang_up(page.id, PATIENCE_SECONDS))
            case "StasisEnd" | "ChannelDestroyed" if page:
                self._begin(self._gone(page, int(event.get("cause") or 0)))
        return True

    async def _ring(self, page: PhonePage) -> None:
        try:
            line = await self._in_thread(partial(actions.ring_page, page.organization_id, page.id))
            if not line:
                del self._rung[page.id]
                return
            await self._ari.ask(
                "POST",
                "channels",
                endpoint=line,
                app=self._ari.application,
                appArgs=PAGE,
                channelId=name(page.id, PAGE),
                callerId=page.shown,
                timeout=f"{RING_SECONDS}",
            )
        except (AriError, Conflict) as error:
            logger.warning("Somebody on duty cannot be rung: %s", error)
            await self._end(page, paging.NOT_REACHED)

    async def _tell(self, page: PhonePage) -> None:
        standard, confirm = f"{page.locale}/page_urgent", f"{page.locale}/page_confirm"
        try:
            media = await self._performer.media(*[page.file or standard, confirm] * paging.TIMES)
        except OSError:
            logger.exception("What was spoken for a page cannot be read; the standard text is said")
            media = await self._performer.media(*[standard, confirm] * paging.TIMES)
        await self._play(page, SAID, media)

    async def _confirm(self, page: PhonePage) -> None:
        await self._in_thread(partial(actions.end_page, page.organization_id, page.id, paging.CONFIRMED))
        await self._ari.try_to("DELETE", f"playbacks/{name(page.id, SAID)}")
        await self._play(page, "thanks", await self._performer.media(f"{page.locale}/page_confirmed"))
        await self._hang_up(page.id, THANKS_SECONDS)

    async def _play(self, page: PhonePage, playback: str, media: str) -> None:
        path = f"channels/{name(page.id, PAGE)}/play/{name(page.id, playback)}"
        await self._ari.try_to("POST", path, media=media)

    async def _hang_up(self, page_id: UUID, seconds: float = 0) -> None:
        await asyncio.sleep(seconds)
        await self._ari.try_to("DELETE", f"channels/{name(page_id, PAGE)}")

    async def _gone(self, page: PhonePage, cause: int) -> None:
        await self._end(page, paging.outcome(is_answered=page.id in self._answered, cause=cause))

    async def _end(self, page: PhonePage, outcome: str) -> None:
        if page.id not in self._confirmed:
            await self._in_thread(partial(actions.end_page, page.organization_id, page.id, outcome))
        self._rung.pop(page.id, None)
        self._answered.discard(page.id)
        self._confirmed.discard(page.id)
        if page.file is not None:
            await self._performer.drop(page.file)
