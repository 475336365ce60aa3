"""`kefu run`: start the instance and stay in the foreground."""

from __future__ import annotations

import argparse
import logging
import sys

from kefu.config.environment import Environment
from kefu.config.roles import NAMES
from kefu.config.supervisor import CannotRun, Supervisor


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--roles", default=",".join(NAMES), help=f"comma-separated, of {', '.join(NAMES)} (all)")


def run(arguments: argparse.Namespace) -> int:
    names = arguments.roles.split(",")
    if unknown := [name for name in names if name not in NAMES]:
        print(f"kefu: no such role: {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    environment = Environment.read()
    logging.basicConfig(
        level=environment.log_level, format="{asctime} {name:<8} {message}", datefmt="%H:%M:%S", style="{", force=True
    )
    try:
        Supervisor(environment, names).run()
    except CannotRun as error:
        print(f"kefu: {error}", file=sys.stderr)
        return 1
    return 0
