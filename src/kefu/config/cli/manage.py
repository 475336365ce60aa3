"""`kefu manage …`: Django's own commands, with the database of this instance running."""

from __future__ import annotations

import argparse

from kefu.config.cli import django_ready


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, help="the management command and its arguments")


def run(arguments: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    with django_ready():
        execute_from_command_line(["kefu manage", *arguments.words])
    return 0
