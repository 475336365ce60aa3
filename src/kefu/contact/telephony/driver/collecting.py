"""Takes up what the engine's dialplan recorded while nobody was connected (`spool/voicemail`), once it is finished."""

from __future__ import annotations

import logging
from pathlib import Path

from kefu.kernel.errors import NoSpace

from .. import actions

logger = logging.getLogger(__name__)


def collect(folder: Path) -> int:
    """Make missed calls, with their messages, of all that lies in the folder; how many there were.

    A `.txt` says that a call is over; it goes after what it told is kept, so nothing is lost and nothing is kept twice.
    """
    found = 0
    for told in sorted(folder.glob("*.txt")):
        facts = dict(word.partition("=")[::2] for word in told.read_text(errors="replace").split())
        said = told.with_suffix(".wav")
        try:
            actions.keep_left(
                f"left-{told.stem}",
                caller=facts.get("caller", ""),
                dialled=facts.get("dialled", ""),
                at=int(facts.get("at") or told.stat().st_mtime),
                content=said.read_bytes() if said.exists() else None,
            )
        except (OSError, ValueError, NoSpace):
            logger.exception("What a caller left could not be taken up: %s", told.name)
            continue
        told.unlink()
        said.unlink(missing_ok=True)
        found += 1
    return found
