"""Signing in by employee number, mobile or e-mail, and out."""

import secrets

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from kefu.kernel import audit, limits
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Forbidden, Unauthenticated
from kefu.kernel.i18n import Text
from kefu.kernel.text import storable

from .. import events, queries, rules
from ..models import PresenceStatus, User
from .presence import change_presence

TRIES_PER_LOGIN = 20  # a minute
TRIES_PER_ADDRESS = 300  # a minute: a whole centre behind one address begins its shift at nine
MAX_CANDIDATES = 20


def sign_in(
    *, login: str, password: str, organization: str | None = None, ip: str | None, is_nearby: bool = False
) -> User:
    """The active user whose employee number, mobile (in any written form) or e-mail and password these are.

    `organization` is a code, `is_nearby` says that the request came from a private network. Raises Unauthenticated wrong_login, Conflict which_organization when the same login and
    password fit several organizations, Forbidden demo_login_refused for a demo organization from outside of private
    networks, Refused outside_networks from outside of the networks of staff, TooMany above 20 tries a minute.
    """
    login = storable(login).strip()[:254]
    limits.hit("accounts.sign_in.login", login.lower(), limit=TRIES_PER_LOGIN, seconds=60)
    limits.hit("accounts.sign_in.ip", ip or "", limit=TRIES_PER_ADDRESS, seconds=60)
    matching = [user for user in _candidates(login, organization) if user.check_password(password)]
    if not matching:
        raise Unauthenticated("wrong_login", Text("账号或密码不正确。", "Login or password is wrong."))
    organizations = {user.organization.code: user.organization.name for user in matching}
    if len(organizations) > 1:
        raise Conflict(
            "which_organization",
            Text("该账号属于多个组织，请选择组织。", "This login exists in several organizations; name one."),
            extra={"organizations": [{"code": code, "name": name} for code, name in sorted(organizations.items())]},
        )
    user = matching[0]
    if user.organization.is_demo and not is_nearby:
        raise Forbidden(
            "demo_login_refused",
            Text(
                "演示账号只能从本机或内网登录。",
                "Demo accounts can sign in only from this machine or a private network.",
            ),
        )
    actor = _as_actor(user, ip)
    queries.ensure_inside(actor, user.organization.staff_networks)
    audit.record(actor, action="user.signed_in", target_type="user", target_id=user.id, target_label=user.name)
    return user


@transaction.atomic
def begin_session(user: User) -> str:
    """The mark for a new session at the desk. Where one session per account is the rule, it ends the person's older ones,
    whose open desks are told."""
    if user.organization.one_session:
        user.session_mark = secrets.token_hex(8)
        user.save(update_fields=["session_mark"])
        events.announce_access(user)
        transaction.on_commit(queries.forget)
    return user.session_mark


@transaction.atomic
def sign_out(actor: Actor) -> None:
    """End the day's work here: offline, and noted."""
    change_presence(actor, user_id=actor.user_id, status=PresenceStatus.OFFLINE)
    audit.record(actor, action="user.signed_out", target_type="user", target_id=actor.user_id, target_label=actor.name)


def _candidates(login: str, organization: str | None) -> list[User]:
    """Users who could be meant. Where there is none, as much time passes as one password check takes."""
    forms = Q(employee_number=rules.employee_number(login)) | Q(email=rules.email_address(login))
    if mobile := rules.mobile_number(login):
        forms |= Q(mobile=mobile)
    users = User.objects.across_organizations("sign-in").filter(forms, is_active=True)
    if organization:
        users = users.filter(organization__code=organization.strip())
    found = list(users.select_related("organization").order_by("id")[:MAX_CANDIDATES])
    if not found:
        make_password(login)
    return found


def _as_actor(user: User, ip: str | None) -> Actor:
    return Actor(kind="user", organization_id=user.organization_id, id=user.id, name=queries.staff_name(user), ip=ip)
