"""`kefu openapi`: the API's document, from which clients are generated."""

from __future__ import annotations

import argparse
import json
import os


def configure(parser: argparse.ArgumentParser) -> None:
    """It takes no arguments."""


def run(arguments: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kefu.config.settings")
    import django

    django.setup()
    print(document(), end="")
    return 0


def document() -> str:
    """The OpenAPI document as JSON, always in the same order."""
    from kefu.config.api import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
