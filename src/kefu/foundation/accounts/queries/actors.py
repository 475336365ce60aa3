"""From a session, token or socket to the Actor behind it; remembered for a few seconds, since every request asks."""

import hashlib
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.crypto import constant_time_compare

from kefu.kernel import clock
from kefu.kernel.actor import Actor, system

from .. import rules
from ..models import ApiToken, Membership, Role, Team, User
from .people import permissions_of, staff_name

REMEMBER_SECONDS = 5.0
TOKEN_USE_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Known:
    until: float
    actor: Actor | None
    session_hash: str


_known: dict[UUID, _Known] = {}
_token_users: dict[str, tuple[float, UUID | None]] = {}


def forget() -> None:
    """Drop what is remembered in this process, after access changed and between tests."""
    _known.clear()
    _token_users.clear()


def actor_for_user(user_id: UUID, *, ip: str | None) -> Actor | None:
    """The actor an active user is, else None. A change made by another process shows within five seconds.

    Whoever must change their password first holds no permission until they have.
    """
    actor = _look_up(user_id).actor
    return replace(actor, ip=ip) if actor else None


def actor_for_session(user_id: UUID, session_hash: str, *, ip: str | None) -> Actor | None:
    """As actor_for_user, and only while the password is the one the session began with."""
    if not constant_time_compare(_look_up(user_id).session_hash, session_hash):
        return None
    return actor_for_user(user_id, ip=ip)


def actor_for_token(token: str, ip: str | None) -> Actor | None:
    """The actor of a bearer token; None when it is unknown or expired or its user inactive."""
    hashed = hashlib.sha256(token.encode()).hexdigest()
    until, user_id = _token_users.get(hashed, (0.0, None))
    if until < time.monotonic():
        user_id = _user_of_token(hashed)
        _make_room(_token_users)
        _token_users[hashed] = (time.monotonic() + REMEMBER_SECONDS, user_id)
    return actor_for_user(user_id, ip=ip) if user_id else None


def _user_of_token(hashed: str) -> UUID | None:
    now = clock.now()
    rows = ApiToken.objects.across_organizations("a bearer token names its user").filter(token_hash=hashed)
    token = rows.filter(Q(expires_at=None) | Q(expires_at__gt=now)).first()
    if token is None:
        return None
    if token.last_used_at is None or token.last_used_at < now - TOKEN_USE_NOTED_EVERY:
        rows.update(last_used_at=now)
    return token.user_id


def _look_up(user_id: UUID) -> _Known:
    known = _known.get(user_id)
    if known is None or known.until < time.monotonic():
        known = _load(user_id)
        _make_room(_known)
        _known[user_id] = known
    return known


def _make_room(memory: dict[UUID, _Known] | dict[str, tuple[float, UUID | None]]) -> None:
    if len(memory) > 10_000:
        memory.clear()


def _load(user_id: UUID) -> _Known:
    rows = User.objects.across_organizations("a session, token or socket names the user")
    user = rows.select_related("role").filter(pk=user_id, is_active=True).first()
    until = time.monotonic() + REMEMBER_SECONDS
    if user is None:
        return _Known(until, None, "")
    actor = Actor(
        kind="user",
        organization_id=user.organization_id,
        id=user.id,
        name=staff_name(user),
        permissions=frozenset() if user.must_change_password else permissions_of(user.role),
        brand_ids=frozenset(user.brand_ids) or None,
        user_ids=_scope(user),
    )
    return _Known(until, actor, user.get_session_auth_hash())


def _scope(user: User) -> frozenset[UUID] | None:
    """Whose records the user reaches."""
    everything = system(user.organization_id)
    memberships = Membership.objects.for_actor(everything)
    match user.role.scope:
        case Role.Scope.ALL:
            return None
        case Role.Scope.TEAM:
            colleagues = memberships.filter(team__in=memberships.filter(user=user).values("team"))
            return frozenset({user.id, *colleagues.values_list("user_id", flat=True)})
        case Role.Scope.SUBTREE:
            pairs = list(memberships.values_list("team_id", "user_id"))
            parents = dict(Team.objects.for_actor(everything).values_list("id", "parent_id"))
            reached = rules.with_descendants((team for team, member in pairs if member == user.id), parents)
            return frozenset({user.id, *(member for team, member in pairs if team in reached)})
    return frozenset({user.id})
