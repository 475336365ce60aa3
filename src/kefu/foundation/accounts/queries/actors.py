"""From a session, token or socket to the Actor behind it; remembered for a few seconds, since every request asks."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_network
from uuid import UUID

from django.db.models import Q
from django.utils.crypto import constant_time_compare

from kefu.kernel import addresses, clock, limits
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Unauthenticated
from kefu.kernel.i18n import Text

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
    session_mark: str = ""
    networks: tuple[addresses.Network, ...] = ()


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


def actor_for_session(user_id: UUID, session_hash: str, mark: str, *, ip: str | None) -> Actor | None:
    """As actor_for_user, and only while the password is the one the session began with.

    Raises Refused outside of the networks of staff, Unauthenticated when a later sign-in ended the session.
    """
    known = _look_up(user_id)
    if not constant_time_compare(known.session_hash, session_hash):
        return None
    if mark != known.session_mark:  # what is remembered here may be older than a sign-in elsewhere
        known = _look_up(user_id, afresh=True)
    if mark != known.session_mark:
        raise Unauthenticated(
            "signed_in_elsewhere",
            Text(
                "您的账号已在别处登录，此处的登录已结束。如非本人操作，请修改密码。",
                "Your account was signed in elsewhere, which ended the session here. "
                "If that was not you, change your password.",
            ),
        )
    return _inside(known, ip)


def actor_for_token(token: str, ip: str | None) -> Actor | None:
    """The actor of a bearer token; None when it is unknown or expired or its user inactive.

    Raises Refused outside of the networks of staff.
    """
    hashed = hashlib.sha256(token.encode()).hexdigest()
    until, user_id = _token_users.get(hashed, (0.0, None))
    if until < time.monotonic():
        user_id = _user_of_token(hashed)
        _make_room(_token_users)
        _token_users[hashed] = (time.monotonic() + REMEMBER_SECONDS, user_id)
    return _inside(_look_up(user_id), ip) if user_id else None


def actor_for_ticket(user_id: UUID, *, ip: str | None) -> Actor | None:
    """The actor that a ticket names where it is shown. Raises Refused outside of the networks of staff."""
    return _inside(_look_up(user_id), ip)


def ensure_inside(actor: Actor, written: Sequence[str]) -> None:
    """Raise Refused when the actor's address lies in none of the networks from which staff may work; none: everywhere."""
    _ensure_inside(actor, tuple(map(ip_network, written)))


def _inside(known: _Known, ip: str | None) -> Actor | None:
    if known.actor is None:
        return None
    actor = replace(known.actor, ip=ip)
    _ensure_inside(actor, known.networks)
    return actor


def _ensure_inside(actor: Actor, networks: Sequence[addresses.Network]) -> None:
    if networks and not addresses.lies_in(actor.ip, networks):
        raise limits.Refused(
            actor,
            "outside_networks",
            Text(
                f"贵企业只允许员工从指定的网络登录，您当前的地址 {actor.ip or '未知'} 不在其中。请换用公司网络，或联系管理员。",
                f"Your organization lets staff work from its own networks only; your address {actor.ip or 'unknown'} "
                "is in none of them. Use the company's network, or ask an administrator.",
            ),
            action="sign_in_safety.refused",
            target=("user", str(actor.id or ""), actor.name),
        )


def _user_of_token(hashed: str) -> UUID | None:
    now = clock.now()
    rows = ApiToken.objects.across_organizations("a bearer token names its user").filter(token_hash=hashed)
    token = rows.filter(Q(expires_at=None) | Q(expires_at__gt=now)).first()
    if token is None:
        return None
    if token.last_used_at is None or token.last_used_at < now - TOKEN_USE_NOTED_EVERY:
        rows.update(last_used_at=now)
    return token.user_id


def _look_up(user_id: UUID, *, afresh: bool = False) -> _Known:
    known = _known.get(user_id)
    if afresh or known is None or known.until < time.monotonic():
        known = _load(user_id)
        _make_room(_known)
        _known[user_id] = known
    return known


def _make_room(memory: dict[UUID, _Known] | dict[str, tuple[float, UUID | None]]) -> None:
    if len(memory) > 10_000:
        memory.clear()


def _load(user_id: UUID) -> _Known:
    rows = User.objects.across_organizations("a session, token or socket names the user")
    user = rows.select_related("role", "organization").filter(pk=user_id, is_active=True).first()
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
    networks = tuple(map(ip_network, user.organization.staff_networks))
    return _Known(until, actor, user.get_session_auth_hash(), user.session_mark, networks)


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
