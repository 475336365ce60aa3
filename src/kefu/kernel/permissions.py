"""The register of permissions. Each module declares its own; a role is a named bundle of them."""

from dataclasses import dataclass
from typing import Literal

from .i18n import Text

BuiltinRole = Literal["owner", "admin", "supervisor", "agent", "qa", "viewer"]
BUILTIN_ROLES: dict[BuiltinRole, Text] = {
    "owner": Text("所有者", "Owner"),
    "admin": Text("管理员", "Administrator"),
    "supervisor": Text("现场主管", "Supervisor"),
    "agent": Text("客服", "Agent"),
    "qa": Text("质检员", "Quality inspector"),
    "viewer": Text("只读", "Viewer"),
}


@dataclass(frozen=True, slots=True)
class Permission:
    code: str
    text: Text
    roles: tuple[BuiltinRole, ...]

    @property
    def group(self) -> str:
        return self.code.split(".")[0]


REGISTER: dict[str, Permission] = {}


def declare(code: str, text: Text, *roles: BuiltinRole) -> str:
    """Register the permission `module.verb`, held by owner, admin and the built-in `roles`; returns its code."""
    REGISTER[code] = Permission(code, text, roles)
    return code


def bundle(role: str) -> frozenset[str]:
    """Permissions of a built-in role; owner and admin hold all of them."""
    if role in ("owner", "admin"):
        return frozenset(REGISTER)
    return frozenset(code for code, permission in REGISTER.items() if role in permission.roles)


AUDIT_READ = declare("audit.read", Text("查看审计日志", "Read the audit log"), "qa")
BLOCKS_MANAGE = declare("blocks.manage", Text("管理拉黑名单", "Manage blocks"), "supervisor")
INSTANCE_MANAGE = declare("instance.manage", Text("维护系统（备份、磁盘、升级）", "Look after the installation"))
OPERATIONS_READ = declare("operations.read", Text("查看系统运行状态", "See the state of the system"), "supervisor")
NUMBERS_SEE = declare(
    "numbers.see",
    Text("看到完整的号码、邮箱、证件号", "See whole numbers, addresses and identity cards"),
    "supervisor",
    "qa",
)
NUMBERS_REVEAL = declare(
    "numbers.reveal",
    Text("逐个显示被隐藏的号码（留痕）", "Show a hidden number, which is recorded"),
    "supervisor",
    "agent",
)
