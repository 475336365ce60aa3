"""Follows one engine: its events become facts, each call's facts are heeded one after another, and what follows is sent back."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID

from django.db import close_old_connections

from kefu.kernel import events, limits

from .. import actions, queries
from ..models import Call, CallCommand
from ..rules import machine
from .ari import Ari
from .naming import is_message, name, read
from .paging import Pager
from .performing import Performer

THREADS = 16
REJECTED = "21"  # Q.850: call rejected; the caller's leg was never answered, so nobody pays
FAILED_PLAY_SECONDS = 0.5  # a playback that is cut off by hanging up is told before the hanging up
LEGS = "axw"  # an agent's, one who was asked, a supervisor's
ENDED = 16  # Q.850: hung up
ACCEPTS, ACCEPT_SECONDS = "1", 15.0
SWEEP_SECONDS = 20.0  # until recordings that were not kept so far are tried again
RESTED_SECONDS = 1.0
SHOWN_SECONDS = 0.1  # until a desk that was told who calls shows it: nobody hears it ring before
CAUSE_SECONDS = 2.0  # of a leg that we dialled the cause is told after its end

logger = logging.getLogger(__name__)


class Driver:
    """One connection with the engine; made anew after each loss."""

    def __init__(self, ari: Ari, performer: Performer) -> None:
        self._ari, self._performer = ari, performer
        self._threads = ThreadPoolExecutor(THREADS, "calls")
        self._inboxes: dict[UUID, asyncio.Queue[tuple[machine.Fact, UUID | None]]] = {}
        self._organizations: dict[UUID, UUID] = {}
        self._callers: dict[str, UUID] = {}  # the caller's channel → call
        self._told: set[UUID] = set()  # commands that are in an inbox
        self._asked: set[str] = set()  # legs that have answered and are to press 1
        self._tasks: set[asyncio.Task[object]] = set()
        self._pager = Pager(ari, performer, self._begin, self._in_thread)

    async def run(self, wait_for_facts: Callable[[], object], *beside: Coroutine[Any, Any, None]) -> None:
        """Until the engine is lost, or what runs `beside` ends. `wait_for_facts` blocks a thread until some may have come; what
        it raises ends this."""
        try:
            await self._catch_up()
            sides = {
                asyncio.create_task(self._follow_events()),
                asyncio.create_task(self._follow_facts(wait_for_facts)),
                *map(asyncio.create_task, beside),
            }
            self._tasks |= sides
            done, _ = await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
            for side in done:
                side.result()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._threads.shutdown(wait=False)
            self._performer.close()

    async def _follow_events(self) -> None:
        async for event in self._ari.events():
            self._heed(event)

    def _begin(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("Something of a call went wrong", exc_info=error)

    async def _catch_up(self) -> None:
        """After a loss: end what has gone, take up what goes on, and drop what nobody knows."""
        channels = {channel["id"]: channel for channel in await self._ari.ask("GET", "channels")}
        for call in await self._in_thread(queries.open_calls):
            self._open(call.organization_id, call.id, call.channel_id)
            for fact in await self._missed(call, channels):
                self.submit(call.id, fact)
            if call.phase == Call.Phase.LOST:  # the clock that was running went with the connection
                out = machine.Quiet(machine.State(**call.machine).patience)
                asyncio.get_running_loop().call_later(machine.LOST_SECONDS, self.submit, call.id, out)
        for id in channels:
            ours = read(id)
            if ours is not None and ours.call_id not in self._inboxes:
                await self._ari.try_to("DELETE", f"channels/{id}")
        for channel in channels.values():
            self._take_up(channel)
        self._begin(self._keep_left())  # nobody waits for a disk that is full

    def _take_up(self, channel: dict[str, Any]) -> None:
        """Who came in at the moment in which the connection was lost is in our hands already, and nobody has heard of them."""
        args = str(channel["dialplan"].get("app_data") or "").split(",")
        if args[:2] == [self._ari.application, "in"] and channel["id"] not in self._callers:
            self._started(channel, args[1:])

    async def _missed(self, call: Call, channels: dict[str, Any]) -> list[machine.Fact]:
        """What happened to a call while nobody looked."""
        state = machine.State(**call.machine)
        if state.phase == "calling" or state.is_promised:
            # no customer yet; without a leg the wish to call waits in the inbox
            return await self._missed_of_legs(call, state, channels)
        if call.channel_id not in channels:
            return [machine.Asked("system"), machine.LegGone(machine.CALLER)]
        if state.phase == "dialling" and channels[call.channel_id]["state"] == "Up":
            return [machine.LegUp(machine.CALLER)]
        if not state.node and not state.line:
            return [machine.Arrived()]
        if missed := await self._missed_of_legs(call, state, channels):
            return missed
        if state.playback and not await self._ari.try_to("GET", f"playbacks/{name(call.id, state.playback)}"):
            return [machine.Played(state.playback, is_heard=False)]
        if state.phase in ("flow", "rating") and not state.playback:
            return [machine.Quiet(state.serial)]
        if state.phase in ("waiting", "ringing"):
            return [machine.Lingered(state.turn)]
        if state.take and not await self._ari.try_to("GET", f"recordings/live/{name(call.id, state.take)}"):
            return [machine.Recorded(state.take)]
        return []

    async def _missed_of_legs(self, call: Call, state: machine.State, channels: dict[str, Any]) -> list[machine.Fact]:
        facts: list[machine.Fact] = []
        for leg in machine.legs(state):
            channel = channels.get(name(call.id, leg))
            if channel is None:
                facts.append(machine.LegGone(leg))
            elif channel["state"] == "Up" and machine.is_awaited(state, leg):
                facts.append(await self._answer_of(channel, leg))
        if state.phase == "talking" and not facts and state.leg == state.tape and state.stage == "":
            await self._performer.join(call.id, state.leg, call.channel_id)
        if state.paused:
            asyncio.get_running_loop().call_later(
                machine.PAUSE_SECONDS, self.submit, call.id, machine.Quiet(state.paused)
            )
        return facts

    async def _answer_of(self, channel: dict[str, Any], leg: str) -> machine.Fact:
        """Of one that was asked to press 1 nobody knows whether they did."""
        if str(channel["dialplan"].get("app_data") or "").split(",")[1:3] != ["leg", "asked"]:
            return machine.LegUp(leg)
        await self._ari.try_to("DELETE", f"channels/{channel['id']}")
        return machine.LegGone(leg)

    def _open(self, organization_id: UUID, call_id: UUID, channel_id: str) -> None:
        if call_id not in self._inboxes:
            self._organizations[call_id] = organization_id
            self._callers[channel_id] = call_id
            self._inboxes[call_id] = asyncio.Queue()
            self._begin(self._serve(call_id, channel_id))

    def submit(self, call_id: UUID, fact: machine.Fact, command_id: UUID | None = None) -> None:
        inbox = self._inboxes.get(call_id)
        if inbox is not None:
            inbox.put_nowait((fact, command_id))

    async def _serve(self, call_id: UUID, channel_id: str) -> None:
        """One call's facts, one after another, until it has ended."""
        inbox, organization_id = self._inboxes[call_id], self._organizations[call_id]
        has_ended = False
        while not (has_ended and inbox.empty()):
            fact, command_id = await inbox.get()
            try:
                step = partial(followed, organization_id, call_id, fact, command_id)
                effects = await self._in_thread(step)
                has_ended = has_ended or any(isinstance(effect, machine.Finish) for effect in effects)
                for effect in effects:
                    if isinstance(effect, machine.Ring):
                        await asyncio.sleep(SHOWN_SECONDS)
                    await self._performer.perform(call_id, channel_id, effect, partial(self.submit, call_id))
            except Exception:
                logger.exception("A call could not be followed: %s, %s", call_id, fact)
            has_ended = has_ended or (isinstance(fact, machine.LegGone) and fact.leg == machine.CALLER)
        await self._performer.tidy(call_id)
        del self._inboxes[call_id], self._organizations[call_id], self._callers[channel_id]

    async def _follow_facts(self, wait_for_facts: Callable[[], object]) -> None:
        while True:
            try:
                await self._take_commands()
                await self._pager.look()
            except Exception:
                logger.exception("Something new could not be taken up; it is tried again")
            await self._in_thread(wait_for_facts)

    async def _keep_left(self) -> None:
        while True:
            try:
                await self._performer.keeper.keep_left()
            except Exception:
                logger.exception("What was recorded could not be looked through; it is tried again")
            await asyncio.sleep(SWEEP_SECONDS)

    async def _take_commands(self) -> None:
        commands = await self._in_thread(queries.open_commands)
        self._told &= {command.id for command in commands}
        for command in commands:
            try:
                self._take(command)
            except (KeyError, TypeError):  # of another version, perhaps; the others must not wait for it
                logger.exception("A fact for call %s is not understood: %s", command.call_id, command.fact)

    def _take(self, command: CallCommand) -> None:
        fact = machine.load(command.fact)
        if isinstance(fact, machine.Placed | machine.Promised) and command.id not in self._told:
            self._open(command.organization_id, command.call_id, command.call.channel_id)
        if command.id not in self._told and command.call_id in self._inboxes:
            self._told.add(command.id)
            self.submit(command.call_id, fact, command.id)

    async def _in_thread(self, act: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(_fresh, act))

    # ---- events

    def _heed(self, event: dict[str, Any]) -> None:
        kind = event.get("type")
        if self._pager.heed(event):
            return
        if kind == "StasisStart":
            self._started(event["channel"], event.get("args") or [])
        elif kind in ("StasisEnd", "ChannelDestroyed"):
            self._gone(event["channel"]["id"], event.get("cause"))
        elif kind == "ChannelStateChange" and event["channel"]["state"] == "Up":
            self._answered(event["channel"]["id"])
        elif kind == "Dial" and event.get("dialstatus") == "PROGRESS":
            if (call_id := self._callers.get(event["peer"]["id"])) is not None:
                self.submit(call_id, machine.Audible())
        elif kind == "ChannelDtmfReceived":
            if event["channel"]["id"] in self._asked and event["digit"] == ACCEPTS:
                self._begin(self._accepted(event["channel"]["id"]))
            elif (call_id := self._callers.get(event["channel"]["id"])) is not None:
                self.submit(call_id, machine.Key(event["digit"]))
        elif kind == "PlaybackFinished":
            self._played(event["playback"])
        elif kind == "EndpointStateChange":
            place = event["endpoint"]
            note = partial(actions.note_state, place["resource"], place["state"] == "online")
            self._begin(self._in_thread(note))
        elif kind in ("RecordingFinished", "RecordingFailed"):
            self._recorded(event["recording"]["name"])

    def _started(self, channel: dict[str, Any], args: list[str]) -> None:
        role = args[0] if args else ""
        if role == "in":
            dialled = args[1] if len(args) > 1 else ""
            trunk = channel["name"].removeprefix("PJSIP/").rpartition("-")[0]
            self._begin(self._arrive(channel["id"], dialled, channel["caller"]["number"], trunk))
        elif role == "leg" and (ours := read(channel["id"])) is not None:
            if ours.call_id in self._inboxes and args[1:] == ["asked"]:
                self._ask(channel["id"])
            elif ours.call_id in self._inboxes:
                self.submit(ours.call_id, machine.LegUp(ours.thing))
            else:
                self._begin(self._ari.try_to("DELETE", f"channels/{channel['id']}"))
        elif role == "dialled" and (ours := read(channel["id"])) is not None:
            self._begin(self._performer.dial(ours.call_id, channel["id"]))
        elif role == "spy":
            self._begin(self._performer.enter_ear(channel["id"]))
        elif role == "snoop":
            self._begin(self._performer.record_snoop(channel["id"]))

    async def _arrive(self, channel_id: str, dialled: str, caller: str, trunk: str) -> None:
        try:
            found = await self._in_thread(partial(actions.arrive, channel_id, dialled, caller, trunk))
        except limits.Blocked as refusal:
            logger.info("A blocked caller is refused")
            await self._ari.try_to("DELETE", f"channels/{channel_id}", reason_code=REJECTED)
            await self._in_thread(refusal.remember)
            return
        if found is None:
            logger.info("Nobody owns the number %s", dialled)
            await self._ari.try_to("DELETE", f"channels/{channel_id}", reason_code="1")
            return
        organization_id, call_id = found
        self._open(organization_id, call_id, channel_id)
        self.submit(call_id, machine.Arrived())

    def _ask(self, channel_id: str) -> None:
        """A mobile has answered, or its mailbox: whoever presses 1 is a person."""
        self._asked.add(channel_id)
        self._begin(self._performer.ask(channel_id))
        asyncio.get_running_loop().call_later(ACCEPT_SECONDS, self._unasked, channel_id)

    def _unasked(self, channel_id: str) -> None:
        if channel_id in self._asked:
            self._begin(self._ari.try_to("DELETE", f"channels/{channel_id}"))

    async def _accepted(self, channel_id: str) -> None:
        self._asked.discard(channel_id)
        await self._performer.asked(channel_id)
        if (ours := read(channel_id)) is not None:
            self.submit(ours.call_id, machine.LegUp(ours.thing))

    def _answered(self, channel_id: str) -> None:
        """A leg that we dialled; one that we only rang is told of by entering the application."""
        ours = read(channel_id)
        if ours is not None and ours.thing == machine.CALLER:
            self.submit(ours.call_id, machine.LegUp(machine.CALLER))

    def _gone(self, channel_id: str, cause: int | None) -> None:
        ours = read(channel_id)
        self._asked.discard(channel_id)
        if (call_id := self._callers.get(channel_id)) is not None:
            fact = machine.LegGone(machine.CALLER, cause or ENDED)
            if ours is not None and cause is None:
                asyncio.get_running_loop().call_later(CAUSE_SECONDS, self.submit, call_id, fact)
            else:
                self.submit(call_id, fact)
        elif ours is not None and ours.thing[0] in LEGS and ours.thing[1:].isdigit():
            self.submit(ours.call_id, machine.LegGone(ours.thing, cause or ENDED))

    def _recorded(self, recording: str) -> None:
        ours = read(recording)
        if ours is not None and is_message(ours):
            self.submit(ours.call_id, machine.Recorded(ours.thing))
        self._begin(self._performer.keeper.keep(recording))

    def _played(self, playback: dict[str, Any]) -> None:
        ours = read(playback["id"])
        if ours is None:
            return
        fact = machine.Played(ours.thing, is_heard=playback["state"] != "failed")
        if playback["state"] == "failed":
            asyncio.get_running_loop().call_later(FAILED_PLAY_SECONDS, self.submit, ours.call_id, fact)
        else:
            self.submit(ours.call_id, fact)


def followed(organization_id: UUID, call_id: UUID, fact: machine.Fact, command_id: UUID | None) -> list[machine.Effect]:
    """One step. Before a telephone rings its desk is told who calls: the relay, which would do it, takes longer than the engine."""
    effects = actions.follow(organization_id, call_id, fact, command_id=command_id)
    if any(isinstance(effect, machine.Ring) for effect in effects):
        events.hurry()
    return effects


_used = threading.local()


def _fresh(act: Callable[[], Any]) -> Any:
    """On a connection with the database that still works: one that has rested is tried first."""
    if time.monotonic() - getattr(_used, "at", 0.0) > RESTED_SECONDS:
        close_old_connections()
    _used.at = 0.0  # a failure may be the connection's: then it is tried too
    result = act()
    _used.at = time.monotonic()
    return result
