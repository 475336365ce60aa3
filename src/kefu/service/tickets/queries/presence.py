"""Who has a ticket open and who writes, so that two people do not answer it twice. Told to open desks, stored nowhere."""

from typing import Any
from uuid import UUID

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.events import staff_topic
from kefu.kernel.realtime.feed import Session

from .. import permissions
from ..models import Ticket
from .access import tickets

DOINGS = ("looks", "writes", "leaves")


def presence_notice(session: Session, message: dict[str, Any]) -> tuple[list[str], dict[str, Any]] | None:
    """Whom to show what the user of the session is `doing` with a ticket; None when it is none that they may see."""
    actor = accounts.actor_for_user(session.id, ip=None) if session.kind == "user" else None
    doing = message.get("doing")
    if actor is None or doing not in DOINGS or not actor.may(permissions.READ):
        return None
    try:
        wanted = UUID(str(message.get("ticket_id")))
    except ValueError:
        return None
    found: Ticket | None = tickets(actor).filter(id=wanted).first()
    if found is None:
        return None
    user = {"id": str(session.id), "name": actor.name}
    event = {"type": "ticket_presence", "ticket_id": str(found.id), "user": user, "doing": doing}
    return [staff_topic(session.organization_id)], event
