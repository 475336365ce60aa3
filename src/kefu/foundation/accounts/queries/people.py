"""People and how they are organized, as an actor may see them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from kefu.kernel import permissions as register
from kefu.kernel import statements
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one
from kefu.kernel.text import fold

from .. import permissions, rules
from ..models import Brand, Invitation, Membership, Presence, PresenceReason, Role, Skill, Team, User, UserSkill


@dataclass(frozen=True, slots=True)
class Person:
    """A user with all that hangs on them."""

    user: User
    memberships: Sequence[Membership]
    skills: Sequence[UserSkill]


def permissions_of(role: Role) -> frozenset[str]:
    """What a role grants now; a built-in one grows with the modules."""
    return register.bundle(role.code) if role.is_builtin else frozenset(role.permissions)


def display_name(user: User) -> str:
    """Nickname, else 「工号 8001」 or "Agent 8001": what customers see; never the real name."""
    return rules.display_name(user.nickname, user.employee_number)


def staff_name(user: User) -> str:
    """As colleagues, leaders and the audit log know them: who has neither nickname nor 工号 goes by the real name."""
    return rules.staff_name(user.nickname, user.employee_number, user.name)


def display_names(actor: Actor, ids: Iterable[UUID], language: str | None = None) -> dict[UUID, str]:
    """Display names of the organization's users among `ids`, for a reader of `language`, else of the current one."""
    rows = User.objects.for_actor(actor).filter(id__in=set(ids)).values_list("id", "nickname", "employee_number")
    return {id: rules.display_name(nickname, number, language) for id, nickname, number in rows}


def staff_names(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """As `staff_name`, of the organization's users among `ids`."""
    rows = User.objects.for_actor(actor).filter(id__in=set(ids))
    found = rows.values_list("id", "nickname", "employee_number", "name")
    return {id: rules.staff_name(nickname, number, name) for id, nickname, number, name in found}


def staff_labels(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Employee number ("" without) and nickname, else real name: how colleagues know them, for tables of staff."""
    rows = User.objects.for_actor(actor).filter(id__in=set(ids))
    found = rows.values_list("id", "employee_number", "nickname", "name")
    return {id: (number or "", nickname or name) for id, number, nickname, name in found}


def seen_users(
    actor: Actor, *, q: str = "", team: UUID | None = None, role: UUID | None = None, active: bool | None = None
) -> QuerySet[User]:
    """Users within the actor's scope; `q` finds name, nickname, pinyin and what one signs in with."""
    actor.require(permissions.USERS_READ)
    users = User.objects.for_actor(actor).select_related("role")
    if actor.user_ids is not None:
        users = users.filter(id__in=actor.user_ids)
    if active is not None:
        users = users.filter(is_active=active)
    if role:
        users = users.filter(role_id=role)
    if team:
        users = users.filter(id__in=Membership.objects.for_actor(actor).filter(team_id=team).values("user"))
    if wanted := fold(q):
        matches = Q(name__icontains=q.strip()) | Q(nickname__icontains=q.strip()) | Q(pinyin__contains=wanted)
        for field in ("employee_number", "mobile", "email"):
            matches |= Q(**{f"{field}__icontains": wanted})
        users = users.filter(matches)
    return users


def people(actor: Actor, users: Sequence[User]) -> list[Person]:
    """The users with teams and skills; two queries for all of them."""
    ids = [user.id for user in users]
    memberships: dict[UUID, list[Membership]] = defaultdict(list)
    for member in (
        Membership.objects.for_actor(actor).filter(user__in=ids).select_related("team").order_by("team__name")
    ):
        memberships[member.user_id].append(member)
    skills: dict[UUID, list[UserSkill]] = defaultdict(list)
    for known in (
        UserSkill.objects.for_actor(actor).filter(user__in=ids).select_related("skill").order_by("skill__code")
    ):
        skills[known.user_id].append(known)
    return [Person(user, memberships[user.id], skills[user.id]) for user in users]


def brands(actor: Actor) -> QuerySet[Brand]:
    """The actor's brands, the oldest first."""
    found = Brand.objects.for_actor(actor).order_by("id")
    return found if actor.brand_ids is None else found.filter(id__in=actor.brand_ids)


def brand_ids(actor: Actor) -> list[UUID]:
    """The same, for what happens with every ticket."""
    found = statements.run(statements.find(Brand, actor.organization_id))[0]
    return sorted(brand.id for brand in found if actor.brand_ids is None or brand.id in actor.brand_ids)


def default_brand(actor: Actor) -> Brand:
    """The brand for what names none: the oldest of the actor's."""
    return one(brands(actor))


def teams(actor: Actor) -> QuerySet[Team]:
    return Team.objects.for_actor(actor).order_by("name")


def team_ids_of(actor: Actor) -> frozenset[UUID]:
    """The teams that the actor belongs to or leads."""
    return frozenset(
        Membership.objects.for_actor(actor).filter(user_id=actor.user_id).values_list("team_id", flat=True)
    )


def members(actor: Actor, team_ids: Iterable[UUID]) -> dict[UUID, list[Membership]]:
    """Memberships by team."""
    found: dict[UUID, list[Membership]] = defaultdict(list)
    for membership in Membership.objects.for_actor(actor).filter(team__in=set(team_ids)).order_by("id"):
        found[membership.team_id].append(membership)
    return found


def skills(actor: Actor) -> QuerySet[Skill]:
    return Skill.objects.for_actor(actor).order_by("code")


def roles(actor: Actor) -> QuerySet[Role]:
    return Role.objects.for_actor(actor).order_by("id")


def invitations(actor: Actor) -> QuerySet[Invitation]:
    actor.require(permissions.USERS_MANAGE)
    return Invitation.objects.for_actor(actor).order_by("-id")


def presence_reasons(actor: Actor) -> QuerySet[PresenceReason]:
    return PresenceReason.objects.for_actor(actor).order_by("position", "id")


def presences(actor: Actor, user_ids: Iterable[UUID]) -> dict[UUID, Presence]:
    rows = Presence.objects.for_actor(actor).filter(user__in=set(user_ids)).select_related("reason")
    return {presence.user_id: presence for presence in rows}


def presence_of(actor: Actor, user_id: UUID) -> Presence:
    return one(Presence.objects.for_actor(actor).filter(user_id=user_id).select_related("reason"))


def holders(actor: Actor, permission: str) -> frozenset[UUID]:
    """Active users whose role grants `permission` within the organization."""
    users = User.objects.for_actor(actor).filter(is_active=True).select_related("role")
    return frozenset(user.id for user in users if permission in permissions_of(user.role))


def leaders_of(actor: Actor, user_id: UUID) -> frozenset[UUID]:
    """Who leads this person, never themselves: the active leaders of their teams, else of any team, else supervisors."""
    leading = Membership.objects.for_actor(actor).filter(is_leader=True, user__is_active=True).exclude(user_id=user_id)
    theirs = Membership.objects.for_actor(actor).filter(user_id=user_id).values("team")
    own = frozenset(leading.filter(team__in=theirs).values_list("user_id", flat=True))
    anybody = own or frozenset(leading.values_list("user_id", flat=True))
    return anybody or holders(actor, permissions.PRESENCE_FORCE) - {user_id}
