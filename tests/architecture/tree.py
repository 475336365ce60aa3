"""What the rules look at: the files of the repository."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEFU = ROOT / "src" / "kefu"
FLOORS = ("insight", "service", "contact", "foundation")


@cache
def tracked() -> list[Path]:
    """Files under version control, and those that are about to be."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def sources() -> list[Path]:
    """The product's Python, without its tests and migrations."""
    return [path for path in sorted(KEFU.rglob("*.py")) if not {"tests", "migrations"} & set(path.parts)]


def modules() -> list[Path]:
    """The folders of the business modules."""
    return [path.parent for floor in FLOORS for path in sorted((KEFU / floor).glob("*/__init__.py"))]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
