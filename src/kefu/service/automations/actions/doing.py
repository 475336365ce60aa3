"""What rules and shortcuts do, by the doors of tickets and notices."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from kefu.foundation.notices import actions as notices
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Problem
from kefu.kernel.i18n import Text
from kefu.service.tickets import actions as tickets
from kefu.service.tickets import queries as ticket_queries
from kefu.service.tickets.models import Ticket

from .. import queries
from ..rules import definitions, texts

REASON_LIMIT = 200


def do(actor: Actor, ticket: Ticket, action: Mapping[str, Any], *, by: str) -> None:
    """One act on the locked ticket; `by` is the name of the rule or shortcut, and the reason where one is asked for."""
    words = texts.filled(action.get("text") or "", queries.spoken(ticket))
    user_ids = [UUID(one) for one in action.get("user_ids") or []]
    match action["kind"]:
        case "move":
            if ticket.stage != action["stage"]:
                tickets.move(actor, ticket.id, stage=action["stage"])
        case "priority":
            impact, urgency = definitions.LEVELS[action["priority"]]
            tickets.update(actor, ticket.id, changes={"impact": impact, "urgency": urgency})
        case "assign":
            owner_id, team_id = (UUID(action[name]) if action.get(name) else None for name in ("owner_id", "team_id"))
            if owner_id != ticket.owner_id or team_id not in (None, ticket.team_id):
                tickets.assign(actor, ticket.id, owner_id=owner_id, team_id=team_id, reason=by[:REASON_LIMIT])
        case "tag":
            tickets.tag(actor, ticket.id, add=action["tags"])
        case "untag":
            tickets.tag(actor, ticket.id, remove=action["tags"])
        case "watch":
            tickets.watch(actor, ticket.id, user_ids)
        case "note":
            tickets.comment(actor, ticket.id, text=words, is_public=False)
        case "answer":
            tickets.comment(actor, ticket.id, text=words)
        case "urge":
            tickets.urge(actor, ticket.id, text=words or by)
        case "notify":
            _notify(actor, ticket, action["to"], user_ids, words)


def why_not(at: int, problem: Problem) -> str:
    """A refusal as traces and answers tell it: which act, and why."""
    return Text(f"第 {at + 1} 个动作：{problem.text.zh}", f"Act {at + 1}: {problem.text.en}").in_language()


def _notify(actor: Actor, ticket: Ticket, to: str, user_ids: list[UUID], words: str) -> None:
    told: Iterable[UUID] = user_ids
    if to != "users":
        told = [ticket.owner_id] if to == "owner" and ticket.owner_id else ticket_queries.leaders(actor, ticket)
    notices.notify(
        actor,
        user_ids=set(told),
        kind="automation",
        text=Text(f"工单 {ticket.number}：{words}", f"Ticket {ticket.number}: {words}"),
        link=f"/tickets/{ticket.id}",
        group=f"automation {actor.id} {ticket.id}",
    )
