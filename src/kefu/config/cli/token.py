"""`kefu token`: a bearer token for a member of staff."""

from __future__ import annotations

import argparse
import sys

from kefu.config.cli import django_ready


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, metavar="EMAIL", help="whose token: e-mail, mobile or employee number")
    parser.add_argument("--org", metavar="CODE", help="the organization, when the login exists in several")


def run(arguments: argparse.Namespace) -> int:
    with django_ready():
        from kefu.foundation.accounts import actions
        from kefu.foundation.accounts.models import User

        users = User.objects.across_organizations("kefu token").filter(email=arguments.user.lower(), is_active=True)
        if arguments.org:
            users = users.filter(organization__code=arguments.org)
        found = list(users[:2])
        if len(found) != 1:
            why = (
                "there is no such user"
                if not found
                else "this login exists in several organizations; name one with --org"
            )
            print(f"kefu: {arguments.user}: {why}", file=sys.stderr)
            return 1
        print(actions.create_token(found[0].id, "kefu token"))
    return 0
