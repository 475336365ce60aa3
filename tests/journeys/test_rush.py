"""A small rush of recorded dialogues; the whole one is `kefu bench chat`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from kefu.config.bench import chat

from .house import PASSWORD, House


def test_thirty_visitors_at_once_are_all_served_whole_and_in_order(found_house: Callable[..., House]) -> None:
    house = found_house()
    agents = [house.hire(number, status="offline").email for number in ("8001", "8002", "8003")]
    port = urlsplit(house.url).port
    assert port is not None
    rush = chat.replay(port, 30, site=house.site["key"], agents=agents, password=PASSWORD)
    with ThreadPoolExecutor(1) as apart:  # this thread may hold a browser's loop
        told = apart.submit(asyncio.run, rush).result()
    assert told["faults"] == []
    assert sum(told["served_by_agent"]) == 30
    assert min(told["served_by_agent"]) > 0
