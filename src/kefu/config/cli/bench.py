"""`kefu bench NAME`: figures of this machine, with its state."""

from __future__ import annotations

import argparse
import json


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Measure on an instance of its own, on this machine only. Other work on the machine spoils the figures."
    )
    parser.add_argument("name", choices=["chat"])
    parser.add_argument("--visitors", type=int, default=200, help="visitors at once in the replay (1 to 200)")
    parser.add_argument("--sockets", type=int, default=1000, help="open sockets while latency is measured")
    parser.add_argument("--seconds", type=int, default=20, help="length of each timed phase")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    from kefu.config.bench import chat

    figures = chat.run(visitors=arguments.visitors, sockets=arguments.sockets, seconds=arguments.seconds)
    print(json.dumps(figures, indent=None if arguments.json else 2, ensure_ascii=False))
    return 1 if figures["replay"]["fault_count"] else 0
