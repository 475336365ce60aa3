"""Music that has to wait for its channel keeps nothing else waiting, and never begins after its end."""

from __future__ import annotations

import asyncio
from typing import cast
from uuid import uuid4

import pytest

from kefu.contact.telephony.driver import music
from kefu.contact.telephony.driver.ari import Ari

CALL = uuid4()


class Engine:
    def __init__(self) -> None:
        self.asked: list[str] = []

    async def try_to(self, method: str, path: str, **query: str) -> bool:
        await asyncio.sleep(0.02)
        self.asked.append(method)
        return True


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(music, "DEAF_SECONDS", 0.05)


async def _asked(*, answered: bool, end_after: float | None) -> list[str]:
    """What the engine was asked for within 0.2 s, when music begins at once and ends so many seconds later."""
    engine = Engine()
    players = music.Music(cast(Ari, engine))
    if answered:
        players.answered(CALL)
    await players.begin(CALL, "caller")
    assert engine.asked == ([] if answered else ["POST"])
    if end_after is not None:
        await asyncio.sleep(end_after)
        await players.end(CALL, "caller")
    await asyncio.sleep(0.2)
    players.close()
    return engine.asked


@pytest.mark.parametrize(
    ("answered", "end_after", "asked"),
    [
        (False, None, ["POST"]),
        (True, None, ["POST"]),
        (True, 0.0, ["DELETE"]),  # it was still waiting
        (True, 0.06, ["POST", "DELETE"]),  # it was beginning
        (True, 0.15, ["POST", "DELETE"]),
    ],
)
def test_music_begins_when_the_channel_hears_and_not_after_its_end(
    answered: bool, end_after: float | None, asked: list[str]
) -> None:
    assert asyncio.run(_asked(answered=answered, end_after=end_after)) == asked


def test_a_call_that_is_over_gets_no_music() -> None:
    async def over() -> list[str]:
        engine = Engine()
        players = music.Music(cast(Ari, engine))
        players.answered(CALL)
        await players.begin(CALL, "caller")
        players.forget(CALL)
        await asyncio.sleep(0.15)
        return engine.asked

    assert asyncio.run(over()) == []
