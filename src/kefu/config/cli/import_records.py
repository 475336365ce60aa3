"""`kefu import tickets`, `customers` and `calls`: rows of a file of any size, at once, with their counts."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kefu.config.cli import django_ready
from kefu.service.imports.rules import fields, sources

if TYPE_CHECKING:
    from kefu.kernel.actor import Actor
    from kefu.service.imports.models import ImportRun

SHOWN_FROM = 1000
"""Rows from which progress is shown."""


def configure(parser: argparse.ArgumentParser, kind: str) -> None:
    known = ", ".join(source.name.en for source in sources.SOURCES.values() if kind in source.layouts)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = (
        f"Import {fields.NAMES[kind].en.lower()} from xlsx, CSV (UTF-8 or GB18030) or JSON (one object a line, or a list).\n"
        "The same file again makes nothing twice. Refused rows are written beside the file, each with its reason."
    )
    if known:
        parser.description += f"\nExports that are known: {known}."
    columns = [
        f"  {field.code:<16} {field.name.zh}; {field.about.en} Also: {', '.join(field.synonyms) or 'no other name'}"
        for field in fields.FIELDS[kind]
    ]
    parser.epilog = "columns, by any of their names:\n" + "\n".join(columns)
    parser.add_argument("file", type=Path)
    parser.add_argument("--org", required=True, metavar="CODE")
    parser.add_argument("--brand", metavar="CODE", help="the brand; default: the organization's first")
    if kind == "tickets":
        parser.add_argument(
            "--type", metavar="CODE", help="the type of tickets whose row names none; default: the first"
        )
    parser.add_argument(
        "--map", type=Path, metavar="FILE",
        help='JSON that says more than headers do: {"columns": {"header": "field"}, "values": {"field": {"written": "meaning"}}}',
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")


def run(arguments: argparse.Namespace, kind: str) -> int:
    with django_ready():
        from kefu.config.cli.places import operator_of
        from kefu.kernel.errors import Problem

        try:
            actor = operator_of(arguments.org)
            done = _read_in(actor, arguments, kind)
            if done.quarantined:
                print(
                    f"kefu: refused rows, each with its reason: {_rejects(actor, done, arguments.file)}",
                    file=sys.stderr,
                )
        except OSError as error:
            print(f"kefu: cannot read {error.filename or arguments.file}: {error.strerror}", file=sys.stderr)
            return 1
        except ValueError as error:
            print(f"kefu: {arguments.map} is no JSON: {error}", file=sys.stderr)
            return 1
        except Problem as problem:
            wrong = "; ".join(dict.fromkeys(error["message"] for error in problem.errors))
            print(f"kefu: {problem.text.en} {wrong}".rstrip(), file=sys.stderr)
            return 1
        accepted = done.created + done.updated + done.unchanged
        counts = {"read": done.read, "accepted": accepted, "quarantined": done.quarantined}
        print(
            json.dumps(counts)
            if arguments.json
            else f"read {done.read}, accepted {accepted} ({done.created} new, {done.updated} changed, "
            f"{done.unchanged} unchanged), quarantined {done.quarantined}"
        )
    return 0


def _read_in(actor: Actor, arguments: argparse.Namespace, kind: str) -> ImportRun:
    from kefu.config.cli.places import brand_of
    from kefu.service.imports import actions
    from kefu.service.tickets import queries as tickets

    options = {"brand_id": str(brand_of(actor, arguments.brand).id)}
    if getattr(arguments, "type", None):
        options["type_id"] = str(tickets.type_for(actor, None, arguments.type).id)
    meaning: Any = json.loads(arguments.map.read_text(encoding="utf-8")) if arguments.map else None
    with arguments.file.open("rb") as opened:
        return actions.read_in(
            actor, kind=kind, name=arguments.file.name, opened=opened, options=options, meaning=meaning, told=_progress
        )


def _progress(read: int, total: int) -> None:
    if total >= SHOWN_FROM and sys.stderr.isatty():
        print(f"\r{read:,} of {total:,} rows", end="\n" if read == total else "", file=sys.stderr, flush=True)


def _rejects(actor: Actor, done: ImportRun, file: Path) -> Path:
    """Beside the file, else where the command was given."""
    from kefu.service.imports import actions

    name = f"{file.stem}.rejects{file.suffix}"
    for folder in (file.parent, Path.cwd()):
        try:
            with (folder / name).open("wb") as target:
                actions.write_rejects(actor, done, target)
        except OSError:
            continue
        return folder / name
    raise OSError(13, "no place for the refused rows", name)
