"""Takes what the engine recorded into our files, once it is finished; then it goes from the engine."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

from kefu.kernel.errors import NoSpace

from .. import actions
from .ari import Ari, AriError
from .naming import is_message, read

logger = logging.getLogger(__name__)


class Keeper:
    """`in_thread` runs what blocks."""

    def __init__(self, ari: Ari, in_thread: Callable[[Callable[[], Any]], Awaitable[Any]]) -> None:
        self._ari, self._in_thread = ari, in_thread
        self._taking: set[str] = set()

    async def keep_left(self) -> None:
        """What was finished while nobody listened, what could not be written the last time, and what the engine never told of."""
        for stored in await self._ari.ask("GET", "recordings/stored"):
            recording = stored["name"]
            if not await self._ari.try_to("GET", f"recordings/live/{recording}"):  # else its end is yet to be written
                await self.keep(recording)

    async def keep(self, recording: str) -> None:
        """One that is finished. What cannot be written stays where it is."""
        ours = read(recording)
        if ours is None or recording in self._taking or not (is_message(ours) or ours.thing.startswith("r-")):
            return
        self._taking.add(recording)
        try:
            await self._keep(ours.call_id, recording, is_message=is_message(ours))
        except AriError as error:
            logger.warning("The recording %s could not be fetched: %s", recording, error)
            await self.note_not_kept(recording, "not_written")
        except (NoSpace, OSError) as error:
            logger.error("The recording %s could not be kept; it is tried again: %s", recording, error)
            await self.note_not_kept(recording, "disk_full" if isinstance(error, NoSpace) else "not_written")
        finally:
            self._taking.discard(recording)

    async def _keep(self, call_id: UUID, recording: str, *, is_message: bool) -> None:
        stored = f"recordings/stored/{recording}"
        if is_message:
            await self._in_thread(partial(actions.keep_message, call_id, await self._ari.fetch(f"{stored}/file")))
        elif not await self._in_thread(partial(actions.kept_recording, recording)):
            content = await self._ari.fetch(f"{stored}/file")
            side = _side(recording)
            await self._in_thread(partial(actions.keep_recording, call_id, name=recording, side=side, content=content))
        await self._ari.try_to("DELETE", stored)

    async def note_not_kept(self, recording: str, failure: str) -> None:
        ours = read(recording)
        if ours is not None and ours.thing.startswith("r-"):
            note = partial(actions.note_not_kept, ours.call_id, name=recording, side=_side(recording), failure=failure)
            await self._in_thread(note)


def _side(recording: str) -> str:
    """caller, agent or mix, of a name like kefu-…-r-mix-a1."""
    ours = read(recording)
    return ours.thing.split("-")[1] if ours else ""
