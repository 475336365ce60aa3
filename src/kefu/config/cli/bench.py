"""`kefu bench NAME`: figures of this machine, with its state."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from typing import Any

from kefu.config.cli import django_ready


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Measure on an instance of its own, on this machine only. Other work on the machine spoils the figures."
    )
    parser.add_argument("name", choices=["chat", "day"])
    parser.add_argument("--visitors", type=int, default=200, help="visitors at once in the replay (1 to 200)")
    parser.add_argument("--sockets", type=int, default=1000, help="open sockets while latency is measured")
    parser.add_argument("--seconds", type=int, default=20, help="length of each timed phase")
    parser.add_argument("--talks", type=int, default=1200, help="conversations of the simulated day")
    parser.add_argument("--hours", type=float, default=8.0, help="simulated hours")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    if arguments.name == "day":
        figures = _day(arguments.talks, arguments.hours)
        faults = len(figures["faults"])
    else:
        from kefu.config.bench import chat

        figures = chat.run(visitors=arguments.visitors, sockets=arguments.sockets, seconds=arguments.seconds)
        faults = figures["replay"]["fault_count"]
    print(json.dumps(figures, indent=None if arguments.json else 2, ensure_ascii=False))
    return 1 if faults else 0


def _day(talks: int, hours: float) -> dict[str, Any]:
    """On a database of its own, where no worker's clock runs; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kefu-day-") as data:
        os.environ.pop("DATABASE_URL", None)
        os.environ["KEFU_DATA"] = data
        with django_ready():
            from django.core.management import call_command

            from kefu.config.bench import day

            call_command("migrate", verbosity=0)
            return day.simulate(talks=talks, hours=hours)
