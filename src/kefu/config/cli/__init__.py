"""The `kefu` command: one module per subcommand, each with `configure(parser)` and `run(arguments) -> int`.

Imports no Django: help and the supervisor stay light. A subcommand that needs modules of Kefu enters `django_ready()`.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kefu.config import logs
from kefu.config.environment import Environment, EnvironmentInvalid
from kefu.config.postgres import PostgresUnavailable, available


@dataclass(frozen=True)
class Command:
    """A subcommand: its words on the command line, the module below this package, and one line of help."""

    words: str
    module: str
    help: str


COMMANDS = (
    Command("run", "run", "start Kefu and stay in the foreground"),
    Command("setup", "setup", "decide how this instance starts: with the demo, or as your own"),
    Command("service", "service", "run Kefu under systemd: install, status, uninstall"),
    Command("check", "check", "look at everything Kefu needs and say how to mend what is wrong"),
    Command("upgrade", "upgrade", "bring the database to this version, with a backup and a way back"),
    Command("backup", "backup", "write database and files into one archive, or prove one"),
    Command("restore", "restore", "replace database and files by those of an archive"),
    Command("demo", "demo", "create the demo organization, or complete it"),
    Command("token", "token", "print a bearer token"),
    Command("org create", "org", "found another organization"),
    Command("org unlock", "org_unlock", "let an organization's staff sign in from every network again"),
    Command("import faq", "import_faq", "import questions and answers"),
    Command("import tickets", "import_tickets", "import tickets of the past, exports of other systems too"),
    Command("import customers", "import_customers", "import customers"),
    Command("import calls", "import_calls", "import past calls into the stories of their customers"),
    Command("bot evaluate", "bot_evaluate", "measure the bot on labelled questions"),
    Command("bundle", "bundle", "pack everything for a machine without the internet"),
    Command("openapi", "openapi", "print the OpenAPI document of the HTTP API"),
    Command("bench", "bench", "measure speed and memory on this machine"),
    Command("manage", "manage", "run one of Django's management commands against this instance"),
)


def main(arguments: list[str] | None = None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    parsed = _parser(words).parse_args(words)
    try:
        return int(importlib.import_module(parsed.module).run(parsed) or 0)
    except (EnvironmentInvalid, PostgresUnavailable) as error:
        print(f"kefu: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


@contextmanager
def django_ready() -> Iterator[None]:
    """The database runs, and Django is set up on it, for the length of one command."""
    environment = Environment.read()
    with available(environment, holder=" ".join(sys.argv[1:3])) as url:
        os.environ["DATABASE_URL"] = url
        logs.configure("DEBUG" if environment.log_level == "DEBUG" else "WARNING")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kefu.config.settings")
        import django

        django.setup()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


def _parser(words: list[str]) -> argparse.ArgumentParser:
    """Only the modules of the command that was asked for are imported."""
    parser = argparse.ArgumentParser(
        prog="kefu", description="Kefu 客服: the customer-service system a company runs itself"
    )
    groups: dict[tuple[str, ...], argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    groups[()] = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        *group, name = command.words.split()
        key = tuple(group)
        if key not in groups:
            parent = groups[()].add_parser(group[0], help=f"{group[0]} …")
            groups[key] = parent.add_subparsers(metavar="COMMAND", required=True)
        child = groups[key].add_parser(name, help=command.help, description=command.help)
        module = f"kefu.config.cli.{command.module}"
        child.set_defaults(module=module)
        if words[: len(group) + 1] == [*group, name]:
            importlib.import_module(module).configure(child)
    return parser
