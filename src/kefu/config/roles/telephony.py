"""The telephony role: the only one that speaks ARI."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
from contextlib import suppress

import aiohttp

from kefu.config.asterisk import Endpoint, endpoint
from kefu.config.asterisk.server import authorization
from kefu.config.environment import Environment

PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # between attempts to reach the engine
HEARTBEAT_SECONDS = 20

logger = logging.getLogger(__name__)


def run(environment: Environment) -> None:
    asyncio.run(_until_signal(environment))


async def _until_signal(environment: Environment) -> None:
    listening = asyncio.create_task(listen(environment))
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, listening.cancel)
    with suppress(asyncio.CancelledError):
        await listening


async def listen(environment: Environment) -> None:
    """Follow the engine's events, and come back to it after every loss."""
    failures = 0
    while True:
        place = endpoint(environment)
        try:
            if place is not None:
                async with aiohttp.ClientSession(
                    headers={"Authorization": authorization(place.user, place.password)}
                ) as session:
                    await _follow(session, place)
                failures = 0
        except (aiohttp.ClientError, OSError) as error:
            if not failures:
                logger.warning("The engine cannot be reached: %s", error)
            failures += 1
        await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])


async def _follow(session: aiohttp.ClientSession, place: Endpoint) -> None:
    query = {"app": place.application, "subscribeAll": "false"}
    async with session.ws_connect(place.events, params=query, heartbeat=HEARTBEAT_SECONDS, max_msg_size=0) as socket:
        logger.info("Connected with the engine")
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                await _answer(session, place, json.loads(message.data))
    logger.warning("The connection with the engine is lost")


async def _answer(session: aiohttp.ClientSession, place: Endpoint, event: dict[str, object]) -> None:
    """Nobody knows this call: it ends."""
    channel = event.get("channel")
    if event.get("type") == "StasisStart" and isinstance(channel, dict):
        async with session.delete(f"{place.url}/channels/{channel['id']}"):
            logger.info("An unknown call was hung up")
