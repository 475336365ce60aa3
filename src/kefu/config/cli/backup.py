"""`kefu backup`: one archive of everything, where it is told or beside the nightly ones; `--verify` proves that one restores."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kefu.config.environment import Environment
from kefu.config.postgres import available
from kefu.config.upkeep import archive, backups
from kefu.config.upkeep.archive import ArchiveBroken, BackupFailed, RestoreFailed


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the archive to write (.tar)")
    parser.add_argument(
        "--now", action="store_true", help="write one beside the nightly archives, prove it, and let the oldest go"
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help="restore FILE, or the newest nightly archive, beside everything and say what was proved",
    )


def run(arguments: argparse.Namespace) -> int:
    environment = Environment.read()
    if not (arguments.file or arguments.now or arguments.verify):
        print("kefu: Give the FILE to write, --now or --verify.", file=sys.stderr)
        return 2
    try:
        if arguments.now:
            return _now(environment)
        if arguments.verify:
            return _verify(environment, arguments.file)
        with available(environment, holder="kefu backup") as url:
            size = archive.write(environment, url, arguments.file)
    except (ArchiveBroken, BackupFailed, RestoreFailed) as error:
        print(f"kefu: {error}", file=sys.stderr)
        return 1
    print(f"Wrote {arguments.file}: {size / 1e6:.1f} MB")
    return 0


def _now(environment: Environment) -> int:
    with available(environment, holder="kefu backup") as url:
        made = backups.make(environment, url)
    print(f"Wrote {made.path}: {made.size / 1e6:.1f} MB; {'restored and counted' if made.restored_at else 'read back'}")
    return 0


def _verify(environment: Environment, chosen: Path | None) -> int:
    newest = next(iter(backups.listed(environment)), None)
    source = chosen or (newest.path if newest else None)
    if source is None:
        where = environment.backups or "KEFU_BACKUPS=off: no folder"
        print(f"kefu: There is no archive yet ({where}). `kefu backup --now` writes one.", file=sys.stderr)
        return 1
    print(f"Restoring {source} beside everything …", flush=True)
    print(f"Proved: {backups.verify(environment, source)}.")
    return 0
