"""Who may let what happens here be told elsewhere."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

MANAGE = declare("integrations.manage", Text("管理群机器人通知", "Manage notices by group robots"))
