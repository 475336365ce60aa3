"""`kefu bench NAME`: figures of this machine, with its state."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from typing import Any

from kefu.config.cli import django_ready


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Measure on an instance of its own, on this machine only. Other work on the machine spoils the figures."
    )
    parser.add_argument("name", choices=["calls", "chat", "day", "desk", "floor", "seed", "tickets"])
    parser.add_argument("--visitors", type=int, default=200, help="visitors at once in the replay (1 to 200)")
    parser.add_argument("--sockets", type=int, default=1000, help="open sockets while latency is measured")
    parser.add_argument("--seconds", type=int, default=20, help="length of each timed phase")
    parser.add_argument("--talks", type=int, default=1200, help="conversations of the simulated day")
    parser.add_argument(
        "--times", type=int, default=1, help="ten minutes of that day, so many times as dense (10: 双11)"
    )
    parser.add_argument("--hours", type=float, default=8.0, help="simulated hours")
    parser.add_argument("--passing", type=int, default=300, help="conversations that pass through the measured desk")
    parser.add_argument("--held", type=int, default=20, help="open conversations of the agent whose desk is measured")
    parser.add_argument("--messages", type=int, default=500, help="messages in each of them")
    parser.add_argument("--contacts", type=int, default=100_000, help="contacts in the end, for the lists and figures")
    parser.add_argument("--agents", type=int, default=200, help="agents on the board")
    parser.add_argument("--concurrent", type=int, default=100, help="calls at once that hear a prompt")
    parser.add_argument("--tickets", type=int, default=100_000, help="tickets in the end, with five entries each")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    if arguments.name == "day":
        crowded = arguments.times > 1
        figures = _alone(lambda: _rush(arguments.times) if crowded else _day(arguments.talks, arguments.hours))
        faults = len(figures["faults"])
    elif arguments.name == "desk":
        from kefu.config.bench import desk

        figures = desk.run(conversations=arguments.passing, held=arguments.held, messages=arguments.messages)
        faults = 0
    elif arguments.name == "calls":
        from kefu.config.bench import calls

        figures = calls.run(agents=24, callers=16, concurrent=arguments.concurrent, seconds=arguments.seconds)
        faults = 0
    elif arguments.name == "seed":
        figures, faults = _seed(arguments.tickets), 0
    elif arguments.name == "tickets":
        from kefu.config.bench import tickets

        figures, faults = tickets.run(tickets=max(1, arguments.tickets), seconds=arguments.seconds), 0
    elif arguments.name == "floor":
        figures = _alone(lambda: _floor(arguments.contacts, arguments.agents))
        faults = 0
    else:
        from kefu.config.bench import chat

        figures = chat.run(visitors=arguments.visitors, sockets=arguments.sockets, seconds=arguments.seconds)
        faults = figures["replay"]["fault_count"]
    print(json.dumps(figures, indent=None if arguments.json else 2, ensure_ascii=False))
    return 1 if faults else 0


def _alone(measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """On a database of its own, where no worker's clock runs; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kefu-bench-") as data:
        os.environ.pop("DATABASE_URL", None)
        os.environ["KEFU_DATA"] = data
        with django_ready():
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            return measure()


def _seed(tickets: int) -> dict[str, Any]:
    """An archive of tickets into this instance's own database, beside the demo; refused where others live."""
    with django_ready():
        from kefu.config.bench import ticket_seed

        return ticket_seed.plant(tickets)


def _day(talks: int, hours: float) -> dict[str, Any]:
    from kefu.config.bench import day

    return day.simulate(talks=talks, hours=hours)


def _rush(times: int) -> dict[str, Any]:
    from kefu.config.bench import rush

    return rush.compare(times=times)


def _floor(contacts: int, agents: int) -> dict[str, Any]:
    from kefu.config.bench import floor

    return floor.run(contacts=(contacts // 4, contacts), agents=agents)
