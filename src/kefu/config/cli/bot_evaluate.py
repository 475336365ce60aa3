"""`kefu bot evaluate`: how well the bot would answer questions it has never seen."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

from kefu.config.cli import django_ready


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Ask the bot the questions of a CSV with the columns query, key; an empty key is out of scope."
    parser.add_argument("file", type=Path)
    parser.add_argument("--org", required=True, metavar="CODE")
    parser.add_argument("--brand", metavar="CODE", help="the brand; default: the organization's first")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    try:
        with arguments.file.open(encoding="utf-8-sig", newline="") as file:
            labelled = [(row["query"], row["key"] or "") for row in csv.DictReader(file)]
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        print(f"kefu: {arguments.file}: a UTF-8 CSV with the columns query, key is needed ({error})", file=sys.stderr)
        return 1
    with django_ready():
        from kefu.config.cli.places import brand_of, operator_of
        from kefu.contact.bot import measuring
        from kefu.kernel.errors import Problem

        try:
            actor = operator_of(arguments.org)
            result = measuring.evaluate(actor, brand_of(actor, arguments.brand).id, labelled)
        except Problem as problem:
            print(f"kefu: {problem.text.en}", file=sys.stderr)
            return 1
    if arguments.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:24} {value}")
    return 0
