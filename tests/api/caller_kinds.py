"""Who calls the API, with what permissions and which request: what the lines of `access` are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Caller = Literal["anyone", "staff", "visitor", "both"]


@dataclass(frozen=True, kw_only=True)
class Access:
    """Who calls, the permissions they need, a request that succeeds, and its status where that is not the documented one."""

    by: Caller
    needs: tuple[str, ...] = ()
    body: Any = None
    query: str = ""
    form: dict[str, str] | None = None
    then: int | None = None


def staff(*needs: str, **request: Any) -> Access:
    return Access(by="staff", needs=needs, **request)


def visitor(**request: Any) -> Access:
    return Access(by="visitor", **request)


def anyone(**request: Any) -> Access:
    return Access(by="anyone", **request)


PASSWORD = "harvest-moon-42"
SERVE = ("conversations.read", "conversations.serve")
