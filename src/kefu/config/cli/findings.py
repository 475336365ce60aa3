"""What a look at something found, and how it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    OK = "ok"
    WARNING = "warning"
    NOT_SET_UP = "not set up"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """What one look found; `mend` is empty when there is nothing to do."""

    name: str
    status: Status
    detail: str
    mend: str = ""
