"""Organizations to test with."""

import itertools
from dataclasses import dataclass
from typing import Any

from django.test import Client

from kefu.foundation.accounts import actions, queries
from kefu.foundation.accounts.models import Role, User
from kefu.kernel.actor import Actor, system
from kefu.kernel.models import Organization

PASSWORD = "right-Horse-7"
_numbers = itertools.count(1)


@dataclass
class Company:
    organization: Organization
    owner: User

    @property
    def system(self) -> Actor:
        return system(self.organization.id)

    def role(self, code: str) -> Role:
        return Role.objects.for_actor(self.system).get(code=code)

    def user(self, role: str = "agent", **details: Any) -> User:
        details.setdefault("employee_number", f"9{next(_numbers):04}")
        return actions.create_user(
            self.system,
            **{
                "name": "张三",
                "role_id": self.role(role).id,
                "password": PASSWORD,
                "must_change_password": False,
                **details,
            },
        )

    def actor(self, user: User | str = "owner") -> Actor:
        if isinstance(user, str):
            user = self.owner if user == "owner" else self.user(user)
        queries.forget()
        actor = queries.actor_for_user(user.id, ip="127.0.0.1")
        assert actor is not None
        return actor

    def client(self, user: User | None = None) -> Client:
        """Signed in by a bearer token, as `user` or the owner."""
        token = actions.create_token((user or self.owner).id, "test")
        return Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})


def found(code: str, **details: Any) -> Company:
    return Company(
        *actions.create_organization(
            code=code, name=f"公司 {code}", admin_email=f"owner@{code}.test", password=PASSWORD, **details
        )
    )
