"""What can be imported: each kind with its importer and the permissions of the modules that keep it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kefu.kernel.actor import Actor
from kefu.kernel.permissions import NUMBERS_SEE

from .base import Context, Given, Importer, Outcome
from .contacts import PastContacts
from .listed import faq, quick_replies, staff
from .people import People
from .work import Work

__all__ = ["KINDS", "Context", "Given", "Importer", "Kind", "Outcome", "for_actor"]


@dataclass(frozen=True, slots=True)
class Kind:
    """`batch` rows are kept in one transaction. With `keeps` a column without a field of its own goes into a note."""

    importer: Callable[[Context], Importer]
    needs: tuple[str, ...]
    batch: int = 100
    keeps: bool = False
    can_be_undone: bool = False


KINDS: Mapping[str, Kind] = {
    "customers": Kind(People, ("customers.manage",)),
    "tickets": Kind(
        Work,
        ("tickets.read", "tickets.serve", "tickets.manage", "customers.manage"),
        200,
        keeps=True,
        can_be_undone=True,
    ),
    "faq": Kind(faq, ("knowledge.manage",), 500),
    "replies": Kind(quick_replies, ("replies.use", "replies.manage"), 500),
    "agents": Kind(staff, ("users.manage",), 50),
    "contacts": Kind(PastContacts, ("customers.read", "customers.manage")),
}


def for_actor(actor: Actor) -> list[str]:
    """The kinds that somebody may import."""
    return [code for code, kind in KINDS.items() if all(actor.may(permission) for permission in kind.needs)]


def may_see_files(actor: Actor) -> bool:
    """Files hold whole numbers: whoever sees them hidden elsewhere gets no file of somebody else's."""
    return actor.may(NUMBERS_SEE)
