"""One pair of Asterisks for the tests of this folder, started by the first that needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from tests.phone.engines import Carrier, Engines, pair, wait_idle

from kefu.config.asterisk.server import Server, ServerUnavailable


@pytest.fixture(scope="session")
def asterisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    with pair(tmp_path_factory.mktemp("engines")) as engines:
        yield engines


@pytest.fixture
def engines(asterisk: Engines) -> Iterator[Engines]:
    """The pair without calls, before and after."""
    yield asterisk
    for server in (asterisk.platform, asterisk.carrier.server):
        for channel in server.ask("/channels"):
            _end(server, channel["id"])
        wait_idle(server)


@pytest.fixture
def carrier(engines: Engines) -> Carrier:
    return engines.carrier


def _end(server: Server, channel: str) -> None:
    with suppress(ServerUnavailable):
        server.ask(f"/channels/{channel}", "DELETE")
