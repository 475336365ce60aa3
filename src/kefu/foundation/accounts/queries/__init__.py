"""Reads of accounts: who acts, who serves, who is who."""

from .actors import actor_for_session, actor_for_token, actor_for_user, forget
from .agents import AgentProfile, agents, count_load_by, load_of
from .people import (
    Person,
    brands,
    default_brand,
    display_name,
    display_names,
    people,
    permissions_of,
    presence_of,
    presence_reasons,
    presences,
    roles,
    seen_users,
    skills,
    teams,
)

__all__ = [
    "AgentProfile",
    "Person",
    "actor_for_session",
    "actor_for_token",
    "actor_for_user",
    "agents",
    "brands",
    "count_load_by",
    "default_brand",
    "display_name",
    "display_names",
    "forget",
    "load_of",
    "people",
    "permissions_of",
    "presence_of",
    "presence_reasons",
    "presences",
    "roles",
    "seen_users",
    "skills",
    "teams",
]
