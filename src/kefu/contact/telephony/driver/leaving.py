"""What the engine's dialplan says to callers of a number while nobody is connected, laid out for it beforehand."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from .. import queries
from ..rules import sound


class AwayPrompts:
    """`folder` is the engine's: a file for each number that has a prompt of its own, called by its digits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._laid: dict[str, UUID] | None = None

    def lay_out(self) -> None:
        """Write what was chosen, and take away what was chosen before. Raises OSError for a disk that does not take it."""
        wanted = queries.away_prompts()
        chosen = {digits: file.id for digits, file in wanted.items()}
        if chosen == self._laid:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        named = {self._write(digits, queries.content(file)) for digits, file in wanted.items()}
        for stale in set(self._folder.iterdir()) - named:
            stale.unlink()
        self._laid = chosen

    def _write(self, digits: str, content: bytes) -> Path:
        return lay(self._folder / f"{digits}.{sound.extension(content)}", content)


def lay(place: Path, content: bytes) -> Path:
    """Write a file so that whoever reads it has all of it or nothing."""
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_suffix(".fresh")
    fresh.write_bytes(content)
    return fresh.replace(place)
