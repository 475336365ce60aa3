"""What one may do with people and how they are organized."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

USERS_READ = declare("users.read", Text("查看员工", "See members of staff"), "supervisor", "qa", "viewer")
USERS_MANAGE = declare("users.manage", Text("管理员工", "Manage members of staff"))
TEAMS_MANAGE = declare("teams.manage", Text("管理班组", "Manage teams"), "supervisor")
SKILLS_MANAGE = declare("skills.manage", Text("管理技能", "Manage skills"), "supervisor")
ROLES_MANAGE = declare("roles.manage", Text("管理角色", "Manage roles"))
BRANDS_MANAGE = declare("brands.manage", Text("管理品牌", "Manage brands"))
ORGANIZATION_MANAGE = declare("organization.manage", Text("管理企业信息", "Manage the organization"))
PRESENCE_FORCE = declare("presence.force", Text("强制示忙、示闲、签出", "Force the presence of others"), "supervisor")
PRESENCE_REASONS_MANAGE = declare(
    "presence_reasons.manage", Text("管理小休与示忙原因", "Manage breaks and busy reasons")
)

SERVES = "conversations.serve"  # declared above us, by the module that has conversations to serve
