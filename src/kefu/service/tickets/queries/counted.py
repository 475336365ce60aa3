"""How many tickets a view holds: counted up to 1,000, and remembered for five seconds, or until this process changes a ticket.

Who has just closed one sees it at once; what other processes do is seen five seconds later at most.
"""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kefu.kernel import clock
from kefu.kernel.actor import Actor

from .access import VIEWS, listed

COUNTED_FOR = timedelta(seconds=5)
MOST_COUNTED = 1000
ALIKE = frozenset({"all", "unassigned", "due", "overdue", "waiting"})
"""Built-in views that hold the same for everybody who sees the same."""
MOST_REMEMBERED = 5_000
"""Organizations, and views with their viewers in each: five of the built-in ones differ from one member of staff to the next."""
_counted: dict[UUID, dict[tuple[object, ...], tuple[datetime, int]]] = {}


def forget_counts(organization_id: UUID) -> None:
    """What is being counted meanwhile is not remembered either."""
    _counted.pop(organization_id, None)


def counts(actor: Actor) -> dict[str, int]:
    """How many unfinished tickets each built-in view holds."""
    return {view: count(actor, {"view": view}) for view in VIEWS}


def count(actor: Actor, wanted: dict[str, Any]) -> int:
    """How many tickets the filter of a view finds for its viewer."""
    sees_all = actor.user_ids is None and wanted.get("view", "all") in ALIKE
    viewer = tuple(sorted(map(str, actor.brand_ids))) if actor.brand_ids is not None else "every brand"
    key = (viewer, None if sees_all else actor.user_id, json.dumps(wanted, sort_keys=True))
    now = clock.now()
    if len(_counted) >= MOST_REMEMBERED:
        _counted.clear()
    known = _counted.setdefault(actor.organization_id, {})
    until, counted = known.get(key, (now, 0))
    if now < until:
        return counted
    if len(known) >= MOST_REMEMBERED:
        known.clear()
    counted = listed(actor, **wanted).order_by()[:MOST_COUNTED].count()
    known[key] = (now + COUNTED_FOR, counted)
    return counted
