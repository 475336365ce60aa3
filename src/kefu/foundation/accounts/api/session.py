"""Signing in and out, and who one is."""

from django.contrib.auth import HASH_SESSION_KEY, login, logout
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Schema, Status
from pydantic import model_validator

from kefu.kernel.errors import NotFound
from kefu.kernel.http import ActorRequest, client_ip, is_nearby

from .. import actions, queries
from ..auth import BACKEND, MARK_SESSION_KEY, require_csrf
from ..models import User
from .schemas import CodedOut, Input, MeOut, Password, UserOut, presence_out, users_out

router = Router()
API_TOKEN_DAYS = 90


class LoginIn(Input):
    login: str
    password: Password
    organization: str | None = None


class TokenIn(Input):
    """`email` is another name of `login`."""

    login: str | None = None
    email: str | None = None
    password: Password
    organization: str | None = None

    @model_validator(mode="after")
    def _names_somebody(self) -> "TokenIn":
        if not (self.login or self.email):
            raise ValueError("login")
        return self


class TokenOut(Schema):
    token: str
    user: UserOut


class PasswordIn(Input):
    old_password: Password
    new_password: Password


@router.get("/auth/csrf", auth=None, response={204: None})
def set_csrf_cookie(request: HttpRequest) -> Status[None]:
    get_token(request)
    return Status(204, None)


@router.post("/auth/login", auth=None, response=MeOut)
def log_in(request: HttpRequest, data: LoginIn) -> MeOut:
    require_csrf(request)
    user = actions.sign_in(
        login=data.login,
        password=data.password,
        organization=data.organization,
        ip=client_ip(request),
        is_nearby=is_nearby(request),
    )
    return begin_session(request, user)


@router.post("/auth/logout", response={204: None})
def log_out(request: ActorRequest) -> Status[None]:
    actions.sign_out(request.auth)
    logout(request)
    return Status(204, None)


@router.post("/auth/token", auth=None, response=TokenOut)
def issue_token(request: HttpRequest, data: TokenIn) -> TokenOut:
    user = actions.sign_in(
        login=data.login or data.email or "",
        password=data.password,
        organization=data.organization,
        ip=client_ip(request),
        is_nearby=is_nearby(request),
    )
    token = actions.create_token(user.id, "API", days=API_TOKEN_DAYS)
    return TokenOut(token=token, user=_described(request, user))


@router.post("/auth/password", response={204: None})
def change_password(request: ActorRequest, data: PasswordIn) -> Status[None]:
    user = actions.change_password(request.auth, old_password=data.old_password, new_password=data.new_password)
    if HASH_SESSION_KEY in request.session:  # this session goes on, the others end
        request.session.cycle_key()
        request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    return Status(204, None)


@router.get("/auth/me", response=MeOut)
def me(request: ActorRequest) -> MeOut:
    user = User.objects.for_actor(request.auth).select_related("role", "organization").get(id=request.auth.user_id)
    return _me(request, user)


def begin_session(request: HttpRequest, user: User) -> MeOut:
    """Open the desk's session for somebody who has proved who they are."""
    mark = actions.begin_session(user)
    login(request, user, backend=BACKEND)
    request.session[MARK_SESSION_KEY] = mark
    return _me(request, user)


def _me(request: HttpRequest, user: User) -> MeOut:
    actor = queries.actor_for_user(user.id, ip=client_ip(request))
    if actor is None:
        raise NotFound()
    organization = user.organization
    return MeOut(
        user=_described(request, user),
        organization=CodedOut.from_orm(organization),
        brands=[CodedOut.from_orm(brand) for brand in queries.brands(actor)],
        permissions=sorted(actor.permissions),
        presence=presence_out(queries.presence_of(actor, user.id)),
        must_change_password=user.must_change_password,
        csrf_token=get_token(request),
        is_demo=organization.is_demo,
        watermark=organization.has_watermark,
        profile=organization.profile,  # type: ignore[arg-type]  # one of its choices
    )


def _described(request: HttpRequest, user: User) -> UserOut:
    actor = queries.actor_for_user(user.id, ip=client_ip(request))
    if actor is None:
        raise NotFound()
    return users_out(actor, [user])[0]
