"""What one may do with the warning list and the duty roster."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

WARNINGS_MANAGE = declare("warnings.manage", Text("管理警告名单", "Manage the warning list"), "supervisor", "agent")
DUTY_MANAGE = declare("duty.manage", Text("管理值班表", "Manage the duty roster"), "supervisor")
