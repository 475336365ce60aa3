"""Who sets up what happens by itself, and the shortcuts of others; whoever works on tickets has their own."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

MANAGE = declare("automations.manage", Text("管理自动化规则", "Manage automation rules"), "supervisor")
SHORTCUTS = declare(
    "macros.manage", Text("管理班组与公用快捷操作", "Manage shortcuts of teams and of all"), "supervisor"
)
