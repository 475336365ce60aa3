"""The telephony role: the only one that speaks ARI."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import psycopg
from django.db import DatabaseError, InterfaceError, close_old_connections

from kefu.config.asterisk import Endpoint, address, endpoint
from kefu.config.asterisk.dialplan import OWN
from kefu.config.asterisk.objects import SipObject, of_account, of_trunk
from kefu.config.asterisk.plan import EVERYWHERE, LOOPBACK, Account, Trunk
from kefu.config.asterisk.server import authorization
from kefu.config.environment import Environment

if TYPE_CHECKING:
    from kefu.contact.telephony.driver import Account as Registrant
    from kefu.contact.telephony.driver import Ari

PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # between attempts to reach the engine
OF_FILES = {"carrier"}  # lines that the engine's own configuration has: the demo's network
STATES_SECONDS = 30.0  # how old what is known of the trunks may grow
WAIT_SECONDS = 5.0  # for commands, should a notification have been lost

logger = logging.getLogger(__name__)


def run(environment: Environment) -> None:
    import django

    django.setup()
    asyncio.run(_until_signal(environment))


async def _until_signal(environment: Environment) -> None:
    following = asyncio.create_task(follow(environment))
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, following.cancel)
    with suppress(asyncio.CancelledError):
        await following


async def follow(environment: Environment) -> None:
    """Follow the engine's calls, and come back to it after every loss."""
    failures = 0
    while True:
        place = endpoint(environment)
        try:
            if place is not None:
                await _drive(environment, place)
                failures = 0
        except (aiohttp.ClientError, OSError, psycopg.Error, DatabaseError, InterfaceError) as error:
            if not failures:
                logger.warning("The engine or the database cannot be reached: %s", error)
            failures += 1
        await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])


async def _drive(environment: Environment, place: Endpoint) -> None:
    from kefu.contact.telephony import driver
    from kefu.kernel import database

    headers = {"Authorization": authorization(place.user, place.password)}
    async with driver.Ari(place.url, place.events, place.application, headers) as ari:
        logger.info("Connected with the engine")
        directory = Directory(environment, ari, place.directory)
        with database.connect("telephony") as facts, database.connect("telephony settings") as settings:
            database.listen(facts, driver.CHANNEL)
            database.listen(settings, driver.SETTINGS_CHANNEL)
            performer = driver.Performer(ari, _sounds(environment, place))
            left = place.directory / "spool" / "voicemail" if place.directory else None

            def wait_for_facts() -> None:
                if left is not None:
                    driver.collect(left)
                database.wait_for_notice(facts, seconds=WAIT_SECONDS)

            await driver.Driver(ari, performer).run(
                wait_for_facts,
                directory.follow(lambda: database.wait_for_notice(settings, seconds=WAIT_SECONDS)),
            )
    logger.warning("The connection with the engine is lost")


class Directory:
    """Trunks and agents' telephones in the engine as they stand here; what has changed is told while calls are going on."""

    def __init__(self, environment: Environment, ari: Ari, engine: Path | None) -> None:
        from kefu.contact.telephony import driver

        self._environment, self._ari = environment, ari
        self._away = driver.AwayPrompts(engine / "sounds" / OWN) if engine else None  # else another machine's
        self._told: dict[str, list[SipObject]] = {}
        self._online: set[str] | None = None
        self._states: dict[str, str] = {}
        self._states_noted = 0.0
        self._asked: dict[str, Registrant] = {}
        self._asked_at = 0.0
        self._answers: dict[str, str] = {}

    async def follow(self, wait_for_settings: Callable[[], object]) -> None:
        """Beside the calls, which must not wait for this: with thousands of accounts it takes its time."""
        while True:
            try:
                await self._agree()
                await asyncio.to_thread(self._lay_out)
            except (aiohttp.ClientError, DatabaseError, InterfaceError):
                logger.exception("Trunks and telephones could not be handed over; it is tried again")
            await asyncio.to_thread(wait_for_settings)

    async def _agree(self) -> None:
        trunks, accounts = await asyncio.to_thread(_wanted)
        if any(trunk.is_outside for trunk in trunks if trunk.name not in OF_FILES):
            address.wish(self._environment, replace(address.wished(self._environment), is_open=True))
        wanted = {trunk.name: of_trunk(trunk) for trunk in trunks if trunk.name not in OF_FILES}
        wanted |= {account.name: of_account(account, address=self._place_of_audio()) for account in accounts}
        names = {account.name for account in accounts}
        subscription = f"applications/{self._ari.application}/subscription"
        for name, objects in wanted.items():
            if self._told.get(name) != objects:
                for each in objects:
                    await self._ari.change(each.path, each.body)
                if name in names:
                    await self._ari.try_to("POST", subscription, eventSource=f"endpoint:PJSIP/{name}")
        for name in self._told.keys() - wanted.keys():
            for each in reversed(self._told[name]):
                await self._ari.try_to("DELETE", each.path)
        self._told = wanted
        await self._look(names)

        if trunks:
            await self._note_states(trunks)

    def _lay_out(self) -> None:
        close_old_connections()
        try:
            if self._away is not None:
                self._away.lay_out()
        except OSError:
            logger.exception("What numbers say while nobody is connected could not be written; it is tried again")

    def _place_of_audio(self) -> str:
        """Agents' audio stays on this machine until the engine is open to the network."""
        return EVERYWHERE if address.wished(self._environment).is_open else LOOPBACK

    async def _look(self, names: set[str]) -> None:
        """Which telephones are signed in: events tell it at once, this after a loss."""
        known = await self._ari.ask("GET", "endpoints")  # of one technology it is not found where nobody has any
        online = {one["resource"] for one in known if one["state"] == "online"} & names
        if online != self._online:
            await asyncio.to_thread(_note, online)
            self._online = online

    async def _note_states(self, trunks: list[Trunk]) -> None:
        """What the engine and the carriers say of each line, for the settings: when it changes, and every half minute."""
        states = {each["resource"]: each["state"] for each in await self._ari.ask("GET", "endpoints")}
        ours = {trunk.name: states.get(trunk.name, "unknown") for trunk in trunks} | await self._registered(trunks)
        if ours != self._states or time.monotonic() > self._states_noted + STATES_SECONDS:
            await asyncio.to_thread(_note_lines, ours)
            self._states, self._states_noted = ours, time.monotonic()

    async def _registered(self, trunks: list[Trunk]) -> dict[str, str]:
        """The lines of whose registration the carrier has said yes or no; an answer to OPTIONS says neither."""
        from kefu.contact.telephony import driver

        accounts = {t.name: driver.Account(t.host, t.port, t.user, t.password) for t in trunks if t.user}
        if accounts != self._asked or time.monotonic() > self._asked_at + STATES_SECONDS:
            told = await asyncio.gather(*(driver.ask(account) for account in accounts.values()))
            self._answers = {name: state for name, state in zip(accounts, told, strict=True) if state != "offline"}
            self._asked, self._asked_at = accounts, time.monotonic()
        return self._answers


def _note(online: set[str]) -> None:
    from kefu.contact.telephony import actions

    close_old_connections()
    actions.note_signed_in(online)


def _wanted() -> tuple[list[Trunk], list[Account]]:
    from kefu.contact.telephony import queries
    from kefu.kernel.sealing import unseal

    close_old_connections()
    trunks = [
        Trunk(
            row.account,
            row.host,
            row.port,
            tuple(row.addresses),
            user=row.user,
            password=unseal(row.secret) if row.secret else "",
        )
        for row in queries.lines()
    ]
    accounts = [
        Account(row.account, unseal(row.secret), "browser" if row.kind == "browser" else "telephone")
        for row in queries.extensions()
    ]
    return trunks, accounts


def _note_lines(states: dict[str, str]) -> None:
    from kefu.contact.telephony import actions

    actions.note_trunk_states(states)


def _sounds(environment: Environment, place: Endpoint) -> Path:
    return (place.directory or environment.data) / "prompts"
