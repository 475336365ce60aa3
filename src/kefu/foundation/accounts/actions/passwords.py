"""Passwords: how good they must be, and their change."""

import secrets
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kefu.kernel import audit, limits
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text

from .. import events, permissions, queries
from ..models import ApiToken, User
from .granting import ensure_may_change

# no 0/O, 1/l/I: it is read out or written down
LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
WEAKNESSES = {
    "password_too_short": Text("密码至少 8 位。", "A password has at least 8 characters."),
    "password_too_common": Text("密码过于常见，请换一个。", "This password is too common; choose another."),
    "password_too_similar": Text("密码与个人信息过于相似。", "The password is too similar to the personal data."),
}


def ensure_strong(password: str, user: User, *, field: str = "password") -> None:
    """Raise Invalid, with the weaknesses in words, for a password that is easily guessed."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        found = [WEAKNESSES[e.code] for e in error.error_list if e.code in WEAKNESSES]
        text = found[0] if found else Text("密码不符合要求。", "The password is not acceptable.")
        raise Invalid("weak_password", text, errors=[FieldError(field, each) for each in found]) from error


@transaction.atomic
def change_password(actor: Actor, *, old_password: str, new_password: str) -> User:
    """Change one's own password; other sessions end by it. Raises Invalid for a wrong old or a weak new one."""
    limits.hit("accounts.change_password", str(actor.user_id), limit=10, seconds=60)
    user = User.objects.for_actor(actor).select_for_update().get(id=actor.user_id)
    if not user.check_password(old_password):
        text = Text("原密码不正确。", "The old password is wrong.")
        raise Invalid("wrong_password", text, errors=[FieldError("old_password", text)])
    if old_password == new_password:
        text = Text("新密码不能与原密码相同。", "The new password must differ from the old one.")
        raise Invalid("same_password", text, errors=[FieldError("new_password", text)])
    ensure_strong(new_password, user, field="new_password")
    user.set_password(new_password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(actor, action="user.password_changed", target_type="user", target_id=user.id, target_label=user.name)
    transaction.on_commit(queries.forget)
    return user


@transaction.atomic
def reset_password(actor: Actor, *, user_id: UUID) -> str:
    """Give somebody a new password to change at the next sign-in; their sessions and API tokens end."""
    actor.require(permissions.USERS_MANAGE)
    user = User.objects.get_for(actor, user_id)
    ensure_may_change(actor, user)
    password = "-".join("".join(secrets.choice(LEGIBLE) for _ in range(4)) for _ in range(3))
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    ApiToken.objects.for_actor(actor).filter(user=user).delete()
    audit.record(actor, action="user.password_reset", target_type="user", target_id=user.id, target_label=user.name)
    events.announce_access(user)
    transaction.on_commit(queries.forget)
    return password
