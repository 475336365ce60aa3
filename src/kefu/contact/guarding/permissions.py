"""What one may do with warnings; blocks are the kernel's."""

from kefu.kernel.i18n import Text
from kefu.kernel.permissions import declare

WARNINGS_MANAGE = declare("warnings.manage", Text("管理警告名单", "Manage the warning list"), "supervisor", "agent")
