"""`kefu bundle FILE`: everything for a machine without the internet, in one archive."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kefu.config import bundle
from kefu.config.bundle import BundleFailed
from kefu.config.environment import Environment


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Pack Kefu with all packages, the built pages, the language models and the telephone engine, for machines of this"
        " kind (same processor and Python) without the internet."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive to write (.tar)")
    parser.add_argument(
        "--without-models", action="store_true", help="the bot answers by search there; saves some 200 MB"
    )
    parser.add_argument("--without-voice", action="store_true", help="no calls there; saves some 60 MB")


def run(arguments: argparse.Namespace) -> int:
    environment = Environment.read()
    try:
        made = bundle.make(
            arguments.file,
            environment.data,
            lambda text: print(f"  {text} …", flush=True),
            models=not arguments.without_models,
            voice=not arguments.without_voice,
        )
    except BundleFailed as error:
        print(f"kefu: {error}", file=sys.stderr)
        return 1
    print(
        f"Wrote {made.file}: {made.size / 1e6:.0f} MB, {made.wheels} packages for Python {made.python} on {made.machine}"
    )
    print(f"sha256 {made.digest}")
    print(f"There: tar xf {made.file.name} && cd kefu-* && make run")
    return 0
