"""Founding the first organization of an instance, or the demo; nothing of this can be done twice."""

from __future__ import annotations

import hmac

from django.db import transaction

from kefu.config import founding
from kefu.config.environment import Environment
from kefu.config.setup import choice
from kefu.foundation.accounts.models import User
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from kefu.kernel.i18n import Text, current
from kefu.kernel.models import Organization

LOCK = 7_301_040
CODE = "kefu"

ALREADY = Conflict(
    "already_set_up",
    Text("系统已初始化。请直接登录。", "This instance is set up already. Sign in."),
)
DEMO_IS_HERE = Conflict(
    "demo_is_here",
    Text(
        "当前是演示数据，正式数据不能与之混用。请先清除演示数据。",
        "The demo is here, and real data never mix with it. Remove the demo first.",
    ),
)
WRONG_TOKEN = Forbidden(
    "wrong_setup_token",
    Text(
        "初始化链接无效。请复制控制台打印的完整链接。",
        "This is not the set-up link. Copy the whole link that the console printed.",
    ),
)


def is_needed() -> bool:
    """Whether nobody lives here yet."""
    return not Organization.objects.exists()


def ensure_token(environment: Environment, given: str) -> None:
    """Raises Conflict already_set_up where nothing is left to guard, Forbidden for a wrong token."""
    if not is_needed():
        raise DEMO_IS_HERE if not Organization.objects.filter(is_demo=False).exists() else ALREADY
    if not hmac.compare_digest(choice.token(environment).encode(), given.encode()):
        raise WRONG_TOKEN


@transaction.atomic
def use(environment: Environment, *, name: str, login: str, password: str, profile: str, code: str = CODE) -> User:
    """Found an empty organization whose owner signs in by `login`: an e-mail address or a mobile number.

    Raises Conflict when somebody lives here already, Invalid for a name, login, password or profile that cannot be.
    """
    lock_for_transaction(LOCK, "")
    if not is_needed():
        raise DEMO_IS_HERE if not Organization.objects.filter(is_demo=False).exists() else ALREADY
    name, login = name.strip(), login.strip()
    if not name or not login:
        text = Text("请填写企业名称和登录账号。", "Give the company's name and a login.")
        raise Invalid("incomplete", text, errors=[FieldError("name" if not name else "login", text)])
    ways = {"admin_email": login} if "@" in login else {"admin_mobile": login}
    organization = founding.create(code=code, name=name, password=password, profile=profile, locale=current(), **ways)
    transaction.on_commit(lambda: _settled(environment, "use"))
    transaction.on_commit(lambda: choice.choose_voice(environment, profile))
    return User.objects.across_organizations("set-up").get(organization=organization)


def try_demo(environment: Environment) -> Organization:
    """Plant the demo into an instance where nobody lives."""
    from kefu.config.demo import seed

    with transaction.atomic():
        lock_for_transaction(LOCK, "")
        if Organization.objects.filter(is_demo=False).exists():
            raise ALREADY
        planted = seed.plant(report=lambda what: None)
    _settled(environment, "demo")
    return planted


def _settled(environment: Environment, made: choice.Choice) -> None:
    choice.choose(environment, made)
    choice.done(environment)
