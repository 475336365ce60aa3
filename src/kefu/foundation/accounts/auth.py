"""How requests prove who they come from: the desk's session with CSRF, or a bearer token."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from kefu.kernel.actor import Actor
from kefu.kernel.errors import Forbidden
from kefu.kernel.http import client_ip
from kefu.kernel.i18n import Text

from . import queries
from .models import User

MARK_SESSION_KEY = "mark"
BACKEND = "kefu.foundation.accounts.auth.SessionUsers"


class SessionUsers:
    """Django's way from a session to its user; signing in is an action of ours, not a backend's."""

    def get_user(self, user_id: str | UUID) -> User | None:
        return User.objects.across_organizations("a session names the user").filter(pk=user_id, is_active=True).first()


class SessionAuth(APIKeyCookie):
    """The signed-in member of staff; a write needs the CSRF token as well."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)  # ours answers in words, and only when it is the session that counts

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        if not key or "Authorization" in request.headers:
            return None
        session = request.session
        user_id, session_hash = session.get(SESSION_KEY), session.get(HASH_SESSION_KEY, "")
        if not user_id:
            return None
        actor = queries.actor_for_session(
            UUID(user_id), session_hash, session.get(MARK_SESSION_KEY, ""), ip=client_ip(request)
        )
        if actor is not None:
            require_csrf(request)
        return actor


class BearerAuth(HttpBearer):
    """A member of staff by API token."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return queries.actor_for_token(token, client_ip(request))


def require_csrf(request: HttpRequest) -> None:
    """Raise Forbidden when an unsafe request lacks the token of its cookie."""
    refusal: Any = check_csrf(request)
    if refusal:
        raise Forbidden(
            "csrf_failed", Text("页面已过期，请刷新后重试。", "This page is out of date; reload it and try again.")
        )
