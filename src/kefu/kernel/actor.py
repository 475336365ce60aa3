"""Who does something: the first argument of every action and query."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from .errors import Forbidden
from .i18n import Text

ActorKind = Literal["user", "visitor", "bot", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A caller within one organization.

    `brand_ids` None means every brand; `user_ids` None means the records of everybody, otherwise of these users only.
    """

    kind: ActorKind
    organization_id: UUID
    id: UUID | None = None
    name: str = ""
    permissions: frozenset[str] = field(default=frozenset(), repr=False)
    brand_ids: frozenset[UUID] | None = None
    user_ids: frozenset[UUID] | None = field(default=None, repr=False)
    ip: str | None = None

    def may(self, permission: str) -> bool:
        return self.kind == "system" or permission in self.permissions

    def require(self, permission: str) -> None:
        """Raise Forbidden unless the actor holds `permission`."""
        if not self.may(permission):
            raise Forbidden(
                "missing_permission",
                Text(
                    f"您没有此操作的权限（{permission}），请联系管理员。",
                    f"You lack the permission {permission}; ask an administrator.",
                ),
                extra={"permission": permission},
            )

    @property
    def user_id(self) -> UUID:
        """The id of a signed-in user; Forbidden for anybody else."""
        if self.kind != "user" or self.id is None:
            raise Forbidden("users_only", Text("仅限员工账号操作。", "Only a signed-in member of staff can do this."))
        return self.id

    @property
    def visitor_id(self) -> UUID:
        """The id of a visitor; Forbidden for anybody else."""
        if self.kind != "visitor" or self.id is None:
            raise Forbidden("visitors_only", Text("仅限访客操作。", "Only a visitor can do this."))
        return self.id


def system(organization_id: UUID, name: str = "system") -> Actor:
    """The application itself, acting within one organization."""
    return Actor(kind="system", organization_id=organization_id, name=name)
