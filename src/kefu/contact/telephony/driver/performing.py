"""Carries out what a call asks of the engine; whatever is gone already is no fault."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from kefu.kernel.models import StoredFile

from .. import queries
from ..rules import machine, saying, sound, spoken
from .ari import Ari, AriError
from .consulting import Consultant
from .keeping import Keeper
from .leaving import lay
from .music import Music
from .naming import name, read

RING_SECONDS = 120  # at most; routing's offer ends sooner
ASKED_RING_SECONDS = 30  # at whom somebody in a call has asked
OWN_RING_SECONDS = 30  # at one who calls out
CUSTOMER_RING_SECONDS = 60
NOT_REACHED = 20  # Q.850: subscriber absent
SILENCE_SECONDS = 6  # of a message that is over
EAR_TRIES = 20
MIXING = "mixing,video_sfu"  # no picture is ever in it; it is the type that never changes its way of mixing (0045)

logger = logging.getLogger(__name__)
Submit = Callable[[machine.Fact], None]


class Performer:
    """`sounds` is a folder that this process writes and the engine reads."""

    def __init__(self, ari: Ari, sounds: Path) -> None:
        self._ari, self._sounds = ari, sounds
        self._threads = ThreadPoolExecutor(4, "call-files")
        self.keeper = Keeper(ari, self._in_thread)
        self._consultant = Consultant()
        self._music = Music(ari)

    def close(self) -> None:
        self._consultant.close()
        self._music.close()
        self._threads.shutdown(wait=False)

    async def perform(self, call_id: UUID, channel_id: str, effect: machine.Effect, submit: Submit) -> None:
        """One effect. Raises AriError for what the engine refuses for another reason than that it is gone."""
        channel = f"channels/{channel_id}"
        match effect:
            case machine.Answer():
                await self._ari.try_to("POST", f"{channel}/answer")
                self._music.answered(call_id)
            case machine.Play():
                await self._play(call_id, channel_id, effect, submit)
            case machine.Say():
                await self._say(call_id, channel_id, effect.playback, effect.sounds, submit)
            case machine.Linger():
                asyncio.get_running_loop().call_later(effect.seconds, submit, machine.Lingered(effect.turn))
            case machine.Record():
                await self._take(call_id, channel_id, effect, submit)
            case machine.Alone():
                await self._leave_alone(call_id)
            case machine.Beep():
                await self._beep(call_id, effect.leg)
            case machine.Stop():
                await self._ari.try_to("DELETE", f"playbacks/{name(call_id, effect.playback)}")
            case machine.Await():
                asyncio.get_running_loop().call_later(effect.seconds, submit, machine.Quiet(effect.serial))
            case machine.Music(on=True):
                await self._music.begin(call_id, channel_id)
            case machine.Music():
                await self._music.end(call_id, channel_id)
            case machine.Ring():
                await self._ring(call_id, channel_id, effect, submit)
            case machine.Dial():
                await self._dial(call_id, channel_id, effect, submit)
            case machine.Hear():
                await self._hear(call_id, effect.leg)
            case machine.Join():
                await self.join(call_id, effect.leg, channel_id)
            case machine.Link():
                await self._link(call_id, effect.leg, channel_id)
            case machine.Part():
                await self._part(call_id, effect.leg)
            case machine.Consult():
                self._consultant.ask(call_id, effect, submit)
            case machine.Apart():
                leg = self._channel(call_id, channel_id, effect.leg)
                await self._ari.try_to("POST", f"bridges/{name(call_id, 'bridge')}/removeChannel", channel=leg)
            case machine.Unite():
                await self._unite(call_id, channel_id, effect.leg)
            case machine.Clear():
                await self._ari.try_to("DELETE", f"channels/{name(call_id, f's-caller-{effect.tape}')}")
                await self.tidy(call_id)
            case machine.Hush():
                for track in effect.tracks.split():
                    recording = name(call_id, f"r-{track}")
                    await self._ari.try_to("POST" if effect.on else "DELETE", f"recordings/live/{recording}/mute")
            case machine.Spy():
                await self._spy(call_id, effect)
            case machine.Unspy():
                await self._unspy(call_id, effect.leg)
            case machine.HangUp():
                gone = self._channel(call_id, channel_id, effect.leg)
                await self._ari.try_to("DELETE", f"channels/{gone}")

    @staticmethod
    def _channel(call_id: UUID, channel_id: str, leg: str) -> str:
        return channel_id if leg == machine.CALLER else name(call_id, leg)

    async def _play(self, call_id: UUID, channel_id: str, effect: machine.Play, submit: Submit) -> None:
        await self._say(call_id, channel_id, effect.playback, (effect.prompt,), submit)

    async def _say(
        self, call_id: UUID, channel_id: str, playback: str, sounds: tuple[str, ...], submit: Submit
    ) -> None:
        try:
            files = await self._in_thread(partial(self._files_of, sounds))
            media = ",".join(f"sound:{file}" for file in files)
            await self._ari.ask("POST", f"channels/{channel_id}/play/{name(call_id, playback)}", media=media)
        except (AriError, OSError) as error:
            logger.warning("A prompt of call %s was not played: %s", call_id, error)
            submit(machine.Played(playback, is_heard=False))

    async def _beep(self, call_id: UUID, leg: str) -> None:
        channel, file = name(call_id, leg), await self._in_thread(partial(self._standard, saying.BEEP))
        await self._ari.try_to("POST", f"channels/{channel}/play/{name(call_id, f'b-{leg}')}", media=f"sound:{file}")

    async def ask(self, channel_id: str) -> None:
        """Whoever has answered is told who calls, and to press 1, again and again."""
        media = await self.media(*[f"{locale}/accept_call" for locale in ("zh-CN", "en")] * 2)
        await self._ari.try_to("POST", f"channels/{channel_id}/play/ask-{channel_id}", media=media)

    async def media(self, *sounds: str | StoredFile) -> str:
        """Standard sounds and files as the engine plays them, one after another."""

        def places() -> list[Path]:
            return [self._standard(one) if isinstance(one, str) else self._lay(one) for one in sounds]

        return ",".join(f"sound:{place}" for place in await self._in_thread(places))

    async def drop(self, file: StoredFile) -> None:
        """It is played no more."""
        for left in self._sounds.glob(f"{file.id.hex}.*"):
            left.unlink()

    async def asked(self, channel_id: str) -> None:
        await self._ari.try_to("DELETE", f"playbacks/ask-{channel_id}")

    async def _take(self, call_id: UUID, channel_id: str, effect: machine.Record, submit: Submit) -> None:
        """A message; where the engine refuses, the caller is not left alone with silence."""
        try:
            await self._ari.ask(
                "POST",
                f"channels/{channel_id}/record",
                name=name(call_id, effect.take),
                format="wav",
                maxDurationSeconds=f"{effect.seconds}",
                maxSilenceSeconds=f"{SILENCE_SECONDS}",
                ifExists="overwrite",
                beep="false",  # its sound ships with no tree
                terminateOn="#",
            )
        except AriError as error:
            logger.warning("A message of call %s was not recorded: %s", call_id, error)
            submit(machine.Recorded(effect.take))

    async def _leave_alone(self, call_id: UUID) -> None:
        """Whoever listened stops, and the caller stands alone."""
        for channel in await self._ari.ask("GET", "channels"):
            ours = read(channel["id"])
            if ours is not None and ours.call_id == call_id and ours.thing.startswith("s-"):
                await self._ari.try_to("DELETE", f"channels/{channel['id']}")
        await self.tidy(call_id)

    def _files_of(self, sounds: tuple[str, ...]) -> list[Path]:
        return [self._standard(one) if one == saying.BEEP or "/" in one else self._file_of(one) for one in sounds]

    def _standard(self, name: str) -> Path:
        """A file that ships, where the engine reads it."""
        place = self._sounds / "standard" / name
        if not place.with_suffix(".wav").exists():
            content = sound.beep() if name == saying.BEEP else (spoken.SOUNDS / f"{name}.wav").read_bytes()
            lay(place.with_suffix(".wav"), content)
        return place

    def _file_of(self, prompt_id: str) -> Path:
        """The prompt as a file for the engine, without its ending; written once, since a file never changes."""
        file = queries.prompt(prompt_id).file
        if file is None:
            raise FileNotFoundError(f"prompt {prompt_id} is not spoken yet")
        return self._lay(file)

    def _lay(self, file: StoredFile) -> Path:
        place = self._sounds / file.id.hex
        if not any(place.with_suffix(f".{ending}").exists() for ending in ("wav", "wav16")):
            content = queries.content(file)
            lay(place.with_suffix(f".{sound.extension(content)}"), content)
        return place

    async def _ring(self, call_id: UUID, channel_id: str, effect: machine.Ring, submit: Submit) -> None:
        if not effect.endpoint:
            submit(machine.LegGone(effect.leg, NOT_REACHED))
            return
        variables = {"PJSIP_HEADER(add,X-Kefu-Call)": f"{call_id}"}
        seconds = RING_SECONDS if effect.leg.startswith("a") else ASKED_RING_SECONDS
        if effect.is_own:
            variables["PJSIP_HEADER(add,Call-Info)"] = f"<sip:{self._ari.application}>;answer-after=0"
            seconds = OWN_RING_SECONDS
        try:
            query = {"timeout": f"{seconds}", "callerId": effect.shows}
            if not effect.shows:  # else there may be no leg of the customer yet
                caller = await self._ari.ask("GET", f"channels/{channel_id}")
                query |= {"callerId": caller["caller"]["number"], "originator": channel_id}
            await self._ari.ask(
                "POST",
                "channels",
                variables,
                endpoint=effect.endpoint,
                app=self._ari.application,
                appArgs="leg,asked" if effect.asks else "leg",
                channelId=name(call_id, effect.leg),
                **query,
            )
        except AriError as error:
            logger.info("An agent's telephone cannot be reached: %s", error)
            submit(machine.LegGone(effect.leg, NOT_REACHED))

    async def _dial(self, call_id: UUID, channel_id: str, effect: machine.Dial, submit: Submit) -> None:
        """The customer's leg is made; it dials once it is there (`dial`)."""
        agent = name(call_id, effect.leg)
        await self._ari.try_to("POST", f"channels/{agent}/ring")
        try:
            await self._ari.ask(
                "POST",
                "channels/create",
                {"CALLERID(num)": effect.shown, "CONNECTEDLINE(num,i)": effect.shown},
                endpoint=effect.line,
                app=self._ari.application,
                appArgs="dialled",
                channelId=channel_id,
                originator=agent,
            )
        except AriError as error:
            logger.warning("The line of call %s cannot be dialled: %s", call_id, error)
            submit(machine.LegGone(machine.CALLER, NOT_REACHED))

    async def dial(self, call_id: UUID, channel_id: str) -> None:
        """In its bridge already, so that what the network says before an answer can be heard."""
        bridge = name(call_id, "bridge")
        await self._ari.ask("POST", f"bridges/{bridge}", type=MIXING)
        await self._ari.try_to("POST", f"bridges/{bridge}/addChannel", channel=channel_id)
        await self._ari.try_to("POST", f"channels/{channel_id}/dial", timeout=f"{CUSTOMER_RING_SECONDS}")

    async def _hear(self, call_id: UUID, leg: str) -> None:
        agent = name(call_id, leg)
        await self._ari.try_to("DELETE", f"channels/{agent}/ring")
        await self._ari.try_to("POST", f"bridges/{name(call_id, 'bridge')}/addChannel", channel=agent)

    async def join(self, call_id: UUID, leg: str, channel_id: str) -> None:
        """Both in one bridge, each side and the mix recorded; what is done already stays as it is."""
        bridge, agent = await self._link(call_id, leg, channel_id)
        for side, channel in (("caller", channel_id), ("agent", agent)):
            await self._listen(channel, name(call_id, f"s-{side}-{leg}"))
        await self._record(f"bridges/{bridge}", name(call_id, f"r-mix-{leg}"))

    async def _link(self, call_id: UUID, leg: str, channel_id: str) -> tuple[str, str]:
        """Both in the call's bridge; its name, and that of the leg."""
        bridge, other = name(call_id, "bridge"), name(call_id, leg)
        if not await self._ari.try_to("GET", f"bridges/{bridge}"):
            await self._ari.ask("POST", f"bridges/{bridge}", type=MIXING)
        await self._ari.try_to("DELETE", f"channels/{other}/ring")
        await self._ari.try_to("POST", f"bridges/{bridge}/addChannel", channel=f"{channel_id},{other}")
        return bridge, other

    async def _part(self, call_id: UUID, leg: str) -> None:
        """What is recorded of this leg ends with it; the caller stays where they are."""
        await self._ari.try_to("DELETE", f"channels/{name(call_id, f's-caller-{leg}')}")
        await self._ari.try_to("POST", f"recordings/live/{name(call_id, f'r-mix-{leg}')}/stop")

    async def _listen(self, channel: str, listener: str) -> None:
        if await self._ari.try_to("GET", f"channels/{listener}"):
            await self.record_snoop(listener)
            return
        path = f"channels/{channel}/snoop/{listener}"
        await self._ari.try_to("POST", path, spy="in", app=self._ari.application, appArgs="snoop")

    async def _unite(self, call_id: UUID, channel_id: str, leg: str) -> None:
        """Into the bridge, where it is or was; an agent's side is recorded, a supervisor's in the mix alone."""
        channel = self._channel(call_id, channel_id, leg)
        await self._ari.try_to("POST", f"bridges/{name(call_id, 'bridge')}/addChannel", channel=channel)
        if leg != machine.CALLER:
            await self._listen(channel, name(call_id, f"s-agent-{leg}"))

    async def _spy(self, call_id: UUID, effect: machine.Spy) -> None:
        """A listener on the agent's leg, which enters the supervisor's ear once it is there (`enter_ear`)."""
        spy = name(call_id, f"e-{effect.leg}-{effect.mode}-{effect.on}")
        query = {"spy": "both", "app": self._ari.application, "appArgs": "spy"}
        if effect.mode == "whisper":
            query["whisper"] = "out"
        ear, leg = name(call_id, f"ear-{effect.leg}"), name(call_id, effect.leg)
        for _ in range(EAR_TRIES):  # the ear of the mode before may still be going, and the leg with it
            await self._ari.try_to("POST", f"bridges/{ear}", type=MIXING)
            await self._ari.try_to("POST", f"bridges/{ear}/addChannel", channel=leg)
            if leg in await self._members(ear):
                break
            await asyncio.sleep(0.1)
        await self._ari.try_to("POST", f"channels/{name(call_id, effect.on)}/snoop/{spy}", **query)

    async def enter_ear(self, channel_id: str) -> None:
        ours = read(channel_id)
        if ours is not None:
            ear = name(ours.call_id, f"ear-{ours.thing.split('-')[1]}")
            await self._ari.try_to("POST", f"bridges/{ear}/addChannel", channel=channel_id)

    async def _unspy(self, call_id: UUID, leg: str) -> None:
        """The ear goes, and the listener in it."""
        ear = name(call_id, f"ear-{leg}")
        for channel in await self._members(ear):
            if channel != name(call_id, leg):
                await self._ari.try_to("DELETE", f"channels/{channel}")
        await self._ari.try_to("DELETE", f"bridges/{ear}")

    async def _members(self, bridge: str) -> list[str]:
        try:
            return list((await self._ari.ask("GET", f"bridges/{bridge}"))["channels"])
        except AriError:
            return []

    async def record_snoop(self, channel_id: str) -> None:
        """The listener on one side is there: it records."""
        ours = read(channel_id)
        if ours is not None:
            await self._record(f"channels/{channel_id}", name(ours.call_id, ours.thing.replace("s-", "r-", 1)))

    async def _record(self, path: str, recording: str) -> None:
        """The call goes on whether or not this can be done."""
        ours = read(recording)
        if ours is None or not await self._in_thread(partial(queries.is_recorded, ours.call_id)):
            return
        try:
            query = {"name": recording, "format": "wav", "ifExists": "append", "beep": "false"}
            if not await self._ari.try_to("POST", f"{path}/record", **query):
                logger.info("The recording %s runs already, or what it records is gone", recording)
        except AriError as error:
            logger.warning("The recording %s could not be begun: %s", recording, error)
            await self.keeper.note_not_kept(recording, "not_written")

    async def tidy(self, call_id: UUID) -> None:
        """The call is over: its bridge goes."""
        self._music.forget(call_id)
        await self._ari.try_to("DELETE", f"bridges/{name(call_id, 'bridge')}")

    async def _in_thread(self, act: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, act)
