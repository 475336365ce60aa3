"""`kefu demo`: create the demo organization, or complete it."""

from __future__ import annotations

import argparse
import os
import sys

from kefu.config.cli import django_ready


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Create the organization `demo` with people, queues, knowledge and a history up to now. What exists already is "
        "left as it is, so running it twice changes nothing."
    )
    parser.add_argument(
        "--first", action="store_true", help="only what the first page needs; the everyday contacts come later"
    )
    parser.add_argument(
        "--live",
        action="store_true",
        help="keep the running demo alive: a contact every 6 to 10 s, until Ctrl-C, the end of the instance, or four hours",
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.live:
        return _live()
    with django_ready():
        from kefu.config.demo import everyday, organization, seed, service
        from kefu.kernel.actor import system
        from kefu.kernel.errors import Conflict

        try:
            planted = seed.plant(report=lambda what: print(f"  {what} …", flush=True))
            if not arguments.first:
                print("  the everyday contacts of two weeks …", flush=True)
                everyday.plant(system(planted.id, "kefu demo"))
        except Conflict as conflict:
            print(f"kefu: {conflict.text.en}", file=sys.stderr)
            return 1
        print(
            f"\n{planted.name} is ready. Sign in from this machine or a private network; the password is {organization.PASSWORD}."
        )
        print(f"  {organization.OWNER:<22} owner")
        for colleague in organization.COLLEAGUES:
            print(f"  {colleague.email:<22} {colleague.role:<11}{colleague.number or '':<6}{colleague.nickname}")
        print(f"Chat sites: {', '.join(window.key for window in service.WINDOWS)}")
    return 0


def _live() -> int:
    """Visitors and colleagues for the instance that runs here."""
    from kefu.config.demo import keeper
    from kefu.config.environment import Environment
    from kefu.config.processes import SUPERVISOR, Stopping, die_with_supervisor

    die_with_supervisor()
    environment = Environment.read()
    by_hand = SUPERVISOR not in os.environ
    if by_hand and keeper.is_alive(environment):
        print("The demo is alive already; the stage at /demo has its switch.", file=sys.stderr)
        return 1
    keeper.beat(environment, guests=0)
    if by_hand:
        keeper.ask(environment, is_running=True, speed=keeper.wish(environment).speed)
    stopping = Stopping()
    stopping.heed_signals()
    with django_ready():
        from kefu.config.demo.live import Generator

        try:
            count = Generator(environment).run(stopping)
        finally:
            if by_hand:
                keeper.ask(environment, is_running=False, speed=1)
    print(
        f"{count} contacts begun" if count else f"No demo answers at {environment.address}; start it with `kefu run`."
    )
    return 0 if count else 1
