"""The agents' board (现场监控): everybody in scope with state, load, the oldest unanswered customer, and the day."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kefu.contact.routing import queries as routing
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import Presence, User
from kefu.kernel import clock
from kefu.kernel.actor import Actor

from .. import permissions
from .figures import figures
from .filters import Filters, Period, queues_served
from .live import oldest_unanswered

DAY = ("handled", "first_reply_in_time", "average_first_reply", "agent_csat", "break_time")


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent now. `limit_seconds`: how long the running break may still last, negative when over-time."""

    user: User
    team_ids: list[UUID]
    presence: Presence
    limit_seconds: int | None
    chats: int
    capacity: int
    unanswered_since: datetime | None
    today: dict[str, float | None]
    skills: dict[UUID, int]
    queue_ids: list[UUID]
    start: accounts.Start | None


def board(actor: Actor) -> list[AgentLine]:
    """Every agent in scope; a dozen queries, however many they are."""
    actor.require(permissions.READ)
    present = accounts.agents_at_work(actor)
    ids = {agent.user.id for agent in present}
    profiles = {agent.user_id: agent for agent in accounts.agents(actor.organization_id)}
    served = routing.queues_by_agent(actor, profiles.values())
    lines = None if actor.user_ids is None else queues_served(actor, actor.user_ids, served)
    used = accounts.seconds_in_reasons(actor, ids)
    since = oldest_unanswered(actor, Filters())
    found = figures(actor, DAY, Period.of_days(), Filters(lines=lines), by="agent")
    days = {line.key: line.values for line in found}
    now = clock.now()
    nothing: dict[str, float | None] = dict.fromkeys(DAY)
    shown = []
    for agent in present:
        left = accounts.seconds_left(agent.presence, used, now)
        shown.append(
            AgentLine(
                user=agent.user,
                team_ids=agent.team_ids,
                presence=agent.presence,
                limit_seconds=None if left is None else int(left),
                chats=agent.chats,
                capacity=agent.capacity,
                unanswered_since=since.get(agent.user.id),
                today=days.get(str(agent.user.id), nothing),
                skills=dict(profiles[agent.user.id].skills) if agent.user.id in profiles else {},
                queue_ids=sorted(served.get(agent.user.id, ())),
                start=profiles[agent.user.id].start if agent.user.id in profiles else None,
            )
        )
    return shown
