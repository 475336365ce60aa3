"""Run by the fixture `founder`: founds the organization that a line of its input describes, and answers with its code."""

from __future__ import annotations

import json
import sys

from kefu.config.cli import django_ready


def main() -> None:
    with django_ready():
        from kefu.config import founding

        for line in sys.stdin:
            print(founding.create(**json.loads(line)).code, flush=True)


if __name__ == "__main__":
    main()
