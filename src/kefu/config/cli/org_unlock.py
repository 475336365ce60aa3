"""`kefu org unlock`: the way back for who is locked out by the list of networks."""

from __future__ import annotations

import argparse
import sys

from kefu.config.cli import django_ready


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", required=True, help="the organization's short code")


def run(arguments: argparse.Namespace) -> int:
    with django_ready():
        from kefu.foundation.accounts import actions
        from kefu.kernel.errors import Problem

        try:
            organization = actions.unlock(arguments.code)
        except Problem as problem:
            print(f"kefu: {arguments.code}: {problem.text.en}", file=sys.stderr)
            return 1
        print(f"{organization.code}: staff may sign in from everywhere again, within five seconds")
    return 0
