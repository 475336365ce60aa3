"""`kefu demo`: create the demo organization, or complete it."""

from __future__ import annotations

import argparse
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


def run(arguments: argparse.Namespace) -> int:
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
