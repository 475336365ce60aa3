"""`kefu import faq`: questions and answers from a file; returns when the bot knows them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kefu.config.cli import django_ready


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Import questions and answers from CSV or xlsx with the columns key, question, similar (several separated by |), "
        "answer, category. Importing the same file again updates what it made."
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--org", required=True, metavar="CODE")
    parser.add_argument("--brand", metavar="CODE", help="the brand; default: the organization's first")
    parser.add_argument("--locale", default="zh-CN", choices=["zh-CN", "en"])
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")


def run(arguments: argparse.Namespace) -> int:
    with django_ready():
        from kefu.config.cli.places import brand_of, operator_of
        from kefu.contact.bot import thought
        from kefu.foundation.knowledge import actions
        from kefu.kernel.errors import Problem

        try:
            actor = operator_of(arguments.org)
            brand = brand_of(actor, arguments.brand)
            content = arguments.file.read_bytes()
            result = actions.import_articles(
                actor, name=arguments.file.name, content=content, brand_id=brand.id, locale=arguments.locale
            )
        except OSError as error:
            print(f"kefu: cannot read {arguments.file}: {error.strerror}", file=sys.stderr)
            return 1
        except Problem as problem:
            print(f"kefu: {problem.text.en}", file=sys.stderr)
            return 1
        if result.rejects:
            rejects = arguments.file.with_name(f"{arguments.file.stem}.rejects.xlsx")
            rejects.write_bytes(result.rejects)
            print(f"kefu: rejected rows, each with its reason: {rejects}", file=sys.stderr)
        thought.learn(actor.organization_id, brand.id)
        counts = {"read": result.read, "accepted": result.accepted, "quarantined": result.quarantined}
        print(
            json.dumps(counts)
            if arguments.json
            else f"read {result.read}, accepted {result.accepted}, quarantined {result.quarantined}"
        )
    return 0
