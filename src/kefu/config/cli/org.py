"""`kefu org create`: another organization."""

from __future__ import annotations

import argparse
import sys

from kefu.config.cli import django_ready
from kefu.kernel.i18n import LANGUAGES


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", required=True, help="short code, unique on this installation")
    parser.add_argument("--name", required=True, help="the organization's name")
    parser.add_argument("--admin", required=True, metavar="EMAIL", help="e-mail of its owner")
    parser.add_argument("--password", required=True, help="the owner's first password")
    parser.add_argument("--locale", choices=LANGUAGES, default="zh-CN", help="language of its first names (zh-CN)")


def run(arguments: argparse.Namespace) -> int:
    with django_ready():
        from kefu.config import founding
        from kefu.kernel.errors import Problem

        try:
            organization = founding.create(
                code=arguments.code,
                name=arguments.name,
                admin_email=arguments.admin,
                password=arguments.password,
                locale=arguments.locale,
            )
        except Problem as problem:
            print(f"kefu: {problem.text.en}", *(error["message"] for error in problem.errors), file=sys.stderr)
            return 1
        print(f"{organization.code}: {organization.name} is ready; sign in as {arguments.admin}")
    return 0
