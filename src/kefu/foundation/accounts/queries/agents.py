"""Those who can be given work, as routing needs them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.timezone import localdate

from kefu.kernel import clock
from kefu.kernel.actor import Actor, system

from .. import rules
from ..models import Membership, Presence, PresenceStatus, Ramp, User, UserSkill
from ..permissions import SERVES
from .people import people, permissions_of, presences, staff_name


@dataclass(frozen=True, slots=True)
class AgentProfile:
    """An active user who may serve. `brand_ids` None: all brands; `skills` maps a skill's id to the level 1..5.

    `capacity` is what they may hold now: their own, and what is laid on top of it for a while; of who is in starting
    mode what that allows, whatever else is on.
    """

    user_id: UUID
    name: str
    employee_number: str | None
    brand_ids: frozenset[UUID] | None
    team_ids: frozenset[UUID]
    skills: Mapping[UUID, int]
    capacity: int
    status: str
    status_since: datetime
    channels: frozenset[str] = frozenset({"chat"})
    start: rules.Start | None = None  # in starting mode


LoadCounter = Callable[[UUID], Mapping[UUID, int]]
CapacityRaiser = Callable[[UUID, Sequence[AgentProfile]], Mapping[UUID, int]]


def agents(organization_id: UUID) -> list[AgentProfile]:
    """Everybody active who holds `conversations.serve`; a handful of queries, however many they are."""
    everything = system(organization_id)
    ramp = Ramp.objects.for_actor(everything).filter(user=OuterRef("pk"))
    users = User.objects.for_actor(everything).filter(is_active=True).select_related("role").order_by("id")
    users = users.annotate(steps=Subquery(ramp.values("steps")), begins_on=Subquery(ramp.values("begins_on")))
    teams: dict[UUID, set[UUID]] = defaultdict(set)
    for user_id, team_id in Membership.objects.for_actor(everything).values_list("user_id", "team_id"):
        teams[user_id].add(team_id)
    skills: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for user_id, skill_id, level in UserSkill.objects.for_actor(everything).values_list("user_id", "skill_id", "level"):
        skills[user_id][skill_id] = level
    present = {
        user_id: (status, since, frozenset(channels))
        for user_id, status, since, channels in Presence.objects.for_actor(everything).values_list(
            "user_id", "status", "since", "channels"
        )
    }
    today = localdate(clock.now())
    found = []
    for user in users:
        if SERVES not in permissions_of(user.role):
            continue
        nowhere = (PresenceStatus.OFFLINE.value, user.created_at, frozenset[str]())
        status, since, channels = present.get(user.id, nowhere)
        start = rules.start_of(user.steps, user.begins_on, today, user.chat_capacity) if user.steps else None
        found.append(
            AgentProfile(
                user_id=user.id,
                name=staff_name(user),
                employee_number=user.employee_number,
                brand_ids=frozenset(user.brand_ids) or None,
                team_ids=frozenset(teams[user.id]),
                skills=skills[user.id],
                capacity=start.capacity if start else user.chat_capacity,
                status=status,
                status_since=since,
                channels=channels,
                start=start,
            )
        )
    more = _raise_capacity(organization_id, found)
    return [
        agent if agent.start else replace(agent, capacity=agent.capacity + more.get(agent.user_id, 0))
        for agent in found
    ]


def _nothing_served(organization_id: UUID) -> Mapping[UUID, int]:
    return {}


_count_chats: LoadCounter = _nothing_served
_count_calls: LoadCounter = _nothing_served


def count_load_by(chats: LoadCounter, calls: LoadCounter) -> None:
    """Let the module above that hands out work say how many chats and calls each user of an organization has."""
    global _count_chats, _count_calls
    _count_chats, _count_calls = chats, calls


def _nothing_more(organization_id: UUID, agents: Sequence[AgentProfile]) -> Mapping[UUID, int]:
    return {}


_raise_capacity: CapacityRaiser = _nothing_more


def raise_capacity_by(raiser: CapacityRaiser) -> None:
    """Let the module above that hands out work say how many more chats each of these agents may have for now."""
    global _raise_capacity
    _raise_capacity = raiser


@dataclass(frozen=True, slots=True)
class AgentAtWork:
    """An agent as colleagues see them; `chats` is the number of chats they have now, of `capacity`, `calls` of telephone calls."""

    user: User
    team_ids: list[UUID]
    presence: Presence
    chats: int
    calls: int
    capacity: int
    skills: Sequence[UserSkill]


def agents_at_work(actor: Actor, *, colleagues: bool = False) -> list[AgentAtWork]:
    """The agents within the actor's scope, by name; with `colleagues` all whom one who serves may hand work to."""
    users = User.objects.for_actor(actor).filter(is_active=True).select_related("role").order_by("pinyin", "id")
    if colleagues:
        actor.require(SERVES)
    elif actor.user_ids is not None:
        users = users.filter(id__in=actor.user_ids)
    serving = [user for user in users if SERVES in permissions_of(user.role)]
    if colleagues and actor.brand_ids is not None:
        serving = [user for user in serving if not user.brand_ids or actor.brand_ids & set(user.brand_ids)]
    present = presences(actor, [user.id for user in serving])
    chats, calls = _count_chats(actor.organization_id), _count_calls(actor.organization_id)
    capacities = {agent.user_id: agent.capacity for agent in agents(actor.organization_id)}
    return [
        AgentAtWork(
            user=person.user,
            team_ids=[m.team_id for m in person.memberships],
            presence=present[person.user.id],
            chats=chats.get(person.user.id, 0),
            calls=calls.get(person.user.id, 0),
            capacity=capacities.get(person.user.id, person.user.chat_capacity),
            skills=person.skills,
        )
        for person in people(actor, serving)
    ]
