"""Shortcuts that another module lends to everybody for a while. Asks no permission: the caller has asked."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.kernel.actor import Actor, system

from .. import queries
from ..models import Macro
from ..rules import definitions
from . import keeping
from .shortcuts import create_macro, record, told

Acts = Sequence[Mapping[str, Any]]


def check_acts(actor: Actor, acts: Acts) -> None:
    """Raises Invalid with every fault of what a shortcut would do, at its place."""
    everything = queries.known(system(actor.organization_id))
    keeping.refuse(definitions.action_faults(list(acts), everything))


@transaction.atomic
def lend_macro(actor: Actor, *, name: str, acts: Acts) -> Macro:
    """A shortcut for everybody, until it is taken back. Raises Conflict for a name in use, Invalid where it names what is gone."""
    return create_macro(actor, {"name": name, "scope": "shared", "actions": list(acts)})


@transaction.atomic
def take_back_macro(actor: Actor, macro_id: UUID) -> None:
    """One that somebody deleted meanwhile is gone already."""
    lent = Macro.objects.for_actor(actor).select_for_update().filter(id=macro_id).first()
    if lent:
        record(actor, "macro.deleted", lent, told(lent))
        lent.delete()
